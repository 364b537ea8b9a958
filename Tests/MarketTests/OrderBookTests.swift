import Market
import Testing

private func level(_ units: Int32, _ shares: Int64) -> Level {
    Level(price: Price(checked: units), size: Size(microshares: shares * 1_000_000))
}

private func book(bids: [Level], asks: [Level]) throws -> OrderBook {
    var book = OrderBook()
    try book.apply(.snapshot(bids: bids, asks: asks))
    return book
}

/// Goal: a book is ordered and either true or silent.
struct OrderBookTests {
    @Test func aSnapshotIsTheWholeTruth() throws {
        var sample = try book(bids: [level(5_000, 10), level(4_900, 5)], asks: [level(5_200, 7)])
        try sample.apply(.snapshot(bids: [level(4_800, 1)], asks: []))
        #expect(sample.bids == [level(4_800, 1)])
        #expect(sample.asks.isEmpty)
        #expect(!sample.isHealthy)
    }

    @Test func aDeltaSetsInsertsAndRemovesLevelsInOrder() throws {
        var sample = try book(bids: [level(5_000, 10), level(4_800, 5)], asks: [level(5_200, 7)])
        try sample.apply(
            .delta([
                LevelChange(.bid, level(4_900, 3)), LevelChange(.bid, level(5_000, 0)),
                LevelChange(.ask, level(5_100, 2)), LevelChange(.ask, level(5_200, 9)),
                LevelChange(.ask, level(6_000, 0)),
            ]))
        #expect(sample.bids == [level(4_900, 3), level(4_800, 5)])
        #expect(sample.asks == [level(5_100, 2), level(5_200, 9)])
        #expect(sample.doubleMid == 10_000)
    }

    @Test func aDeltaWithoutASnapshotChangesNothing() throws {
        var empty = OrderBook()
        try empty.apply(.delta([LevelChange(.bid, level(5_000, 1))]))
        #expect(empty.bids.isEmpty && !empty.isSynchronized)
    }

    @Test(arguments: [MarketEvent.Kind.gap, .tickChanged(10)])
    func aBookIsSilentFromAGapOrTickChangeToTheNextSnapshot(_ kind: MarketEvent.Kind) throws {
        var sample = try book(bids: [level(5_000, 10)], asks: [level(5_200, 7)])
        try sample.apply(kind)
        #expect(!sample.isHealthy)
        try sample.apply(.resynced)
        #expect(sample.doubleMid == nil)
        try sample.apply(.snapshot(bids: [level(5_000, 10)], asks: [level(5_200, 7)]))
        #expect(sample.doubleMid == 10_200)
    }

    @Test func anUnorderedOrEmptyLevelIsRefusedAndSilencesTheBook() throws {
        var sample = try book(bids: [level(5_000, 10)], asks: [level(5_200, 7)])
        #expect(throws: BookError.unordered(.bid)) {
            try sample.apply(.snapshot(bids: [level(4_000, 1), level(5_000, 1)], asks: []))
        }
        #expect(!sample.isHealthy)
        #expect(throws: BookError.emptyLevel(.ask, Price(checked: 5_200))) {
            try sample.apply(.snapshot(bids: [], asks: [level(5_200, 0)]))
        }
    }

    @Test func aCrossedBookHasNoMid() throws {
        let crossed = try book(bids: [level(5_300, 1)], asks: [level(5_200, 1)])
        #expect(crossed.isCrossed && crossed.doubleMid == nil)
    }

    @Test func aQuoteKnowsPricesButNoSizes() throws {
        var sample = OrderBook()
        try sample.apply(.quote(bid: Price(units: 4_000), ask: Price(units: 4_200)))
        #expect(sample.doubleMid == 8_200 && !sample.hasSizes)
        #expect(sample.walk(.buy, size: Size(microshares: 1)).size.isZero)
        try sample.apply(.quote(bid: nil, ask: Price(units: 4_200)))
        #expect(!sample.isHealthy)
    }

    @Test func aBookIsMadeAgainFromItsProperties() throws {
        func copy(_ book: OrderBook) throws -> OrderBook {
            try OrderBook(
                bids: book.bids, asks: book.asks, hasSizes: book.hasSizes, isSynchronized: book.isSynchronized)
        }
        var sample = try book(bids: [level(5_000, 10), level(4_900, 5)], asks: [level(5_200, 7)])
        for kind in [.gap, .quote(bid: Price(units: 4_000), ask: nil), .closed] as [MarketEvent.Kind] {
            #expect(try copy(sample) == sample)
            try sample.apply(kind)
        }
        #expect(try copy(sample) == sample)
        #expect(throws: BookError.unordered(.bid)) {
            try OrderBook(bids: [level(4_000, 1), level(4_000, 1)], asks: [], hasSizes: true, isSynchronized: false)
        }
        #expect(throws: BookError.unordered(.ask)) {
            try OrderBook(bids: [], asks: [level(1, 0), level(2, 0)], hasSizes: false, isSynchronized: true)
        }
    }

    @Test func theMirrorImageOfTheMirrorImageIsTheBook() throws {
        let sample = try book(bids: [level(5_000, 10), level(4_900, 5)], asks: [level(5_200, 7), level(5_500, 1)])
        #expect(sample.mirrored.mirrored == sample)
        #expect(sample.mirrored.bestBid == level(4_800, 7))
        #expect(sample.mirrored.doubleMid == 9_800)
    }

    @Test func walkingTakesLevelsInOrderAndStopsAtTheLimit() throws {
        let sample = try book(bids: [level(5_000, 10)], asks: [level(5_200, 7), level(5_300, 5), level(6_000, 50)])
        let all = sample.walk(.buy, size: Size(microshares: 10_000_000))
        #expect(all.size.shares == 10)
        #expect(all.notional.microdollars == 7 * 520_000 + 3 * 530_000)
        #expect(all.worstPrice == Price(units: 5_300))
        let limited = sample.walk(.buy, size: Size(microshares: 10_000_000), limit: Price(checked: 5_200))
        #expect(limited.size.shares == 7)
        #expect(sample.walk(.sell, size: Size(microshares: 20_000_000)).size.shares == 10)
    }
}
