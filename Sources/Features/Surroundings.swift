internal import Market

/// What a row takes from outside its own market: computed in a live pipeline, noted by a scout and given to shards.
struct Surroundings: Sendable {
    var cross = CrossObservation()
    /// Whether any trade was ever received. Without one the absence of trades says nothing.
    var isTradeFeed = false
    /// When the last message of any token of the link was received.
    var lastLinkMessage = Timestamp.distantPast
}

/// The surroundings of the rows of one shard, in the order in which they are drawn.
public struct SurroundingsLog: Sendable {
    private var entries: [(market: MarketID, time: Timestamp, surroundings: Surroundings)] = []
    private var next = 0

    mutating func note(_ surroundings: Surroundings, of market: MarketID, at time: Timestamp) {
        entries.append((market, time, surroundings))
    }

    /// The surroundings of the next row.
    /// - Precondition: it is the one of that market and time; else scout and shard saw different events.
    mutating func take(_ market: MarketID, at time: Timestamp) -> Surroundings {
        precondition(
            next < entries.count && entries[next].market == market && entries[next].time == time,
            "scout and shard saw different events")
        defer { next += 1 }
        return entries[next].surroundings
    }
}
