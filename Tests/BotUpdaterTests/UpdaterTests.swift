import BotForecasting
import Features
import FoundationEssentials
import GBDT
import Market
import Testing

@testable import BotUpdater

extension Updater {
    /// Twenty events' worth of evidence is not there in small worlds, so the gate asks for less of it.
    static func small(root: String, threadCount: Int = 1, seed: UInt64 = 7) -> Updater {
        var settings = UpdaterSettings(columns: SyntheticMarket.plan(), seed: seed, threadCount: threadCount)
        settings.training.iterations = 100
        return Updater(settings: settings, registry: ModelRegistry(root: root, schema: SyntheticMarket.schema()))
    }
}

func inTemporaryFolder(_ body: (String) throws -> Void) throws {
    let root = FileManager.default.temporaryDirectory.path + "/updater-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: root) }
    try body(root)
}

/// Goal: the whole path from rows to a verdict does what validation.md section 8 asks, at small scale.
struct UpdaterTests {
    private func run(_ world: SyntheticMarket, _ set: ExampleSet, hours: [Int], _ root: String) throws -> [CycleReport]
    {
        let updater = Updater.small(root: root)
        return try hours.map { try updater.runCycle(asOf: world.time(hours: $0), examples: set) }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func aPlantedEdgeIsPromotedByDaySix(seed: UInt64) throws {
        let world = SyntheticMarket(hours: 144, oracleR2: 0.07, seed: seed)
        let set = world.examples()
        try inTemporaryFolder { root in
            let updater = Updater.small(root: root)
            var promoted: Forecaster?
            for hours in stride(from: 72, through: 144, by: 6) where promoted == nil {
                promoted = try updater.runCycle(asOf: world.time(hours: hours), examples: set).promoted
            }
            let champion = try #require(promoted)
            #expect(try updater.registry.currentVersion() == champion.version)
            #expect(champion.manifest.blendWeightMax <= 0.5)
        }
    }

    @Test func treesFindWhatNoLineCan() throws {
        let world = SyntheticMarket(hours: 130, oracleR2: 0.10, interaction: 0.8, seed: 3)
        let set = world.examples()
        try inTemporaryFolder { root in
            let hours = Array(stride(from: 84, through: 126, by: 6))
            let records = try run(world, set, hours: hours, root).compactMap(\.report.walkForward)
            let summary = WalkForwardSummary(records, seed: 1)
            let trees = try #require(summary.candidate).value
            let line = try #require(summary.ridge).value
            let oracle = try #require(summary.oracle).value
            #expect(line + 0.003 < trees && trees < oracle)
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func withoutEdgeNothingIsPromoted(seed: UInt64) throws {
        let world = SyntheticMarket(marketCount: 40, hours: 132, oracleR2: 0, seed: 100 + seed)
        let set = world.examples()
        try inTemporaryFolder { root in
            for report in try run(world, set, hours: [72, 84, 96, 108, 120, 132], root) {
                #expect(report.verdict.decision == .rejected)
                #expect(report.promoted == nil)
                #expect(!report.verdict.reason.isEmpty)
            }
            #expect(try ModelRegistry(root: root, schema: SyntheticMarket.schema()).verdicts().count == 6)
        }
    }

    @Test func theNextHoursPriceAsAFeatureIsBlocked() throws {
        let world = SyntheticMarket(marketCount: 40, hours: 80, oracleR2: 0, seed: 5)
        var set = world.examples()
        var random = SeededRandom(seed: 1)
        for row in set.allRows {
            set.values[row * set.columnCount + 3] = Float(set.logitMoves[row] + 0.03 * random.normal())
        }
        try inTemporaryFolder { root in
            let report = try #require(try run(world, set, hours: [78], root).first)
            #expect(report.verdict.decision == .rejected)
            #expect(report.verdict.gate == .leak)
        }
    }

    @Test func newestFirstIsBlockedWithWords() throws {
        let world = SyntheticMarket(marketCount: 20, hours: 80)
        try inTemporaryFolder { root in
            let report = try #require(try run(world, world.examples().reversed, hours: [78], root).first)
            #expect(report.verdict.gate == .leak)
            #expect(report.verdict.reason.contains("unordered"))
        }
    }

    @Test func sameJournalSameBytesSameDecision() throws {
        let world = SyntheticMarket(hours: 110, oracleR2: 0.12, seed: 2)
        let set = world.examples()
        var outcomes: [[String]] = []
        var files: [[String: [UInt8]]] = []
        for threads in [1, 1, 2] {
            try inTemporaryFolder { root in
                let updater = Updater.small(root: root, threadCount: threads)
                let reports = try stride(from: 72, through: 108, by: 6).map {
                    try updater.runCycle(asOf: world.time(hours: $0), examples: set).report
                }
                outcomes.append(reports.map { "\($0.identity.version ?? "") \($0.decision.reason)" })
                files.append(try contents(root))
            }
        }
        #expect(outcomes[0] == outcomes[1] && outcomes[0] == outcomes[2])
        #expect(files[0] == files[1] && files[0] == files[2])
        #expect(files[0].keys.contains { $0.hasSuffix("model.txt") })
    }

    private func contents(_ root: String) throws -> [String: [UInt8]] {
        var result: [String: [UInt8]] = [:]
        for name in try SystemFiles().names(in: root) {
            if let bytes = try? SystemFiles().read("\(root)/\(name)") { result[name] = bytes }
            for file in (try? SystemFiles().names(in: "\(root)/\(name)")) ?? [] {
                result["\(name)/\(file)"] = try SystemFiles().read("\(root)/\(name)/\(file)")
            }
        }
        return result
    }

    @Test func rowsThatAreNotKnownYetChangeNothing() throws {
        let world = SyntheticMarket(hours: 90, oracleR2: 0.12, seed: 2)
        let set = world.examples()
        let now = world.time(hours: 78)
        let known = set.reordered(set.allRows.filter { set.ready[$0] <= now })
        try inTemporaryFolder { a in
            try inTemporaryFolder { b in
                let all = try Updater.small(root: a).runCycle(asOf: now, examples: set)
                let asOf = try Updater.small(root: b).runCycle(asOf: now, examples: known)
                #expect(all.report.identity.version == asOf.report.identity.version)
                #expect(all.verdict == asOf.verdict)
            }
        }
    }

    @Test func aYoungJournalRehearses() throws {
        let world = SyntheticMarket(marketCount: 4, hours: 72)
        try inTemporaryFolder { root in
            let report = try #require(try run(world, world.examples(), hours: [71], root).first)
            #expect(report.verdict.decision == .rehearsed)
            #expect(report.report.search.trial == 0)
            #expect(report.verdict.reason.contains("71 h"))
            #expect(try Updater.small(root: root).registry.currentVersion() == nil)
        }
    }

    @Test func fewRowsAndNoRowsAreVerdicts() throws {
        let world = SyntheticMarket(marketCount: 4, hours: 80)
        try inTemporaryFolder { root in
            let few = try #require(try run(world, world.examples(), hours: [78], root).first)
            #expect(few.verdict.gate == .rows)
            let none = try Updater.small(root: root).runCycle(
                asOf: world.time(hours: 84), journalHours: 84, examples: .empty(columns: ["x0"]))
            #expect(none.verdict.gate == .rows)
            #expect(none.report.search.trial == 2)
        }
    }

    @Test func aBrokenChampionIsSaidAndTheCycleGoesOn() throws {
        let world = SyntheticMarket(hours: 90, oracleR2: 0.12, seed: 2)
        let set = world.examples()
        try inTemporaryFolder { root in
            let updater = Updater.small(root: root)
            let version = "20260101-0123456789ab"
            try SystemFiles().createFolder(root)
            try SystemFiles().write(Array("\(version)\n".utf8), to: "\(root)/current_model.txt")
            let report = try updater.runCycle(asOf: world.time(hours: 78), examples: set)
            #expect(report.championProblem == .missing(version: version, file: "schema.json"))
            #expect(report.report.identity.parent == nil)
            #expect(report.report.metrics != nil)
        }
    }

    @Test func aChampionIsComparedOnRowsThatNeitherHasSeen() throws {
        let world = SyntheticMarket(hours: 110, oracleR2: 0.12, seed: 2)
        let set = world.examples()
        try inTemporaryFolder { root in
            var promotedAt: Int?
            for hours in stride(from: 72, through: 108, by: 6) {
                let report = try Updater.small(root: root).runCycle(asOf: world.time(hours: hours), examples: set)
                if let promotedAt {
                    let paired = try #require(report.report.paired)
                    #expect(paired.championAgeHours == Double(hours - promotedAt))
                    #expect(try #require(paired.champion).hours >= 24)
                    #expect(report.report.metrics?.champion != nil)
                    return
                }
                if report.promoted != nil { promotedAt = hours }
            }
            Issue.record("nothing was promoted")
        }
    }

    @Test func theReportIsReadBackAsItWasWritten() throws {
        let world = SyntheticMarket(marketCount: 40, hours: 80, oracleR2: 0.05, seed: 9)
        try inTemporaryFolder { root in
            let report = try #require(try run(world, world.examples(), hours: [78], root).first)
            let read = try ModelRegistry(root: root, schema: SyntheticMarket.schema()).verdicts()
            #expect(read == [report.report])
            #expect(report.report.metrics?.oracle != nil)
            #expect(report.report.data.test?.hours ?? 0 >= 24)
        }
    }

    @Test func timingsComeFromTheStopwatchHandedIn() throws {
        let world = SyntheticMarket(marketCount: 20, hours: 80)
        try inTemporaryFolder { root in
            let ticks = Counter(1_000)
            var settings = UpdaterSettings(columns: SyntheticMarket.plan(), seed: 1)
            settings.training.iterations = 10
            let updater = Updater(
                settings: settings, registry: ModelRegistry(root: root, schema: SyntheticMarket.schema())
            ) {
                _ = ticks.take()
                return .seconds(1_000 - ticks.value)
            }
            let timings = try updater.runCycle(asOf: world.time(hours: 78), examples: world.examples()).timings
            #expect(timings == .init(split: .seconds(1), train: .seconds(1), judge: .seconds(1), register: .seconds(1)))
        }
    }
}
