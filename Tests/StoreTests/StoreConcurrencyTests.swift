import Features
import Market
import Testing

@testable import Store

@Suite struct StoreConcurrencyTests {
    // Goal: readers see whole batches only, while batches are written. Method: each batch has as many journal records
    // as prices; every state read must too.
    @Test func readersSeeWholeBatchesWhileTheWriterWrites() async throws {
        let store = try StoreDatabase.open(path: try TemporaryFolder().file())
        let writer = store.makeWriter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    var seen = 0
                    while seen < 30 * 20 {
                        let snapshot = try store.reader.snapshot()
                        let records = try snapshot.wholeJournal().count
                        let prices = try snapshot.prices(
                            market: MarketID(1), from: .distantPast, through: .distantFuture)
                        #expect(records == prices.count && records % 20 == 0 && records >= seen)
                        seen = records
                        await Task.yield()
                    }
                }
            }
            group.addTask {
                for part in 0..<30 as Range<Int64> {
                    var batch = Fixture.journal(part * 20..<(part + 1) * 20)
                    batch.prices = (part * 20..<(part + 1) * 20).map { Fixture.quote(1, Int($0)) }
                    try writer.enqueue(batch)
                    if part % 7 == 0 { try await writer.flush() }
                }
                try await writer.flush()
            }
            try await group.waitForAll()
        }
    }

    // Goal: batches handed over from several tasks all arrive, those of each task in its order.
    @Test func severalTasksMayHandOverBatches() async throws {
        let store = try StoreDatabase.open(
            path: try TemporaryFolder().file(), options: StoreOptions(pendingBatchesMax: 1))
        let writer = store.makeWriter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<3 {
                group.addTask {
                    for step in 0..<20 {
                        var batch = Fixture.journal(Int64(task * 100 + step)..<Int64(task * 100 + step + 1))
                        batch.meta = [MetaEntry("task \(task)", "\(step)")]
                        try writer.enqueue(batch)
                    }
                }
            }
            try await group.waitForAll()
        }
        try await writer.flush()
        #expect(try store.reader.wholeJournal().count == 60)
        #expect(try store.reader.meta().map(\.value) == ["19", "19", "19"])
    }

    // Goal: whatever is written, in whatever portions, again and again, across reopenings: the store holds each thing
    // once. Method: seeded random slices of one run's records against the run written once.
    @Test(arguments: [11, 12, 13] as [UInt64])
    func randomRepetitionsLeaveWhatOneWriteLeaves(seed: UInt64) async throws {
        var generator = SplitMix(state: seed)
        let batches = (0..<12).map { part in
            var batch = Fixture.journal(Int64(part) * 10..<Int64(part + 1) * 10)
            batch.schema = Fixture.schema
            batch.rows = (0..<5 as Range<UInt32>).map { Fixture.row($0, part * 15, values: [Float(part)]) }
            batch.prices = (0..<10).map {
                Fixture.quote(UInt32.random(in: 1...2, using: &generator), part * 4 + $0 / 3, bid: 100 + Int32($0))
            }
            batch.labels = (0..<5 as Range<UInt32>).map { Fixture.label($0, part * 15, y: Double(part)) }
            return batch
        }
        func contents(_ reader: StoreReader) throws -> [String] {
            try StoreWriterTests.contents(reader)
                + reader.prices(market: MarketID(2), from: .distantPast, through: .distantFuture).map { "\($0)" }
        }
        let once = try StoreDatabase.open(path: try TemporaryFolder().file())
        for batch in batches { try await once.makeWriter().write(batch) }
        let expected = try contents(once.reader)

        let file = try TemporaryFolder().file()
        var done = 0
        while done < batches.count {
            let store = try StoreDatabase.open(path: file)
            for _ in 0..<6 {
                // Either what comes next, or something that was written already.
                let isNext = done < batches.count && Bool.random(using: &generator)
                let index = isNext || done == 0 ? done : Int.random(in: 0..<done, using: &generator)
                try await store.makeWriter().write(batches[index])
                done = max(done, index + 1)
            }
            try store.close()
        }
        let store = try StoreDatabase.open(path: file)
        #expect(try contents(store.reader) == expected)
    }
}
