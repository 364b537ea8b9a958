import Market
import Store
import Testing

@testable import BotCollection

/// Everything of a store that an import writes.
private struct Contents: Equatable {
    var journal: [JournalRecord] = []
    var markets: [String]
    var events: [String]
    var files: [ImportedFile]
    var meta: [MetaEntry]

    init(_ reader: StoreReader) throws {
        var cursor = reader.journal()
        while let record = try cursor.next() { journal.append(record) }
        markets = try reader.marketNames()
        events = try reader.eventNames()
        files = try reader.importedFiles()
        meta = try reader.meta()
    }
}

struct StoreImportTests {
    private let noon = Timestamp(seconds: 1_900_000_000)

    /// Imports the disk's folder, or one below it, into the store of that name on it, and says what is in it then.
    private func run(
        _ disk: SetOnDisk, _ folder: String = "", into store: String, options: StoreOptions = StoreOptions(),
        policy: ImportPolicy = .fail, now: (() -> Timestamp)? = nil
    ) async throws -> (report: ImportReport, contents: Contents) {
        let database = try StoreDatabase.open(path: disk.path + "/" + store, options: options)
        defer { try? database.close() }
        let importer = StoreImport(writer: database.makeWriter(), reader: database.reader, batchSize: 3)
        let report = try await importer.run(folder: disk.path + folder, policy: policy, now: now ?? { noon })
        return (report, try Contents(database.reader))
    }

    @Test func everyEventIsInTheJournalInOrder() async throws {
        let disk = try writeTwoSets()
        let (report, contents) = try await run(disk, into: "store")
        let expected = try Imported(disk)
        #expect(try contents.journal.map { try $0.marketEvent() } == expected.events)
        #expect(contents.journal.map(\.sequence) == Array(1...44))
        #expect(contents.markets == expected.names && contents.events == expected.eventNames)
        #expect(contents.files.map(\.name) == ["dawn", "early"] && contents.files.map(\.records) == [22, 22])
        #expect(report == expected.report)
    }

    @Test func importingTwiceAddsNothing() async throws {
        let disk = try writeTwoSets()
        let first = try await run(disk, into: "store")
        let second = try await run(disk, into: "store")
        #expect(second.contents == first.contents)
        #expect(second.report.sets.map(\.wasImported) == [true, true])
        #expect(second.report.events.total == 0)
        let one = try await run(disk, "/early", into: "store")
        #expect(one.contents == first.contents)
    }

    @Test func aSetThatIsAddedLaterComesAfterwards() async throws {
        let disk = try writeTwoSets()
        _ = try await run(disk, "/dawn", into: "store")
        let (report, contents) = try await run(disk, into: "store")
        #expect(report.sets.map(\.name) == ["dawn", "early"] && report.sets.map(\.wasImported) == [true, false])
        #expect(contents.markets == ["dawn", "early"])
        #expect(contents.journal.map(\.sequence) == Array(1...44))
        let times = contents.journal.map(\.receiveTime)
        #expect(times[0] > times[22])
    }

    // The clock is read twice while each set is read and twice while it is written: at the chosen reading the task ends
    // itself, and stops before its next transaction.
    @Test(arguments: 1...8)
    func anImportThatIsKilledAndStartedAgainEndsAsOneThatWasNot(killedAt reading: Int) async throws {
        let disk = try writeTwoSets()
        let whole = try await run(disk, into: "whole")
        let killed = Task {
            var readings = 0
            return try await run(disk, into: "killed") {
                readings += 1
                if readings == reading { withUnsafeCurrentTask { $0?.cancel() } }
                return noon
            }
        }
        let result = await killed.result
        #expect((try? result.get()) == nil || reading == 8)
        let again = try await run(disk, into: "killed")
        #expect(again.contents == whole.contents)
    }

    @Test func aDiskThatIsFullInTheMiddleLosesNothing() async throws {
        let disk = try SetOnDisk()
        let market = #"{"market_id": "a", "question": "q", "resolved": false}"#
        try disk.write("set/markets.jsonl.gz", [market])
        let rows = (0..<6_000).map { "\(1_700_000_000 + $0)000,a:YES,a,0.\(10 + $0 % 89),\($0 + 1),BUY" }
        try disk.write("set/trades.csv.gz", ["ts_ms,token_id,market_id,price,size,side"] + rows)
        let whole = try await run(disk, into: "whole")
        let store = "full"
        let small = StoreOptions(pageCountMax: 60)
        await #expect(throws: StoreError.self) { try await run(disk, into: store, options: small) }
        let partial = try StoreReader.open(path: disk.path + "/" + store)
        let written = try partial.lastSequence() ?? 0
        #expect(written > 0 && written < 6_002)
        let again = try await run(disk, into: store)
        #expect(again.contents == whole.contents)
    }

    @Test func nothingIsWrittenWhenALineIsMalformed() async throws {
        let disk = try writeTwoSets()
        try disk.write("dawn/trades.csv.gz", ["ts_ms,token_id,market_id,price,size,side", "nonsense"])
        let store = "store"
        await #expect(throws: RecordingError.self) { try await run(disk, into: store) }
        let contents = try Contents(StoreReader.open(path: disk.path + "/" + store))
        #expect(contents.journal.isEmpty && contents.markets.isEmpty && contents.files.isEmpty && contents.meta.isEmpty)
        let skipped = try await run(disk, into: store, policy: .skip)
        #expect(skipped.report.refused == 1 && skipped.contents.journal.count == 22)
    }

    @Test func theNextSequenceLiesAboveWhatIsSetAsideForAnImportThatWasKilled() async throws {
        let disk = try SetOnDisk()
        let database = try StoreDatabase.open(path: disk.path + "/store")
        #expect(try StoreImport.nextSequence(in: database.reader) == 1)
        var batch = WriteBatch()
        batch.meta = [MetaEntry("import/0123", "5 10"), MetaEntry("other", "x")]
        try await database.makeWriter().write(batch)
        #expect(try StoreImport.nextSequence(in: database.reader) == 15)
        batch.meta = [MetaEntry("import/0123", "5")]
        try await database.makeWriter().write(batch)
        #expect(throws: ReservationError(key: "import/0123", value: "5", found: nil)) {
            try StoreImport.nextSequence(in: database.reader)
        }
        try database.close()
    }

    @Test func anImportThatWasBegunWithOtherEventsIsNotMixedWithIt() async throws {
        let disk = try writeTwoSets()
        let first = try await run(disk, "/early", into: "store")
        let hash = try #require(first.contents.files.first).hash
        let other = "other"
        let database = try StoreDatabase.open(path: disk.path + "/" + other)
        var batch = WriteBatch()
        batch.meta = [MetaEntry("import/" + hash, "1 7")]
        try await database.makeWriter().write(batch)
        try database.close()
        await #expect(throws: ReservationError(key: "import/" + hash, value: "1 7", found: 22)) {
            try await run(disk, "/early", into: other)
        }
    }

    @Test func theHashIsThatOfTheContentAndNotOfThePlace() throws {
        func hash(_ disk: SetOnDisk, _ name: String) throws -> String? {
            try RecordedSet.find(in: disk.path, policy: .fail).first { $0.folder.leaf == name }?.contentHash()
        }
        let (a, b) = (try writeTwoSets(), try writeTwoSets())
        #expect(try hash(a, "early") == hash(b, "early"))
        #expect(try hash(a, "early") != hash(a, "dawn"))
        let before = try hash(b, "early")
        try b.write("early/markets.jsonl.gz", [#"{"market_id": "early", "question": "r", "resolved": false}"#])
        #expect(try hash(b, "early") != before)
        #expect(before?.utf8.count == 16)
    }
}
