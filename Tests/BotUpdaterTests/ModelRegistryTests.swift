import BotForecasting
import Features
import FoundationEssentials
import GBDT
import Market
import Testing

@testable import BotUpdater

/// Goal: what is on disk is a whole champion or none, whatever happens between two steps. By real files, and by a disk
/// that dies at every single step.
struct ModelRegistryTests {
    private let schema = SyntheticMarket.schema(columnCount: 2)

    private func inFolder(_ body: (String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.path + "/registry-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        try body(root)
    }

    /// A model of two columns; `number` tells its bytes from another's.
    private func folder(_ number: Int, parent: ModelVersion? = nil) throws -> ModelFolder {
        let rows = 200
        let values = (0..<2 * rows).map { Float(($0 * 7 + number) % 13) }
        var parameters = TrainingParameters()
        parameters.iterations = 3
        parameters.minDataInLeaf = 5
        let matrix = try FeatureMatrix(rowCount: rows, columnCount: 2, rowMajor: values)
        let labels = (0..<rows).map { values[2 * $0] * 0.01 - 0.05 }
        let names = ["x0", "x1"]
        let data = try Dataset(matrix, labels: labels, featureNames: names, parameters: parameters)
        let text = try Booster.train(on: data, parameters: parameters).modelText()
        let manifest = ModelManifest(
            schema: schema.hash, columns: names, labelVersion: 1, horizon: .hours(1), calibrationSlope: 0.8,
            linear: nil,
            residualStandardDeviation: 0.1, blendWeightMax: 0.3, winsor: -0.5...0.5,
            trainingSpan: Timestamp(hour: 1)...Timestamp(hour: 2), lastLabelEnd: Timestamp(hour: 3),
            created: Timestamp(hour: 489_000 + Int64(number)), seed: UInt64(number), tier: "A", parent: parent,
            modelByteCount: text.utf8.count)
        let version = ModelVersion("20250101-000000000000")!
        let forecaster = try Forecaster(version: version, manifest: manifest, modelText: text, schema: schema)
        let golden: [[Float]] = [[1, 2], [.nan, 3], [12, .nan]]
        return ModelFolder(
            manifest: manifest, modelText: text,
            golden: GoldenPredictions(rows: golden, moves: golden.map { forecaster.logitMove($0) }))
    }

    private func report(_ number: Int, _ decision: PromotionVerdict.Decision = .promoted) -> CandidateReport {
        CandidateReport(
            identity: .init(
                schemaHash: schema.hash.hex, labelVersion: 1, seed: 1, asOf: Timestamp(hour: Int64(number)).nanoseconds,
                tier: "A", columns: ["x0", "x1"]),
            data: .init(journalHours: 80, rows: 1, readyRows: 1, extraTestHours: 0), search: .init(trial: number),
            checks: [], decision: PromotionVerdict(decision: decision, gate: .r2, reason: "because \(number)"))
    }

    @Test func whatIsPromotedIsServed() throws {
        try inFolder { root in
            let registry = ModelRegistry(root: root, schema: schema)
            #expect(try registry.currentVersion() == nil)
            #expect(try registry.champion() == nil)
            let folder = try folder(1)
            try registry.promote(folder, report: report(1))
            #expect(try registry.currentVersion() == folder.version)
            let forecaster = try #require(try registry.champion())
            #expect(forecaster.manifest == folder.manifest)
            #expect(forecaster.logitMove([1, 2]) == folder.golden.moves[0])
            #expect(try registry.report(of: folder.version) == report(1))
            #expect(try registry.manifest(of: folder.version) == folder.manifest)
            // Again changes nothing.
            try registry.promote(folder, report: report(1))
            #expect(try registry.lineage() == [folder.version])
        }
    }

    @Test func theNameIsDateAndContent() throws {
        let a = try folder(1)
        #expect(a.version.description.hasPrefix("20251014-"))
        #expect(try folder(1).version == a.version)
        var manifest = a.manifest
        manifest.seed += 1
        #expect(ModelFolder(manifest: manifest, modelText: a.modelText, golden: a.golden).version != a.version)
        let other = ModelFolder(manifest: a.manifest, modelText: a.modelText + "\n", golden: a.golden)
        #expect(other.version != a.version)
    }

    @Test(arguments: [
        (0, "19700101"), (58, "19700228"), (59, "19700301"), (11_016, "20000229"), (20_647, "20260713"),
        (-1, "19691231"),
    ])
    func daysAreCivil(day: Int64, expected: String) {
        #expect(dayText(Timestamp(seconds: day * 86_400 + 3)) == expected)
    }

    @Test func tenChampionsStayAndNoOther() throws {
        try inFolder { root in
            let registry = ModelRegistry(root: root, schema: schema)
            var versions: [ModelVersion] = []
            for number in 0..<13 {
                let folder = try folder(number, parent: versions.last)
                try registry.promote(folder, report: report(number))
                versions.append(folder.version)
            }
            #expect(try registry.lineage() == versions.reversed().prefix(10).map { $0 })
            let kept = try SystemFiles().names(in: root).filter { ModelVersion($0) != nil }
            #expect(Set(kept) == Set(versions.suffix(10).map(\.description)))
            // Rollback is a move of the pointer to one that is still there.
            try registry.point(to: versions[11])
            #expect(try registry.currentVersion() == versions[11])
            #expect(throws: RegistryError.missing(version: versions[0].description, file: "schema.json")) {
                try registry.point(to: versions[0])
            }
            #expect(try registry.currentVersion() == versions[11])
        }
    }

    private func damaged(_ file: String, _ change: (inout [UInt8]) -> Void) throws -> RegistryError? {
        var result: RegistryError?
        try inFolder { root in
            let registry = ModelRegistry(root: root, schema: schema)
            let folder = try folder(1)
            try registry.promote(folder, report: report(1))
            let path = "\(root)/\(folder.version)/\(file)"
            var bytes = try #require(try SystemFiles().read(path))
            change(&bytes)
            try SystemFiles().write(bytes, to: path)
            result = #expect(throws: RegistryError.self) { try registry.champion() }
        }
        return result
    }

    @Test func damageIsCalledByItsName() throws {
        guard case .truncated(_, "model.txt", let expected, let got) = try damaged("model.txt", { $0.removeLast(100) })
        else {
            Issue.record("a cut-off model was not called truncated")
            return
        }
        #expect(expected - got == 100)
        guard case .contentChanged = try damaged("model.txt", { $0[$0.count / 2] ^= 1 }) else {
            Issue.record("a changed model was not noticed")
            return
        }
        guard case .unreadable(_, "schema.json", _) = try damaged("schema.json", { $0.removeLast(30) }) else {
            Issue.record("a cut-off manifest was not noticed")
            return
        }
        guard case .contentChanged = try damaged("schema.json", { $0.append(32) }) else {
            Issue.record("a changed manifest was not noticed")
            return
        }
        guard case .unreadable(_, "golden.json", _) = try damaged("golden.json", { $0 = [] }) else {
            Issue.record("an empty golden file was not noticed")
            return
        }
    }

    @Test func anotherSchemaIsNamedWithBothHashes() throws {
        try inFolder { root in
            let folder = try folder(1)
            try ModelRegistry(root: root, schema: schema).promote(folder, report: report(1))
            let other = SyntheticMarket.schema(columnCount: 3)
            #expect(
                throws: RegistryError.schemaMismatch(
                    version: folder.version.description, model: schema.hash.hex, running: other.hash.hex)
            ) {
                try ModelRegistry(root: root, schema: other).champion()
            }
        }
    }

    @Test func goldenPredictionsMustBeRepeated() throws {
        try inFolder { root in
            let sound = try folder(1)
            let registry = ModelRegistry(root: root, schema: schema)
            try registry.promote(sound, report: report(1))
            let next = try folder(2)
            var wrong = next.golden
            wrong.moves[1] += 2e-9
            let bad = ModelFolder(manifest: next.manifest, modelText: next.modelText, golden: wrong)
            #expect(
                throws: RegistryError.goldenMismatch(
                    version: bad.version.description, row: 1, expected: wrong.moves[1], got: next.golden.moves[1])
            ) {
                try registry.promote(bad, report: report(2))
            }
            #expect(try registry.currentVersion() == sound.version)
        }
    }

    @Test(arguments: ["", "20260711-0123456789ab", "../../etc/passwd\n", "20260711-0123456789ab\n\n", "\n"])
    func aPointerThatIsNoVersionIsRefused(text: String) throws {
        try inFolder { root in
            try SystemFiles().createFolder(root)
            try SystemFiles().write(Array(text.utf8), to: "\(root)/current_model.txt")
            #expect(throws: RegistryError.self) { try ModelRegistry(root: root, schema: schema).currentVersion() }
        }
    }

    @Test func everyCandidateKeepsItsReason() throws {
        try inFolder { root in
            let registry = ModelRegistry(root: root, schema: schema)
            try registry.record(report(12, .rejected))
            try registry.record(report(6, .rehearsed))
            try registry.record(report(18, .kept))
            #expect(try registry.verdicts().map(\.decision.reason) == ["because 6", "because 12", "because 18"])
            #expect(try registry.verdicts(limit: 1).map(\.identity.asOf) == [Timestamp(hour: 18).nanoseconds])
            #expect(try registry.trialCount(before: report(24)) == 2)
            #expect(try registry.trialCount(before: report(18)) == 1)
        }
    }

    @Test func deathAtAnyStepLeavesTheOldOrTheNewChampion() throws {
        let old = try folder(1)
        let new = try folder(2, parent: old.version)
        var sawOld = false
        var isDone = false
        var step = 0
        while !isDone {
            try inFolder { root in
                try ModelRegistry(root: root, schema: schema).promote(old, report: report(1))
                let dying = ModelRegistry(root: root, schema: schema, files: DyingFiles(after: step))
                do {
                    try dying.promote(new, report: report(2))
                    isDone = true
                } catch RegistryError.file(let operation, _, _) {
                    #expect(operation == "death")
                }
                // What a restart finds.
                let registry = ModelRegistry(root: root, schema: schema)
                let current = try #require(try registry.currentVersion())
                #expect(current == old.version || current == new.version)
                #expect(!isDone || current == new.version)
                if current == old.version { sawOld = true }
                #expect(try registry.champion()?.version == current)
                // And it can go on from there.
                try registry.promote(new, report: report(2))
                #expect(try registry.champion()?.version == new.version)
                let leftovers = try SystemFiles().names(in: root).filter { $0.hasPrefix(".tmp-") }
                #expect(leftovers.isEmpty)
            }
            step += 1
        }
        #expect(sawOld)
        #expect(step > 10)
    }
}

/// A disk that dies at the n-th change: a write is cut in half, everything after it fails. Reading costs nothing.
private final class DyingFiles: FileOperations {
    private let system = SystemFiles()
    private let left: Counter

    init(after steps: Int) { left = Counter(steps) }

    private func spend() throws(RegistryError) {
        guard left.take() else { throw .file(operation: "death", path: "", code: 5) }
    }

    func createFolder(_ path: String) throws(RegistryError) {
        try spend()
        try system.createFolder(path)
    }

    func write(_ bytes: [UInt8], to path: String) throws(RegistryError) {
        do throws(RegistryError) {
            try spend()
        } catch {
            if left.isFirstFailure { try system.write(Array(bytes.prefix(bytes.count / 2)), to: path) }
            throw error
        }
        try system.write(bytes, to: path)
    }

    func syncFolder(_ path: String) throws(RegistryError) {
        try spend()
        try system.syncFolder(path)
    }

    func rename(_ path: String, to target: String) throws(RegistryError) {
        try spend()
        try system.rename(path, to: target)
    }

    func removeFolder(_ path: String) throws(RegistryError) {
        try spend()
        try system.removeFolder(path)
    }

    func read(_ path: String) throws(RegistryError) -> [UInt8]? { try system.read(path) }
    func names(in folder: String) throws(RegistryError) -> [String] { try system.names(in: folder) }
}
