import FoundationEssentials
import Market
import Testing

@testable import Store

@Suite struct StoreWriterTests {
    // Goal: a batch written twice leaves what one write leaves. Every kind of record at once.
    @Test func everythingIsIdempotent() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        let batch = Self.everything
        try await store.makeWriter().write(batch)
        let once = try Self.contents(store.reader)
        try await store.makeWriter().write(batch)
        #expect(try Self.contents(store.reader) == once)
        #expect(try store.reader.wholeJournal() == batch.journal)
        #expect(once.count == batch.count)
    }

    @Test func theFirstRecordOfASequenceStays() async throws {
        let folder = try TemporaryFolder()
        let writer = try StoreDatabase.open(path: folder.file())
        var batch = WriteBatch()
        batch.journal = [Fixture.record(1, payload: [1]), Fixture.record(1, payload: [2])]
        try await writer.makeWriter().write(batch)
        #expect(try writer.reader.wholeJournal() == [Fixture.record(1, payload: [1])])
    }

    @Test func anEmptyBatchWritesNothing() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        #expect(WriteBatch().isEmpty)
        try store.makeWriter().enqueue(WriteBatch())
        try await store.makeWriter().write(WriteBatch())
        try await store.makeWriter().flush()
        #expect(try store.reader.lastSequence() == nil)
    }

    @Test func enqueuedBatchesAreOnDiskAfterFlushInTheirOrder() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file(), options: StoreOptions(pendingBatchesMax: 2))
        let writer = store.makeWriter()
        for batch in 0..<20 as Range<Int64> {
            var next = Fixture.journal(batch * 50..<(batch + 1) * 50)
            next.meta = [MetaEntry("last", "\(batch)")]
            try writer.enqueue(next)
        }
        try await writer.flush()
        #expect(try store.reader.wholeJournal().map(\.sequence) == Array(0..<1_000))
        #expect(try store.reader.meta("last") == "19")
    }

    @Test func aWriteComesAfterWhatWasEnqueuedBefore() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        var first = WriteBatch()
        first.meta = [MetaEntry("state", "old")]
        var second = WriteBatch()
        second.meta = [MetaEntry("state", "new")]
        try store.makeWriter().enqueue(first)
        try await store.makeWriter().write(second)
        #expect(try store.reader.meta("state") == "new")
    }

    // Goal: a batch that fails in the middle leaves nothing of itself, and the store works on.
    @Test func aFullDiskRollsTheWholeBatchBack() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file(), options: StoreOptions(pageCountMax: 60))
        let writer = store.makeWriter()
        try await writer.write(Fixture.journal(0..<10))
        await #expect(throws: StoreError.diskFull(file: folder.file())) {
            try await writer.write(Fixture.journal(10..<5_000, payloadSize: 400))
        }
        #expect(try store.reader.wholeJournal().map(\.sequence) == Array(0..<10))
        try await writer.write(Fixture.journal(10..<12))
        #expect(try store.reader.lastSequence() == 11)
        #expect(try store.reader.integrityProblems() == [])
    }

    // Goal: what was accepted before the disk was full is written once there is room; nothing is lost or reordered.
    @Test func pendingBatchesSurviveAFullDisk() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file(), options: StoreOptions(pageCountMax: 60))
        let writer = store.makeWriter()
        try writer.enqueue(Fixture.journal(0..<5_000, payloadSize: 400))
        await #expect(throws: StoreError.diskFull(file: folder.file())) { try await writer.flush() }
        #expect(throws: StoreError.diskFull(file: folder.file())) { try writer.enqueue(Fixture.journal(5_000..<5_001)) }
        await #expect(throws: StoreError.diskFull(file: folder.file())) { try await writer.flush() }
        try writer.withoutTransaction { try SQLStatement($0, "PRAGMA max_page_count = 100000").run() }
        try await writer.flush()
        #expect(try store.reader.wholeJournal().count == 5_000)
        try writer.enqueue(Fixture.journal(5_000..<5_001))
        try await writer.flush()
        #expect(try store.reader.lastSequence() == 5_000)
    }

    @Test func aWriterThatWaitsForRoomIsWokenByTheFailure() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(
            path: folder.file(), options: StoreOptions(pendingBatchesMax: 1, pageCountMax: 60))
        let writer = store.makeWriter()
        #expect(throws: StoreError.diskFull(file: folder.file())) {
            for batch in 0..<100 as Range<Int64> {
                try writer.enqueue(Fixture.journal(batch * 1_000..<(batch + 1) * 1_000, payloadSize: 400))
            }
        }
        #expect(throws: StoreError.diskFull(file: folder.file())) { try store.close() }
        // Closed all the same.
        #expect(throws: Never.self) { try StoreDatabase.open(path: folder.file()).close() }
    }

    // Goal: a process may die at any byte of the log. Method: the files as they lie while the store is open, the log
    // cut at many places, opened as after a crash: always a whole number of batches, the first ones.
    @Test func aCutLogLeavesWholeBatches() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        for batch in 0..<8 as Range<Int64> {
            var next = Fixture.journal(batch * 100..<(batch + 1) * 100, payloadSize: 50)
            next.prices = [Fixture.quote(1, Int(batch))]
            try await store.makeWriter().write(next)
        }
        let main = try TemporaryFolder.bytes(of: folder.file())
        let log = try TemporaryFolder.bytes(of: folder.file() + "-wal")
        #expect(log.count > 20 * StoreFile.pageSize)
        var counts: Set<Int> = []
        for cut in Array(stride(from: 0, to: log.count, by: log.count / 23)) + [log.count] {
            let copy = folder.file("cut-\(cut).sqlite")
            try TemporaryFolder.write(main, to: copy)
            try TemporaryFolder.write(Array(log[..<cut]), to: copy + "-wal")
            let crashed = try StoreDatabase.open(path: copy)
            let records = try crashed.reader.wholeJournal()
            #expect(records.count % 100 == 0)
            #expect(records.map(\.sequence) == Array(0..<Int64(records.count)))
            let prices = try crashed.reader.prices(
                market: MarketID(1), from: .distantPast, through: .distantFuture)
            #expect(prices.count == records.count / 100)
            #expect(try crashed.reader.integrityProblems() == [])
            counts.insert(records.count)
            try crashed.close()
        }
        #expect(counts.contains(0) && counts.contains(800) && counts.count > 4)
    }

    // MARK: every kind of record

    static var everything: WriteBatch {
        var batch = Fixture.rows(
            [Fixture.row(1, 0), Fixture.row(2, 0)],
            labels: [Fixture.label(1, 0), Fixture.label(2, 0, kind: .censored, reason: .gap)])
        batch.journal = [Fixture.record(4), Fixture.record(9)]
        batch.prices = [Fixture.quote(1, 0), Fixture.quote(1, 5)]
        batch.forecasts = [
            ForecastRecord(asset: MarketID(1).yes, time: Fixture.start, logitMove: -0.0, sd: 1, model: "m")
        ]
        let order = LimitOrder(
            id: OrderID(high: .max, low: 3), asset: MarketID(1).no, side: .sell, price: Price(checked: 70),
            size: Size(microshares: 9))
        batch.intents = [
            IntentRecord(
                order: order, time: Fixture.start, rowAsset: MarketID(1).yes, rowTime: Fixture.start, logitMove: 0.5,
                model: "m", purpose: "enter")
        ]
        batch.orderEvents = [
            OrderEventRecord(sequence: 9, event: OrderEvent(order: order.id, time: Fixture.start, kind: .accepted))
        ]
        batch.fills = [
            FillRecord(
                sequence: 10, order: order.id, time: Fixture.start, asset: order.asset, side: .sell,
                price: order.price, size: order.size, fee: Money(microdollars: 1))
        ]
        batch.pnl = [PnLSnapshot(time: Fixture.start, cash: .zero, equity: .zero, realized: .zero, fees: .zero)]
        batch.killSwitches = [KillSwitchRecord(time: Fixture.start, reason: "drawdown")]
        batch.models = [
            ModelRecord(
                version: "v", created: Fixture.start, verdict: "kept", gate: nil, reason: "r", metricsJSON: "{}",
                parent: nil)
        ]
        batch.performance = [ModelPerformance(version: "v", time: Fixture.start, metricsJSON: "{}")]
        batch.importedFiles = [ImportedFile(hash: "h", name: "n", records: 2, time: Fixture.start)]
        batch.meta = [MetaEntry("source", "run")]
        return batch
    }

    /// A line for every record.
    static func contents(_ reader: StoreReader) throws -> [String] {
        var lines = try reader.wholeJournal().map { "\($0)" }
        lines += try reader.rows(schema: Fixture.schema).map { "\($0)" }
        lines += try reader.labels(horizon: .hours(1), version: 1, knownBy: .distantFuture).map { "\($0)" }
        lines += try reader.prices(market: MarketID(1), from: .distantPast, through: .distantFuture).map { "\($0)" }
        lines += try reader.forecasts().map { "\($0)" }
        lines += try reader.intents().map { "\($0)" }
        lines += try reader.orderEvents().map { "\($0)" }
        lines += try reader.fills().map { "\($0)" }
        lines += try reader.pnl().map { "\($0)" }
        lines += try reader.killSwitches().map { "\($0)" }
        lines += try reader.models().map { "\($0)" }
        lines += try reader.modelPerformance().map { "\($0)" }
        lines += try reader.importedFiles().map { "\($0)" }
        lines += try reader.meta().map { "\($0)" }
        return lines
    }
}
