import Features
import Market
import Testing

@testable import Store

@Suite struct PriceTableTests {
    private func points(_ kinds: [PricePoint.Kind], at minutes: Int = 0, market: UInt32 = 1) -> [PricePoint] {
        kinds.map { PricePoint(market: MarketID(market), time: Fixture.time(minutes), kind: $0) }
    }

    private func batch(_ points: [PricePoint]) -> WriteBatch {
        var batch = WriteBatch()
        batch.prices = points
        return batch
    }

    private func all(_ reader: StoreReader, _ market: UInt32 = 1) throws -> [PricePoint] {
        try reader.prices(market: MarketID(market), from: .distantPast, through: .distantFuture)
    }

    @Test func everyKindComesBackInOrder() async throws {
        let store = try StoreDatabase.open(path: try TemporaryFolder().file())
        let kinds: [PricePoint.Kind] = [
            .quote(bid: Price(checked: 1), ask: Price(checked: 9_999)), .noQuote, .gap, .resynced, .closed,
            .resolved(Payout(units: 5_000)!, knownAt: Fixture.time(99)), .recordingEnded,
        ]
        try await store.makeWriter().write(batch(points(kinds)))
        #expect(try all(store.reader) == points(kinds))
    }

    @Test func rangesAreInclusiveAndOfOneMarket() async throws {
        let store = try StoreDatabase.open(path: try TemporaryFolder().file())
        let prices = (0..<6).map { Fixture.quote(1, $0) } + (0..<6).map { Fixture.quote(2, $0) }
        try await store.makeWriter().write(batch(prices.shuffled()))
        let read = try store.reader.prices(market: MarketID(2), from: Fixture.time(2), through: Fixture.time(4))
        #expect(read == (2...4).map { Fixture.quote(2, $0) })
    }

    // Goal: A, B, A at one instant are three points, in one batch or in three whose journal records are new; written
    // again, whole or in parts, they add nothing.
    @Test(arguments: [[3], [1, 1, 1], [2, 1]])
    func pointsOfOneInstantKeepTheirOrderAndRepeats(sizes: [Int]) async throws {
        let store = try StoreDatabase.open(path: try TemporaryFolder().file())
        let expected = points([.gap, .noQuote, .gap])
        var batches: [WriteBatch] = []
        var start = 0
        for size in sizes {
            batches.append(batch(Array(expected[start..<start + size])))
            batches[batches.count - 1].journal = [Fixture.record(Int64(start))]
            start += size
        }
        for _ in 0..<2 {
            for batch in batches {
                try await store.makeWriter().write(batch)
            }
            #expect(try all(store.reader) == expected)
        }
        try await store.makeWriter().write(batch(expected))
        #expect(try all(store.reader) == expected)
    }

    @Test func whatARunRepeatsOfTheOneBeforeIsNotAddedAgain() {
        let (a, b, c) = (StoredPrice(.gap), StoredPrice(.noQuote), StoredPrice(.closed))
        #expect(PriceTable.repeated([a], in: []) == 0)
        #expect(PriceTable.repeated([a, b], in: [a, b]) == 2)
        #expect(PriceTable.repeated([b], in: [a, b, c]) == 1)
        #expect(PriceTable.repeated([b, c], in: [a, b]) == 1)
        #expect(PriceTable.repeated([c], in: [a, b]) == 0)
        #expect(PriceTable.repeated([a, b, c], in: [a]) == 1)
        #expect(PriceTable.repeated([b, a], in: [a, b, c]) == 0)
    }

    @Test func writingAgainAfterReopeningAddsNothing() async throws {
        let folder = try TemporaryFolder()
        let prices = (0..<50).flatMap { [Fixture.quote(1, $0), Fixture.quote(2, $0 / 2)] }
        let store = try StoreDatabase.open(path: folder.file())
        try await store.makeWriter().write(batch(prices))
        let (first, second) = (try all(store.reader, 1), try all(store.reader, 2))
        try store.close()
        let again = try StoreDatabase.open(path: folder.file())
        for part in 0..<5 {
            try await again.makeWriter().write(batch(Array(prices[part * 20..<(part + 1) * 20])))
        }
        #expect(try all(again.reader, 1) == first)
        #expect(try all(again.reader, 2) == second)
    }

    // Goal: after a batch that was rolled back the writer does not believe its prices are there.
    @Test func aBatchThatFailedIsForgotten() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file(), options: StoreOptions(pageCountMax: 60))
        var tooMuch = Fixture.journal(0..<5_000, payloadSize: 400)
        tooMuch.prices = [Fixture.quote(1, 10)]
        await #expect(throws: StoreError.self) { try await store.makeWriter().write(tooMuch) }
        try await store.makeWriter().write(batch([Fixture.quote(1, 10), Fixture.quote(1, 10, bid: 3_900)]))
        #expect(try all(store.reader).count == 2)
    }

    @Test func aDamagedPriceIsReported() async throws {
        let store = try StoreDatabase.open(path: try TemporaryFolder().file())
        try await store.makeWriter().write(batch([Fixture.quote(1, 0)]))
        for damage in ["first = 0", "first = NULL", "code = 99", "first = 70000"] {
            try store.makeWriter().transaction { try SQLStatement($0, "UPDATE prices SET \(damage)").run() }
            let error = #expect(throws: StoreError.self) { try all(store.reader) }
            guard case .corrupt = error else {
                Issue.record("\(damage): \(String(describing: error))")
                return
            }
        }
    }
}
