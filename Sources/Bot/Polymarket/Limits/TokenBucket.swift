import Market

/// A token bucket kept as one instant, the time at which it will be full again (the generic cell rate algorithm,
/// ITU-T I.371, annex A): whole nanoseconds, no drift.
struct TokenBucket: Hashable, Sendable {
    /// Time in which one token comes back.
    let interval: Duration
    /// Tokens of a full bucket.
    let burst: Int
    private var fullAt = Timestamp.distantPast

    init(interval: Duration, burst: Int) {
        precondition(interval > .zero && burst > 0, "a bucket fills and holds something")
        self.interval = interval
        self.burst = burst
    }

    /// - Parameters:
    ///   - perSecond: tokens that come back in a second, at most a thousand million.
    init(perSecond: Int, burst: Int) {
        precondition(perSecond > 0, "a bucket fills")
        self.init(interval: .nanoseconds((1_000_000_000 + Int64(perSecond) - 1) / Int64(perSecond)), burst: burst)
    }

    /// A bucket that lets at most `count` through in any `window`: a fifth of them at once.
    init(count: Int, window: Duration) {
        let burst = max(1, count / 5)
        let rest = Int64(max(1, count - burst))
        self.init(interval: .nanoseconds((window.nanoseconds + rest - 1) / rest), burst: burst)
    }

    /// Tokens at hand; negative when overdrawn.
    func level(at now: Timestamp) -> Int {
        let missing = max(0, now.duration(to: max(fullAt, now)).nanoseconds)
        let width = interval.nanoseconds
        return burst - Int((missing + width - 1) / width)
    }

    /// The earliest instant at which `cost` tokens are at hand, not before `now`. More than the bucket holds are at
    /// hand when it is full.
    func ready(for cost: Int, at now: Timestamp) -> Timestamp {
        let slack = interval.nanoseconds * Int64(burst - min(cost, burst))
        return max(now, Timestamp(nanoseconds: fullAt.nanoseconds - slack))
    }

    /// Takes `cost` tokens, whether they are at hand or not.
    mutating func take(_ cost: Int, at now: Timestamp) {
        fullAt = max(fullAt, now) + .nanoseconds(interval.nanoseconds * Int64(cost))
    }

    /// The venue says how many it would still take.
    mutating func lower(to remaining: Int, at now: Timestamp) {
        let missing = Int64(burst - min(max(remaining, 0), burst))
        fullAt = max(fullAt, now + .nanoseconds(interval.nanoseconds * missing))
    }
}
