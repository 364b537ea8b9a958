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
    /// Shares of the last hour by whole minutes; 0 where there is no other feed.
    let volume: Double

    static let none = ComplementObservation(bid: .nan, ask: .nan, bookAge: .nan, flow: .nan, volume: 0)

    var mid: Double { (bid + ask) / 2 }

    private init(bid: Double, ask: Double, bookAge: Double, flow: Double, volume: Double) {
        (self.bid, self.ask, self.bookAge, self.flow, self.volume) = (bid, ask, bookAge, flow, volume)
    }

    init(_ feed: BookFeed, isTradeFeed: Bool, at time: Timestamp) {
        let quote = BestQuote(feed.book)
        bid = quote.map { Double($0.bid) * 1e-4 } ?? .nan
        ask = quote.map { Double($0.ask) * 1e-4 } ?? .nan
        bookAge = quote == nil ? .nan : time.seconds(since: feed.lastMessage)
        let isKnown = isTradeFeed && feed.coverage.covers(300, at: time)
        flow = isKnown ? feed.tradeFlow(at: time) : .nan
        volume = isTradeFeed && feed.coverage.covers(3_600, at: time) ? feed.volume(at: time) : .nan
    }
}
