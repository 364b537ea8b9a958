import Market

/// How the simulated makers quote one market, in half-ticks.
struct Quoting: Sendable {
    let tick: Int32
    /// Steps between two prices that makers distinguish: half a tick in cents, a tick in tenths of a cent.
    let step: Int
    /// Ticks by which each side is wider than it need be, and the least of it.
    let extra: Int
    private let extraMin: Int
    /// Ticks between two levels of the ladder.
    let spacing: Int
    /// Twice the mid, in ticks.
    var doubleMid: Int
    var isRequoteDue = false

    static let ladderLevels = 6

    init(instrument: Instrument, extra: Int, probability: Double) {
        tick = instrument.tick
        step = instrument.tick >= 100 ? 1 : 2
        spacing = instrument.tick >= 100 ? 1 : 2
        extraMin = instrument.tick >= 100 ? 0 : 1
        self.extra = extra + 2 * extraMin
        doubleMid = 0
        doubleMid = nearest(probability, extra: self.extra)
    }

    private var tickCount: Int { Int(Price.one / tick) }

    /// Sides far from a half quote as near as they can.
    private func extra(at probability: Double) -> Int { probability < 0.1 || probability > 0.9 ? extraMin : extra }

    private func nearest(_ probability: Double, extra: Int) -> Int {
        let raw = Int((probability * Double(2 * tickCount) / Double(step)).rounded()) * step
        return max(2 * extra + 3, min(2 * (tickCount - extra) - 3, raw))
    }

    /// The quote for a belief that has moved, or nil while it has not passed the next price.
    ///
    /// The mid is the last price that the belief has passed, so that it is a martingale when the belief is one, for
    /// whoever sees only mids. The belief is seen once a minute: 0.58 of a minute's standard deviation is what it
    /// overshoots by on average (Siegmund 1979; Broadie, Glasserman, Kou 1997).
    func moved(with market: LatentMarket) -> Int? {
        let probability = market.probability
        let unit = Double(step) / Double(2 * tickCount)
        let distance = abs(probability - Double(doubleMid) / Double(2 * tickCount))
        guard distance >= max(unit - 0.58 * market.minuteDeviation, unit / 2) else { return nil }
        let next = nearest(probability, extra: extra(at: probability))
        return next == doubleMid ? nil : next
    }

    /// The prices of the ladder, best first, in ticks: one tick apart from the other side on a half-tick, else two.
    func ladder(_ side: BookSide, probability: Double) -> [Price] {
        let wide = extra(at: probability)
        let best =
            side == .bid
            ? (doubleMid - 1).quotientFloored(by: 2) - wide : (doubleMid + 2).quotientFloored(by: 2) + wide
        let direction = side == .bid ? -spacing : spacing
        return (0..<Self.ladderLevels).compactMap { Price(units: Int32(best + $0 * direction) * tick) }
    }
}

extension Int {
    fileprivate func quotientFloored(by divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
