import Market
import TestSupport
import Testing

@testable import BotSimulation

/// Goal: one book for both tokens with price-time priority, by hand-made orders and by random ones.
struct MatchingEngineTests {
    static let market = MarketID(1)
    static let (yes, no) = (market.yes, market.no)
    static let (ann, bob, carl) = (Participant(2), Participant(3), Participant(4))

    private func engine(tick: Int32 = 100, sizeMin: Double = 5) -> MatchingEngine {
        MatchingEngine(market: Self.market, tick: tick, sizeMin: .shares(sizeMin))
    }

    /// Maker, price of YES and shares of each fill.
    private func told(_ fills: [Match]) -> [[Double]] {
        fills.map { [Double($0.maker.order.id.low), $0.price.dollars, $0.size.shares] }
    }

    @Test func theBestPriceComesFirstAndTheOldestOrderOfAPrice() {
        var engine = engine()
        var fills: [Match] = []
        _ = engine.submit(.sample(1, .sell, Self.yes, 0.52, 10), from: Self.ann, fills: &fills)
        _ = engine.submit(.sample(2, .sell, Self.yes, 0.51, 10), from: Self.ann, fills: &fills)
        _ = engine.submit(.sample(3, .sell, Self.yes, 0.51, 10), from: Self.bob, fills: &fills)
        #expect(fills.isEmpty)
        let outcome = engine.submit(.sample(4, .buy, Self.yes, 0.53, 25), from: Self.carl, fills: &fills)
        #expect(outcome == .executed(resting: .zero, cancelled: .zero))
        #expect(told(fills) == [[2, 0.51, 10], [3, 0.51, 10], [1, 0.52, 5]])
        #expect(engine.levels(.ask) == [Level(price: .usdc(0.52), size: .shares(5))])
    }

    @Test func whatALimitDoesNotReachRests() {
        var engine = engine()
        var fills: [Match] = []
        _ = engine.submit(.sample(1, .sell, Self.yes, 0.51, 10), from: Self.ann, fills: &fills)
        let outcome = engine.submit(.sample(2, .buy, Self.yes, 0.51, 30), from: Self.bob, fills: &fills)
        #expect(outcome == .executed(resting: .shares(20), cancelled: .zero))
        #expect(engine.levels(.bid) == [Level(price: .usdc(0.51), size: .shares(20))])
        #expect(engine.levels(.ask).isEmpty)
    }

    /// Every pair of views of one trade: YES sold for 0.40 is NO bought for 0.60.
    @Test(arguments: [OrderSide.buy, .sell])
    func yesAndNoMeetInOneBook(makerSide: OrderSide) {
        for makerToken in [Self.yes, Self.no] {
            for takerToken in [Self.yes, Self.no] {
                var engine = engine()
                var fills: [Match] = []
                let makerPrice = makerToken == Self.yes ? 0.4 : 0.6
                let takerSide = makerToken == takerToken ? makerSide.opposite : makerSide
                let takerPrice = takerToken == Self.yes ? 0.4 : 0.6
                _ = engine.submit(.sample(1, makerSide, makerToken, makerPrice, 10), from: Self.ann, fills: &fills)
                _ = engine.submit(.sample(2, takerSide, takerToken, takerPrice, 10), from: Self.bob, fills: &fills)
                #expect(told(fills) == [[1, 0.4, 10]])
                #expect(fills[0].price(of: takerToken) == .usdc(takerPrice))
                #expect(engine.levels(.bid).isEmpty && engine.levels(.ask).isEmpty)
            }
        }
    }

    @Test func aBuyOfNoIsShownAsAnOfferOfYes() {
        var engine = engine()
        var fills: [Match] = []
        _ = engine.submit(.sample(1, .buy, Self.no, 0.45, 10), from: Self.ann, fills: &fills)
        #expect(engine.levels(.ask) == [Level(price: .usdc(0.55), size: .shares(10))])
        #expect(engine.drainChanges() == [LevelChange(.ask, Level(price: .usdc(0.55), size: .shares(10)))])
        #expect(engine.drainChanges().isEmpty)
    }

    @Test func fillAndKillTakesWhatThereIs() {
        var engine = engine()
        var fills: [Match] = []
        _ = engine.submit(.sample(1, .sell, Self.yes, 0.51, 10), from: Self.ann, fills: &fills)
        let some = engine.submit(.sample(2, .buy, Self.yes, 0.51, 30, .fillAndKill), from: Self.bob, fills: &fills)
        #expect(some == .executed(resting: .zero, cancelled: .shares(20)))
        #expect(told(fills) == [[1, 0.51, 10]])
        let none = engine.submit(.sample(3, .buy, Self.yes, 0.51, 30, .fillAndKill), from: Self.bob, fills: &fills)
        #expect(none == .rejected(.nothingToMatch))
        #expect(engine.levels(.bid).isEmpty)
    }

    @Test func fillOrKillTakesAllOrNothing() {
        var engine = engine()
        var fills: [Match] = []
        _ = engine.submit(.sample(1, .sell, Self.yes, 0.51, 10), from: Self.ann, fills: &fills)
        _ = engine.submit(.sample(2, .sell, Self.yes, 0.53, 10), from: Self.ann, fills: &fills)
        let tooMuch = engine.submit(.sample(3, .buy, Self.yes, 0.52, 15, .fillOrKill), from: Self.bob, fills: &fills)
        #expect(tooMuch == .rejected(.nothingToMatch))
        #expect(fills.isEmpty)
        let exact = engine.submit(.sample(4, .buy, Self.yes, 0.53, 20, .fillOrKill), from: Self.bob, fills: &fills)
        #expect(exact == .executed(resting: .zero, cancelled: .zero))
        #expect(told(fills) == [[1, 0.51, 10], [2, 0.53, 10]])
    }

    @Test func pricesOffTheGridAndCrumbsAreRefused() {
        var engine = engine()
        var fills: [Match] = []
        let offGrid = engine.submit(.sample(1, .buy, Self.yes, 0.515, 10), from: Self.ann, fills: &fills)
        #expect(offGrid == .rejected(.priceOffTick))
        let crumb = engine.submit(.sample(2, .buy, Self.yes, 0.51, 4.99), from: Self.ann, fills: &fills)
        #expect(crumb == .rejected(.sizeBelowMinimum))
        #expect(engine.levels(.bid).isEmpty)
    }

    @Test func aCancelledOrderIsGoneAndTheOthersKeepTheirPlaces() {
        var engine = engine()
        var fills: [Match] = []
        for number in 1...3 {
            _ = engine.submit(
                .sample(UInt64(number), .buy, Self.yes, 0.4, 10), from: Self.ann, fills: &fills)
        }
        #expect(engine.cancel(OrderID(low: 2))?.order.size == .shares(10))
        #expect(engine.cancel(OrderID(low: 2)) == nil)
        _ = engine.submit(.sample(4, .sell, Self.yes, 0.4, 20), from: Self.bob, fills: &fills)
        #expect(told(fills) == [[1, 0.4, 10], [3, 0.4, 10]])
    }

    @Test func loweringTakesTheYoungestOrdersFirst() {
        var engine = engine()
        var fills: [Match] = []
        _ = engine.submit(.sample(1, .buy, Self.yes, 0.4, 10), from: .crowd, fills: &fills)
        _ = engine.submit(.sample(2, .buy, Self.yes, 0.4, 10), from: Self.ann, fills: &fills)
        _ = engine.submit(.sample(3, .buy, Self.yes, 0.4, 10), from: .crowd, fills: &fills)
        engine.lower(.crowd, .bid, at: .usdc(0.4), to: .shares(7))
        #expect(engine.size(of: .crowd, .bid, at: .usdc(0.4)) == .shares(7))
        _ = engine.submit(.sample(4, .sell, Self.yes, 0.4, 17), from: Self.bob, fills: &fills)
        #expect(told(fills) == [[1, 0.4, 7], [2, 0.4, 10]])
        #expect(engine.levels(.bid).isEmpty)
    }

    @Test func aPreviewIsWhatThenHappens() {
        var engine = engine()
        var fills: [Match] = []
        _ = engine.submit(.sample(1, .buy, Self.yes, 0.4, 10), from: Self.ann, fills: &fills)
        _ = engine.submit(.sample(2, .buy, Self.yes, 0.39, 10), from: Self.ann, fills: &fills)
        let order = LimitOrder.sample(3, .buy, Self.no, 0.61, 15)
        let preview = engine.preview(order)
        #expect(preview.map(\.price) == [.usdc(0.6), .usdc(0.61)])
        #expect(preview.map(\.size) == [.shares(10), .shares(5)])
        _ = engine.submit(order, from: Self.bob, fills: &fills)
        #expect(fills.map { $0.price(of: Self.no) } == preview.map(\.price))
        #expect(fills.map(\.size) == preview.map(\.size))
    }

    /// The changes alone rebuild the book, and no size appears or disappears.
    @Test(arguments: 1...8)
    func changesRebuildTheBookOverRandomOrders(seed: UInt64) throws {
        var generator = Generator(seed: seed)
        var engine = engine(sizeMin: 1)
        var mirror = OrderBook()
        try mirror.apply(.snapshot(bids: [], asks: []))
        var resting: [OrderID: Size] = [:]
        for number in 1...1_500 {
            var fills: [Match] = []
            if generator.chance(0.2) {
                let id = OrderID(low: UInt64(1 + generator.index(below: number)))
                #expect(engine.cancel(id)?.order.size == resting.removeValue(forKey: id))
            } else {
                let order = randomOrder(UInt64(number), using: &generator)
                let outcome = engine.submit(order, from: Participant(2), fills: &fills)
                for fill in fills {
                    let left = try #require(resting[fill.maker.order.id])
                    resting[fill.maker.order.id] = left == fill.size ? nil : left - fill.size
                }
                if case .executed(let rest, let cancelled) = outcome {
                    let filled = fills.reduce(into: Size.zero) { $0 += $1.size }
                    #expect(filled + rest + cancelled == order.size)
                    if !rest.isZero { resting[order.id] = rest }
                } else {
                    #expect(fills.isEmpty)
                }
            }
            try mirror.apply(.delta(engine.drainChanges()))
            #expect(mirror.bids == engine.levels(.bid) && mirror.asks == engine.levels(.ask))
            #expect(!mirror.isCrossed)
        }
        let total = (engine.levels(.bid) + engine.levels(.ask)).reduce(into: Size.zero) { $0 += $1.size }
        #expect(total == resting.values.reduce(.zero, +))
        #expect(engine.removeAll().count == resting.count)
    }

    private func randomOrder(_ number: UInt64, using generator: inout Generator) -> LimitOrder {
        let kinds: [TimeInForce] = [.goodTillCancelled, .goodTillCancelled, .fillAndKill, .fillOrKill]
        return LimitOrder(
            id: OrderID(low: number), asset: generator.chance(0.5) ? Self.yes : Self.no,
            side: generator.chance(0.5) ? .buy : .sell,
            price: Price(checked: Int32(40 + generator.index(below: 21)) * 100),
            size: Size(microshares: Int64(1 + generator.index(below: 50)) * 1_000_001),
            timeInForce: kinds[generator.index(below: 4)])
    }
}
