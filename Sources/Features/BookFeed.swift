internal import Market

/// One stream of book messages: that of the YES token, or of the NO token where the feed quotes both.
struct BookFeed: Sendable {
    private(set) var book = OrderBook()
    private(set) var coverage: FeedCoverage
    private(set) var lastMessage = Timestamp.distantPast

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
        return .applied
    }

    /// The feed is whole again, though the book is still to come.
    mutating func resynced(at time: Timestamp) { coverage.link(at: time) }

    /// The feed was interrupted: the book is unknown until the next whole one.
    mutating func interrupt(at time: Timestamp) {
        silence()
        coverage.unlink(at: time)
    }

    /// The book is unknown until the next whole one; trades are still received.
    mutating func silence() { book = OrderBook() }

    mutating func advance(through time: Timestamp) { coverage.advance(to: time) }
}
