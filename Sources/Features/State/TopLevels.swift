internal import Market

/// The best levels of both sides as one token sees them, as many as lie within five ticks of the best.
struct TopLevels: Sendable {
    static let count = 6

    /// One side, best level first, in lanes that are compared and added at once; two lanes are never used.
    struct Side: Hashable, Sendable {
        /// Price units, whole numbers; the worst price beyond the last level.
        var prices: SIMD8<Double>
        /// 0 beyond the last level.
        var shares = SIMD8<Double>.zero

        init(worst: Int32) { prices = SIMD8(repeating: Double(worst)) }
    }

    private(set) var bids = Side(worst: 0)
    private(set) var asks = Side(worst: Price.one)
    /// False when the book is not healthy or carries no sizes: then there are no levels.
    private(set) var isKnown = false
    /// Shares on five levels of both sides; NaN when they are not known.
    private(set) var totalDepth = Double.nan

    static let none = TopLevels()

    private init() {}

    /// - Parameter isMirrored: whether the levels are those of the other token.
    init(bids: [Market.Level], asks: [Market.Level], isMirrored: Bool) {
        Self.fill(&self.bids, with: bids, isMirrored: isMirrored)
        Self.fill(&self.asks, with: asks, isMirrored: isMirrored)
        var (bidDepth, askDepth) = (0.0, 0.0)
        for index in 0..<5 {
            bidDepth += self.bids.shares[index]
            askDepth += self.asks.shares[index]
        }
        totalDepth = bidDepth + askDepth
        isKnown = true
    }

    @inline(__always)
    private static func fill(_ side: inout Side, with levels: [Market.Level], isMirrored: Bool) {
        for index in 0..<min(count, levels.count) {
            let units = levels[index].price.units
            side.prices[index] = Double(isMirrored ? Price.one - units : units)
            side.shares[index] = levels[index].size.shares
        }
    }

    func equals(_ other: TopLevels) -> Bool {
        isKnown == other.isKnown && bids == other.bids && asks == other.asks
    }
}
