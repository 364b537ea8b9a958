import Glibc
import Market

/// The draws of makers and takers from the hidden state.
struct Crowd: Sendable {
    let scenario: Scenario
    var generator: SeededGenerator
    private var orderCount: UInt64 = 0

    init(scenario: Scenario, seed: UInt64) {
        self.scenario = scenario
        generator = SeededGenerator(seed: seed, stream: 2)
    }

    /// What makers want to show at a level: more behind the best, more on the side where the informed are.
    mutating func size(_ side: BookSide, level: Int, of market: LatentMarket) -> Size {
        let skew = scenario.depthResponse * market.gap / scenario.gapUnit + market.depthNoise
        let tilt = max(-3, min(3, skew)) / 2
        let scale = market.traits.depth * (1 + 0.35 * Double(level)) * (1 - 0.5 * market.excitement)
        let shares = scale * exp((side == .bid ? tilt : -tilt) + 0.25 * generator.normal())
        return Size(microshares: Int64(max(5, shares.rounded())) * 1_000_000)
    }

    /// Trades of the next minute.
    mutating func tradeCounts(_ market: LatentMarket, activity: Double) -> (informed: Int, noise: Int) {
        let rate = market.traits.activity * activity * (1 + 2 * market.excitement)
        let conviction = min(3, abs(market.gap) / scenario.gapUnit)
        return (
            generator.poisson(mean: rate * scenario.informedTrades * conviction),
            generator.poisson(mean: rate * scenario.noiseTrades)
        )
    }

    /// A taker's order against `best`, or one tick behind it. Sizes are log-normal with a heavy tail.
    mutating func taker(_ market: LatentMarket, isInformed: Bool, book: borrowing MatchingEngine) -> LimitOrder? {
        let isBuy =
            isInformed ? market.gap > 0 : generator.chance(1 / (1 + exp(-2 * market.herding)))
        let shares = exp(log(25) + 1.1 * generator.normal()).rounded()
        let microshares = Int64(max(5, min(shares, 20 * market.traits.depth))) * 1_000_000
        let best = isBuy ? book.best(.ask) : book.best(.bid)
        guard let best else { return nil }
        let limit = Price(units: best.units + (isBuy ? book.tick : -book.tick)) ?? best
        return order(
            market.id, isBuy ? .bid : .ask, at: limit, size: Size(microshares: microshares), .fillAndKill)
    }

    /// The crowd only ever buys: YES where it bids, NO where it asks. So it never sells what it has not.
    mutating func order(
        _ market: MarketID, _ side: BookSide, at price: Price, size: Size, _ timeInForce: TimeInForce
    ) -> LimitOrder {
        orderCount += 1
        return LimitOrder(
            id: OrderID(high: 1, low: orderCount), asset: side == .bid ? market.yes : market.no, side: .buy,
            price: side == .bid ? price : price.complement, size: size, timeInForce: timeInForce)
    }
}
