import Market

/// How long to wait before the next attempt: exponential with full jitter, the delay drawn anew from zero to a bound
/// that doubles (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
struct Backoff: Hashable, Sendable {
    let base: Duration
    let cap: Duration
    private(set) var attempts = 0

    init(base: Duration = .milliseconds(250), cap: Duration = .seconds(30)) {
        precondition(base > .zero && cap >= base, "a backoff grows from something")
        self.base = base
        self.cap = cap
    }

    /// The longest that the next delay can be.
    var bound: Duration {
        let doublings = min(attempts, 40)
        let (grown, overflowed) = base.nanoseconds.multipliedReportingOverflow(by: 1 << Int64(doublings))
        return overflowed ? cap : min(.nanoseconds(grown), cap)
    }

    mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let width = UInt64(bound.nanoseconds) + 1
        attempts += 1
        return .nanoseconds(Int64(generator.next().multipliedFullWidth(by: width).high))
    }

    /// Counts an attempt without a draw.
    mutating func skip() { attempts += 1 }

    mutating func reset() { attempts = 0 }
}

/// Spreads connection attempts of the whole process: one per interval, in the order asked for.
struct ConnectPacer: Hashable, Sendable {
    let interval: Duration
    private var nextFree = Timestamp.distantPast

    init(interval: Duration = .seconds(1)) { self.interval = interval }

    /// The instant at which the attempt may be made, not before `time`. It is taken with the answer.
    mutating func slot(notBefore time: Timestamp) -> Timestamp {
        let slot = max(time, nextFree)
        nextFree = slot + interval
        return slot
    }
}

/// When a lost connection is tried again.
struct Reconnect: Hashable, Sendable {
    /// A connection that lived this long was a good one: the next loss begins anew.
    let stableAfter: Duration
    private var backoff: Backoff
    private var connected: Timestamp?

    init(backoff: Backoff = Backoff(), stableAfter: Duration = .seconds(30)) {
        self.backoff = backoff
        self.stableAfter = stableAfter
    }

    mutating func connected(at now: Timestamp) { connected = now }

    /// The connection was lost, or the attempt failed.
    /// - Returns: the instant of the next attempt.
    mutating func lost(
        at now: Timestamp, pacer: inout ConnectPacer, using generator: inout some RandomNumberGenerator
    ) -> Timestamp {
        if let connected, connected.duration(to: now) >= stableAfter { backoff.reset() }
        connected = nil
        return pacer.slot(notBefore: now + backoff.next(using: &generator))
    }
}
