internal import Market

/// The other token of the market as its own feed sees it; all NaN where the feed carries one token only, whose other is
/// its mirror image, and while the other's book is not healthy.
struct ComplementObservation: Sendable {
    /// USDC.
    let bid: Double
    let ask: Double
    /// Seconds since its last book message.
    let bookAge: Double
    /// Bought less sold shares over depth, half-life 5 min.
    let flow: Double

    static let none = ComplementObservation(bid: .nan, ask: .nan, bookAge: .nan, flow: .nan)

    var mid: Double { (bid + ask) / 2 }

    private init(bid: Double, ask: Double, bookAge: Double, flow: Double) {
        (self.bid, self.ask, self.bookAge, self.flow) = (bid, ask, bookAge, flow)
    }

    init(_ feed: BookFeed, isTradeFeed: Bool, at time: Timestamp) {
        let quote = BestQuote(feed.book)
        bid = quote.map { Double($0.bid) * 1e-4 } ?? .nan
        ask = quote.map { Double($0.ask) * 1e-4 } ?? .nan
        bookAge = quote == nil ? .nan : time.seconds(since: feed.lastMessage)
        let isKnown = isTradeFeed && feed.coverage.covers(300, at: time)
        flow = isKnown ? feed.tradeFlow(at: time) : .nan
    }
}
