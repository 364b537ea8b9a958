private import Glibc
internal import Market

/// One side of a healthy book as the row's token sees it.
struct SideObservation: Sendable {
    /// Levels looked at one by one; anything that needs more is missing.
    static let levelCountMax = 10

    /// Number of levels of the whole side.
    private(set) var levelCount: Int
    /// Price units, best first; zero beyond the last level.
    private(set) var prices = InlineArray<10, Int32>(repeating: 0)
    /// Shares; NaN when the feed carries none or there is no such level.
    private(set) var sizes = InlineArray<10, Double>(repeating: .nan)
    /// Shares within 0.01 and 0.05 USDC of the best price, over the whole side.
    private(set) var depthOneCent: Double
    private(set) var depthFiveCents: Double

    /// - Parameter isMirrored: whether `levels` are those of the other token.
    init(_ levels: [Level], hasSizes: Bool, isMirrored: Bool) {
        levelCount = levels.count
        depthOneCent = hasSizes ? 0 : .nan
        depthFiveCents = depthOneCent
        for index in 0..<min(levels.count, Self.levelCountMax) {
            let units = levels[index].price.units
            prices[index] = isMirrored ? Price.one - units : units
            if hasSizes { sizes[index] = levels[index].size.shares }
        }
        guard hasSizes, let best = levels.first?.price.units else { return }
        for level in levels {
            let distance = abs(level.price.units - best)
            guard distance <= 500 else { break }
            depthFiveCents += level.size.shares
            if distance <= 100 { depthOneCent += level.size.shares }
        }
    }

    /// Number of levels; NaN when the feed carries only the best prices.
    var levelCountIfSized: Double { depthOneCent.isNaN ? .nan : Double(levelCount) }

    /// Levels that are present among the first `count`.
    func present(_ count: Int) -> Int { min(count, levelCount, Self.levelCountMax) }

    /// Shares on the first `count` levels; fewer levels are a real sum.
    func depth(levels count: Int) -> Double {
        var sum = 0.0
        for index in 0..<present(count) { sum += sizes[index] }
        return sum
    }

    /// Shares on those of the first five levels that are no further than `band` price units from the mid.
    func depth(within band: Int32, ofDoubleMid doubleMid: Int) -> Double {
        var sum = depthOneCent.isNaN ? .nan : 0.0
        for index in 0..<present(5) where abs(2 * Int(prices[index]) - doubleMid) <= 2 * Int(band) {
            sum += sizes[index]
        }
        return sum
    }

    /// Price units between the best and the second level; NaN when there is no second.
    var gapOfTwo: Double { levelCount >= 2 ? Double(abs(prices[0] - prices[1])) : .nan }

    /// The best level's share of the first five; NaN without sizes.
    var topShare: Double { sizes[0] / depth(levels: 5) }

    /// Sum of the first five sizes times a value of their price in USDC.
    func sum(_ value: (Double) -> Double) -> Double {
        var sum = 0.0
        for index in 0..<present(5) { sum += value(Double(prices[index]) * 1e-4) * sizes[index] }
        return sum
    }

    /// Sizes of ten levels, each weighted by e^(-d / 2) at d ticks from the mid.
    func decayedDepth(doubleMid: Int, tick: Int32) -> Double {
        var sum = 0.0
        for index in 0..<present(10) {
            let distance = Double(abs(2 * Int(prices[index]) - doubleMid)) / Double(2 * tick)
            sum += exp(-distance / 2) * sizes[index]
        }
        return sum
    }

    /// Price units between the best and the fifth level; NaN when there is no fifth.
    var rangeOfFive: Double { levelCount >= 5 ? Double(abs(prices[0] - prices[4])) : .nan }

    /// Slope of cumulative size on distance from the best price in ticks, by least squares over five levels
    /// (Naes, Skjeltorp 2006); NaN when a level is absent.
    func depthSlope(tick: Int32) -> Double {
        guard levelCount >= 5 else { return .nan }
        var line = Regression()
        var cumulative = 0.0
        for index in 0..<5 {
            cumulative += sizes[index]
            line.add(x: Double(abs(prices[index] - prices[0])) / Double(tick), y: cumulative)
        }
        return line.slope
    }
}

/// A healthy book at the row's time as the row's token sees it. Prices in USDC per share, sizes in shares.
struct BookObservation: Sendable {
    let bids: SideObservation
    let asks: SideObservation
    let quote: BestQuote
    /// Price units.
    let tickUnits: Int32

    /// - Parameter isMirrored: whether `book` is that of the other token.
    /// - Precondition: `quote` is the book's own.
    init(_ book: OrderBook, quote: BestQuote, isMirrored: Bool, tick: Int32) {
        bids = SideObservation(
            isMirrored ? book.asks : book.bids, hasSizes: book.hasSizes, isMirrored: isMirrored)
        asks = SideObservation(
            isMirrored ? book.bids : book.asks, hasSizes: book.hasSizes, isMirrored: isMirrored)
        self.quote = quote
        tickUnits = tick
    }

    var bid: Double { Double(quote.bid) * 1e-4 }
    var ask: Double { Double(quote.ask) * 1e-4 }
    var mid: Double { Double(quote.doubleMid) * 0.5e-4 }
    var spread: Double { Double(quote.ask - quote.bid) * 1e-4 }
    var tick: Double { Double(tickUnits) * 1e-4 }
    var spreadTicks: Double { Double(quote.ask - quote.bid) / Double(tickUnits) }
    /// min(m, 1 - m).
    var boundDistance: Double { Double(min(quote.doubleMid, LogOdds.doubleOne - quote.doubleMid)) * 0.5e-4 }
    var logit: Double { LogOdds.of(doubleMid: quote.doubleMid, tick: tickUnits) }
    var spreadLogit: Double {
        LogOdds.of(doubleMid: 2 * Int(quote.ask), tick: tickUnits)
            - LogOdds.of(doubleMid: 2 * Int(quote.bid), tick: tickUnits)
    }

    var totalDepth: Double { bids.depth(levels: 5) + asks.depth(levels: 5) }

    /// Sizes of five levels on both sides no further than `band` price units from the mid.
    func depth(within band: Int32) -> Double {
        bids.depth(within: band, ofDoubleMid: quote.doubleMid) + asks.depth(within: band, ofDoubleMid: quote.doubleMid)
    }

    /// (bids - asks) / (bids + asks) of the sizes on the first `levels` levels.
    func imbalance(levels: Int) -> Double {
        let bid = bids.depth(levels: levels)
        let ask = asks.depth(levels: levels)
        return (bid - ask) / (bid + ask)
    }

    /// Weighted mid less mid, in ticks. Written as spread * (I - 1/2), I = B / (A + B), so that it is exactly odd.
    var weightedMidGap: Double { spreadTicks * 0.5 * imbalance(levels: 1) }

    /// (bids - asks) / (bids + asks) of two amounts.
    static func imbalance(_ bid: Double, _ ask: Double) -> Double { (bid - ask) / (bid + ask) }

    var imbalanceDecayed: Double {
        Self.imbalance(
            bids.decayedDepth(doubleMid: quote.doubleMid, tick: tickUnits),
            asks.decayedDepth(doubleMid: quote.doubleMid, tick: tickUnits))
    }

    /// Slopes of cumulative size on distance in ticks, and their imbalance.
    var bidSlope: Double { bids.depthSlope(tick: tickUnits) }
    var askSlope: Double { asks.depthSlope(tick: tickUnits) }

    /// Volume-adjusted mid of five levels less mid, in ticks: each price weighted by the size on the other side
    /// (Cartea, Jaimungal, Penalva 2015).
    var volumeAdjustedGap: Double {
        let doubleMid = Double(quote.doubleMid)
        var (sum, weight) = (0.0, 0.0)
        for index in 0..<min(bids.present(5), asks.present(5)) {
            let (bid, ask) = (Double(2 * bids.prices[index]), Double(2 * asks.prices[index]))
            sum += (bid - doubleMid) * asks.sizes[index] + (ask - doubleMid) * bids.sizes[index]
            weight += bids.sizes[index] + asks.sizes[index]
        }
        return sum / weight / Double(2 * tickUnits)
    }

    /// Mean price of buying for `dollars` at once; NaN when ten levels do not hold that much.
    func buyPrice(dollars: Double) -> Double {
        var rest = dollars
        var shares = 0.0
        for index in 0..<asks.present(SideObservation.levelCountMax) {
            let price = Double(asks.prices[index]) * 1e-4
            let cost = price * asks.sizes[index]
            if cost >= rest { return dollars / (shares + rest / price) }
            shares += asks.sizes[index]
            rest -= cost
        }
        return .nan
    }

    /// Mean price of selling shares that need `dollars` of collateral, 1 - b each: what buying the other token for as
    /// much comes to; NaN when ten levels do not hold that much.
    func sellPrice(dollars: Double) -> Double {
        var rest = dollars
        var shares = 0.0
        for index in 0..<bids.present(SideObservation.levelCountMax) {
            let price = Double(Price.one - bids.prices[index]) * 1e-4
            let cost = price * bids.sizes[index]
            if cost >= rest { return 1 - dollars / (shares + rest / price) }
            shares += bids.sizes[index]
            rest -= cost
        }
        return .nan
    }

    /// The mean price of buying for `dollars` over mid, less one.
    func buyImpact(dollars: Double) -> Double { buyPrice(dollars: dollars) / mid - 1 }

    /// USDC per share of going in and out for 50 USDC at once.
    func roundTrip(fee: FeeRate) -> Double {
        let (buy, sell) = (buyPrice(dollars: 50), sellPrice(dollars: 50))
        return buy - sell + fee.perShare(at: buy) + fee.perShare(at: sell)
    }
}
