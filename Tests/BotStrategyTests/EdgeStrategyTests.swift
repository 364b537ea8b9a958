import BotForecasting
import BotStrategy
import Market
import TestSupport
import Testing

private let market = MarketID(9)
private let now = Timestamp(seconds: 1_767_571_200)

private func randomBook(using generator: inout SeededGenerator, tick: Int32) -> OrderBook {
    let steps = 10_000 / tick
    let bid = Int32.random(in: 1..<steps - 3, using: &generator)
    let ask = bid + Int32.random(in: 1...3, using: &generator)
    let size = { (generator: inout SeededGenerator) in
        Size(microshares: Int64.random(in: 1...2_000_000_000, using: &generator))
    }
    var bids: [Level] = []
    var asks: [Level] = []
    for depth in Int32(0)..<5 {
        if bid - depth > 0 { bids.append(Level(price: Price(checked: (bid - depth) * tick), size: size(&generator))) }
        if ask + depth < steps {
            asks.append(Level(price: Price(checked: (ask + depth) * tick), size: size(&generator)))
        }
    }
    var book = OrderBook()
    do { try book.apply(.snapshot(bids: bids, asks: asks)) } catch { Issue.record("\(error)") }
    return book
}

private func view(
    _ book: OrderBook, asset: AssetID = market.yes, logitMove: Double, sd: Double = 0.1, tick: Int32 = 100,
    fee: Int32 = 0, positions: [PositionView] = [], scheduledEnd: Timestamp? = nil
) -> MarketView {
    let version = ModelVersion("20260105-0123456789ab")!
    return MarketView(
        now: now,
        instrument: Instrument(
            name: "m", eventName: "e", event: EventID(1), tick: tick, fee: FeeRate(millionths: fee),
            scheduledEnd: scheduledEnd),
        asset: asset, book: book, complementBook: book.mirrored,
        forecast: Forecast(
            asset: asset, time: now, logitMove: logitMove, standardDeviation: sd, source: .model(version)),
        positions: positions, bankroll: Money(dollars: 10_000))
}

/// Goal: the expected profit of a round trip is right at every price.
struct EdgeTests {
    /// The first test every forecaster must pass (validation protocol, section 9); original failure 14: a model that
    /// says no change bought at 0.05 with 5.4 points of edge.
    @Test func noForecastMeansNoEdgeAtEveryPrice() {
        for units in Int32(1)..<10_000 {
            #expect(Edge.priceMove(mid: Double(units) * 1e-4, logitMove: 0) == 0)
        }
    }

    @Test func theTwoTokensExpectOppositeMoves() {
        for percent in 1..<100 {
            for move in stride(from: -2.0, through: 2, by: 0.25) {
                let p = Double(percent) / 100
                let yes = Edge.priceMove(mid: p, logitMove: move)
                let no = Edge.priceMove(mid: 1 - p, logitMove: -move)
                #expect(abs(yes + no) < 1e-12)
                #expect(abs(yes) < 1)
            }
        }
    }

    /// By hand: mid 0.50, f = ln(0.6 / 0.4) leads to 0.60.
    @Test func aMoveInLogOddsIsAMoveInPrice() {
        #expect(abs(Edge.priceMove(mid: 0.5, logitMove: 0.405_465_108_108_164_4) - 0.1) < 1e-12)
    }

    /// By hand: bid 0.49, ask 0.51, enough size, fee 0: costs 0.01 both ways and a tick of 0.01.
    @Test func theEdgePaysSpreadFeesAndOneTick() throws {
        var book = OrderBook()
        let size = Size(microshares: 1_000_000_000)
        try book.apply(
            .snapshot(
                bids: [Level(price: Price(checked: 4_900), size: size)],
                asks: [Level(price: Price(checked: 5_100), size: size)]))
        let edge = Edge.afterCosts(
            book: book, size: Size(microshares: 10_000_000), logitMove: 0.405_465_108_108_164_4, fee: .free, tick: 100)
        #expect(abs(try #require(edge) - (0.1 - 0.02 - 0.01)) < 1e-9)
        let withFee = Edge.afterCosts(
            book: book, size: Size(microshares: 10_000_000), logitMove: 0.405_465_108_108_164_4,
            fee: FeeRate(millionths: 72_000), tick: 100)
        let fees = 2 * 0.072 * 0.51 * 0.49
        #expect(abs(try #require(withFee) - (0.07 - fees)) < 1e-6)
        #expect(
            Edge.afterCosts(
                book: book, size: Size(microshares: 2_000_000_000), logitMove: 1, fee: .free, tick: 100) == nil)
    }
}

/// Goal: what the strategy wants is symmetric, bounded, and nothing without a reason.
struct EdgeStrategyTests {
    let strategy = EdgeStrategy()

    @Test(arguments: [Int32(100), 10]) func aForecastOfNoChangeNeverTradesAtAnyPrice(tick: Int32) {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<3_000 {
            let book = randomBook(using: &generator, tick: tick)
            #expect(strategy.decide(view(book, logitMove: 0, tick: tick)).isEmpty)
        }
    }

    /// Property: exchanging YES and NO exchanges the decision, bit for bit.
    @Test func aMirroredWorldGivesTheMirroredDecision() {
        var generator = SeededGenerator(seed: 6)
        var entries = 0
        for _ in 0..<5_000 {
            let book = randomBook(using: &generator, tick: 100)
            let move = Double.random(in: -1...1, using: &generator)
            let fee = Int32.random(in: 0...72_000, using: &generator)
            let plain = strategy.decide(view(book, asset: market.yes, logitMove: move, fee: fee))
            let mirrored = strategy.decide(view(book.mirrored, asset: market.no, logitMove: -move, fee: fee))
            #expect(plain == mirrored)
            entries += plain.count
        }
        #expect(entries > 500)
    }

    /// Original failure 21 and 22: never more than two percent of the bankroll can be lost, and only edges are bought.
    @Test func anEntryIsBoundedByWhatItCanLose() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<3_000 {
            let book = randomBook(using: &generator, tick: 100)
            let move = Double.random(in: -3...3, using: &generator)
            for case .enter(let asset, let size, let limit, let edge) in strategy.decide(view(book, logitMove: move)) {
                #expect(edge > 0)
                #expect(asset == (move > 0 ? market.yes : market.no))
                let walked = (asset == market.yes ? book : book.mirrored).walk(.buy, size: size, limit: limit)
                #expect(walked.size == size)
                #expect((asset == market.yes ? book : book.mirrored).bestAsk!.price.dollars * size.shares <= 200.01)
            }
        }
    }

    @Test func aBaselineForecastAloneOpensNothing() throws {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<500 {
            var sample = view(randomBook(using: &generator, tick: 100), logitMove: 2)
            sample.forecast?.source = .baseline
            #expect(strategy.decide(sample).isEmpty)
        }
    }

    private func deepBook() throws -> OrderBook {
        var book = OrderBook()
        let size = Size(microshares: 1_000_000_000)
        try book.apply(
            .snapshot(
                bids: [Level(price: Price(checked: 4_900), size: size)],
                asks: [Level(price: Price(checked: 5_000), size: size)]))
        return book
    }

    private func position(_ asset: AssetID, cost: Double, age: Duration) -> PositionView {
        let size = Size(microshares: 100_000_000)
        return PositionView(
            asset: asset, size: size, settledSize: size, cost: Money(dollars: cost), opened: now - age,
            justified: now - age)
    }

    @Test func aPositionIsClosedAtItsHorizonUnlessStillJustified() throws {
        let book = try deepBook()
        let held = position(market.yes, cost: 50, age: .hours(1))
        #expect(strategy.decide(view(book, logitMove: 0.01, positions: [held])) == [.hold(asset: market.yes)])
        let closing = strategy.decide(view(book, logitMove: -0.01, positions: [held]))
        #expect(
            closing == [
                .exit(asset: market.yes, size: held.size, limit: Price(checked: 4_900), reason: .horizon)
            ])
        let young = position(market.yes, cost: 50, age: .minutes(45))
        #expect(strategy.decide(view(book, logitMove: -0.01, positions: [young])).isEmpty)
    }

    @Test func aLossBeyondTheStopIsCut() throws {
        let held = position(market.yes, cost: 80, age: .minutes(15))
        let intents = strategy.decide(view(try deepBook(), logitMove: 0.2, positions: [held]))
        #expect(
            intents == [.exit(asset: market.yes, size: held.size, limit: Price(checked: 4_900), reason: .stopLoss)])
    }

    @Test func nothingIsHeldOrOpenedCloseToTheScheduledEnd() throws {
        let end = now + .minutes(90)
        let held = position(market.no, cost: 50, age: .minutes(15))
        let intents = strategy.decide(view(try deepBook(), logitMove: 2, positions: [held], scheduledEnd: end))
        #expect(
            intents == [
                .exit(asset: market.no, size: held.size, limit: Price(checked: 5_000), reason: .timeBeforeResolution)
            ])
        #expect(strategy.decide(view(try deepBook(), logitMove: 2, scheduledEnd: end)).isEmpty)
    }

    @Test func aBookWithoutSizesIsNotTraded() throws {
        var book = OrderBook()
        try book.apply(.quote(bid: Price(units: 4_900), ask: Price(units: 5_000)))
        #expect(strategy.decide(view(book, logitMove: 3)).isEmpty)
    }
}
