import Market

/// How far the venue's clock is from ours, from its replies to `GET /time`: each bounds the offset from both sides
/// (D. Mills et al., RFC 5905, section 8).
///
/// The venue tells whole seconds, so one reply bounds the offset to a second and the time of the round trip; several
/// narrow it down, since each bound is hard.
struct ServerClock: Hashable, Sendable {
    /// Nanoseconds by which the venue is ahead.
    private var low: Int64?
    private var high: Int64?
    private(set) var measured: Timestamp?
    /// Replies that contradicted what was known: a clock has been set.
    private(set) var resets = 0

    /// How much the bounds widen in an hour: clocks drift.
    static let driftPerHour = Duration.milliseconds(200)

    /// A reply.
    /// - Parameters:
    ///   - seconds: what the venue said.
    ///   - sent: our time before the request.
    ///   - received: our time after the reply.
    mutating func note(seconds: Int64, sent: Timestamp, received: Timestamp) {
        guard received >= sent, seconds >= 0, seconds < 9_000_000_000 else { return }
        let server = Timestamp(seconds: seconds).nanoseconds
        // The venue read its clock between the two, and showed the second that had begun.
        let newLow = server - received.nanoseconds
        let newHigh = server + 1_000_000_000 - sent.nanoseconds
        if let low, let high, let measured {
            let age = max(0, measured.duration(to: received).inSeconds)
            let drift = Int64(Double(Self.driftPerHour.nanoseconds) * age / 3_600)
            let bounds = (max(low - drift, newLow), min(high + drift, newHigh))
            if bounds.0 <= bounds.1 {
                (self.low, self.high) = bounds
                self.measured = received
                return
            }
            resets += 1
        }
        (low, high) = (newLow, newHigh)
        measured = received
    }

    /// By how much the venue is ahead: the middle of what is possible. Zero before the first reply.
    var offset: Duration {
        guard let low, let high else { return .zero }
        return .nanoseconds(low + (high - low) / 2)
    }

    /// Half of what is possible; nil before the first reply.
    var uncertainty: Duration? {
        guard let low, let high else { return nil }
        return .nanoseconds((high - low) / 2)
    }

    /// The venue's time when ours is `now`.
    func server(at now: Timestamp) -> Timestamp { now + offset }
}
