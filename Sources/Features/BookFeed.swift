internal import Market

/// One stream of book messages: that of the YES token, or of the NO token where the feed quotes both.
struct BookFeed: Sendable {
    private(set) var book = OrderBook()
    private(set) var coverage: FeedCoverage
    private(set) var lastMessage = Timestamp.distantPast
    /// Bought less sold shares, and half of the sizes at the best prices; half-life 300 s.
    private var signedVolume = DecayedSum(halfLife: 300)
    private var depth = TimeWeightedMean(halfLife: 300)
    private var volumes = MinuteVolumes()

    init(start: Timestamp) { coverage = FeedCoverage(start: start) }

    /// What became of a book message.
    enum Outcome {
        case applied
        /// A change to a book whose base is unknown.
        case ignored
        /// The book is unknown from here on.
        case refused
    }

    mutating func apply(_ kind: MarketEvent.Kind, at time: Timestamp) -> Outcome {
        if case .delta = kind, !book.isSynchronized { return .ignored }
        do {
            try book.apply(kind)
        } catch {
            return .refused
        }
        lastMessage = time
        coverage.link(at: time)
        setDepth(at: time)
        return .applied
    }

    // Reads at every message are mutating, so that they are made in place and not of a copy.

    /// Nil unless the book is healthy.
    var quote: BestQuote? { mutating get { BestQuote(book) } }

    /// Known only when the book is healthy and carries sizes.
    mutating func levels(isMirrored: Bool) -> TopLevels {
        guard book.isHealthy, book.hasSizes else { return .none }
        return isMirrored
            ? TopLevels(bids: book.asks, asks: book.bids, isMirrored: true)
            : TopLevels(bids: book.bids, asks: book.asks, isMirrored: false)
    }

    /// What the feed has to say of its token's quote.
    var pointKind: PricePoint.Kind {
        mutating get {
            if book.isHealthy, let bid = book.bestBid, let ask = book.bestAsk {
                return .quote(bid: bid.price, ask: ask.price)
            }
            return book.isSynchronized ? .noQuote : .gap
        }
    }

    /// A trade of this feed's token.
    mutating func traded(_ shares: Double, taker: TakerSide, at time: Timestamp) {
        volumes.add(shares, at: time)
        guard taker != .unknown else { return }
        signedVolume.add(taker == .buy ? shares : -shares, at: time)
    }

    /// Shares of the current minute and the 59 before it.
    func volume(at time: Timestamp) -> Double { volumes.sum(at: time) }

    /// Bought less sold shares over depth.
    func tradeFlow(at time: Timestamp) -> Double {
        let depth = depth.value(at: time)
        return depth > 0 ? signedVolume.value(at: time) / depth : .nan
    }

    private mutating func setDepth(at time: Timestamp) {
        depth.set(BestQuote(book).map { ($0.bidSize + $0.askSize) / 2 } ?? .nan, at: time)
    }

    /// The feed is whole again, though the book is still to come.
    mutating func resynced(at time: Timestamp) { coverage.link(at: time) }

    /// The feed was interrupted: the book is unknown until the next whole one.
    mutating func interrupt(at time: Timestamp) {
        silence()
        setDepth(at: time)
        coverage.unlink(at: time)
    }

    /// The book is unknown until the next whole one; trades are still received.
    mutating func silence() { book = OrderBook() }

    mutating func advance(through time: Timestamp) { coverage.advance(to: time) }
}

extension BookFeed: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.book(&book)
        try coverage.archive(&coder)
        try coder.time(&lastMessage)
        try signedVolume.archive(&coder)
        try depth.archive(&coder)
        try volumes.archive(&coder)
    }
}
