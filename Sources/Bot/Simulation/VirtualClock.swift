// BotSimulation is the venue that is not there: a simulated exchange, a replayed tape and the clock they turn. Same
// seed, same events in every process. It must never read the system's clock or its random numbers.

public import Market

/// The time of a simulated or replayed world. It moves when an event source says so and never falls.
public final class VirtualClock: MarketClock {
    public private(set) var now: Timestamp

    public init(now: Timestamp = .distantPast) { self.now = now }

    /// Moves to `time`; a time that has passed leaves the clock where it is.
    public func advance(to time: Timestamp) {
        if time > now { now = time }
    }
}
