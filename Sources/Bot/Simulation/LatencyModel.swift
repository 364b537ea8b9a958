import Market

/// How long messages travel. Each way keeps its order: a message never overtakes an earlier one.
public struct LatencyModel: Hashable, Sendable {
    /// From the venue's book to us.
    public var feed: Duration
    /// From our command to the venue's book.
    public var order: Duration
    /// From what happened to our order to our knowing it.
    public var acknowledgement: Duration
    /// From a fill to its being final.
    public var settlement: Duration
    /// Each `feed`, `order` and `acknowledgement` takes up to this much longer, uniformly.
    public var jitter: Duration

    public static let none = LatencyModel()

    public init(
        feed: Duration = .zero, order: Duration = .zero, acknowledgement: Duration = .zero,
        settlement: Duration = .zero, jitter: Duration = .zero
    ) {
        self.feed = feed
        self.order = order
        self.acknowledgement = acknowledgement
        self.settlement = settlement
        self.jitter = jitter
    }

    func delayed(_ duration: Duration, using generator: inout SeededGenerator) -> Duration {
        guard jitter > .zero else { return duration }
        return duration + .nanoseconds(Int64(generator.uniform() * Double(jitter.nanoseconds)))
    }
}
