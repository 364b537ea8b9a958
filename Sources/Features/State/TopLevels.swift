internal import Market

/// The best levels of both sides as one token sees them, as many as lie within five ticks of the best.
struct TopLevels: Sendable {
    static let count = 6

    struct Level: Hashable, Sendable {
        /// Price units.
        var price: Int32
        /// 0 beyond the last level, which then has the worst price.
        var shares: Double
    }

    var bids = InlineArray<6, Level>(repeating: Level(price: 0, shares: 0))
    var asks = InlineArray<6, Level>(repeating: Level(price: Price.one, shares: 0))
    /// False when the book is not healthy or carries no sizes: then there are no levels.
    private(set) var isKnown = false
    /// Shares on five levels of both sides; NaN when they are not known.
    private(set) var totalDepth = Double.nan

    static let none = TopLevels()

    private init() {}

    /// - Parameter isMirrored: whether the levels are those of the other token.
    init(bids: [Market.Level], asks: [Market.Level], isMirrored: Bool) {
        func level(_ level: Market.Level) -> Level {
            let units = level.price.units
            return Level(price: isMirrored ? Price.one - units : units, shares: level.size.shares)
        }
        for index in 0..<min(Self.count, bids.count) { self.bids[index] = level(bids[index]) }
        for index in 0..<min(Self.count, asks.count) { self.asks[index] = level(asks[index]) }
        var (bidDepth, askDepth) = (0.0, 0.0)
        for index in 0..<5 {
            bidDepth += self.bids[index].shares
            askDepth += self.asks[index].shares
        }
        totalDepth = bidDepth + askDepth
        isKnown = true
    }

    func equals(_ other: TopLevels) -> Bool {
        isKnown == other.isKnown && Self.areEqual(bids, other.bids) && Self.areEqual(asks, other.asks)
    }

    @inline(__always)
    static func areEqual(_ a: InlineArray<6, Level>, _ b: InlineArray<6, Level>) -> Bool {
        for index in 0..<count where a[index].price != b[index].price || a[index].shares != b[index].shares {
            return false
        }
        return true
    }
}
