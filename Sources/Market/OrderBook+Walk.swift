/// What a taker order would get from a book, level by level.
public struct BookFill: Hashable, Sendable {
    public var size: Size
    /// Sum of price * size over the levels taken, each rounded as a fill is.
    public var notional: Money
    /// Sum of the taker fees of the levels taken.
    public var fee: Money
    /// The last price touched; nil when nothing was.
    public var worstPrice: Price?

    /// Volume-weighted average price in USDC; nil when nothing was filled.
    public var averagePrice: Double? {
        size.isZero ? nil : Double(notional.microdollars) / Double(size.microshares)
    }
}

extension OrderBook {
    /// Walks the side that an order of `side` takes, at `limit` or better, until `size` is filled or the book ends.
    ///
    /// O(levels touched). A book without sizes fills nothing.
    public func walk(_ side: OrderSide, size: Size, limit: Price? = nil, fee: FeeRate = .free) -> BookFill {
        var fill = BookFill(size: .zero, notional: .zero, fee: .zero, worstPrice: nil)
        guard hasSizes, isSynchronized else { return fill }
        for level in side == .buy ? asks : bids {
            if let limit, side == .buy ? level.price > limit : level.price < limit { break }
            let taken = min(level.size, size - fill.size)
            if taken.isZero { break }
            fill.size += taken
            fill.notional += Money.notional(level.price, taken)
            fill.fee += fee.fee(level.price, taken)
            fill.worstPrice = level.price
        }
        return fill
    }
}
