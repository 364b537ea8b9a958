internal import Market

/// The best level of both sides of a healthy book, as one token sees it.
struct BestQuote: Hashable, Sendable {
    /// Price units.
    var bid: Int32
    var ask: Int32
    /// Shares; NaN when the feed carries no sizes.
    var bidSize: Double
    var askSize: Double

    init(bid: Int32, ask: Int32, bidSize: Double, askSize: Double) {
        self.bid = bid
        self.ask = ask
        self.bidSize = bidSize
        self.askSize = askSize
    }

    /// Nil unless the book is healthy.
    init?(_ book: OrderBook) {
        guard book.isHealthy, let bestBid = book.bestBid, let bestAsk = book.bestAsk else { return nil }
        bid = bestBid.price.units
        ask = bestAsk.price.units
        bidSize = book.hasSizes ? bestBid.size.shares : .nan
        askSize = book.hasSizes ? bestAsk.size.shares : .nan
    }

    var mirrored: BestQuote {
        BestQuote(bid: Price.one - ask, ask: Price.one - bid, bidSize: askSize, askSize: bidSize)
    }

    var doubleMid: Int { Int(bid) + Int(ask) }
    /// B / (A + B).
    var bidShare: Double { bidSize / (bidSize + askSize) }
    func spreadTicks(_ tick: Int32) -> Int { Int((ask - bid) / tick) }
    var hasSizes: Bool { !bidSize.isNaN }
    var slot: QuoteSlot { QuoteSlot(doubleMid: Int16(bid + ask), spread: Int16(ask - bid)) }

    /// Each price weighted by the size on the other side (Gould, Bonart 2016), in USDC; NaN without sizes.
    var weightedMid: Double {
        (Double(ask) * bidSize + Double(bid) * askSize) / (askSize + bidSize) * 1e-4
    }
}

extension BestQuote: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.number(&bid, StateCoder.prices)
        try coder.number(&ask, StateCoder.prices)
        try coder.double(&bidSize)
        try coder.double(&askSize)
    }
}
