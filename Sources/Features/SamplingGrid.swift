internal import Market

/// When rows are drawn: at the multiples of `step` since 1970, shifted by a phase of the market's own, so that the
/// rows of many markets do not fall into one instant.
public struct SamplingGrid: Hashable, Sendable {
    public var step: Duration

    public init(step: Duration) {
        precondition(step >= .seconds(1), "rows are drawn at most once a second")
        self.step = step
    }

    /// The market's shift in whole seconds, less than a step: the same in every process.
    public func phase(of marketName: String) -> Duration {
        let seconds = UInt64(step.nanoseconds / 1_000_000_000)
        return .seconds(Int64(StableHash(marketName).value % seconds))
    }

    /// The first grid time at or after `time`.
    func firstTime(from time: Timestamp, phase: Duration) -> Timestamp {
        let floor = time.floored(to: step, phase: phase)
        return floor == time ? time : floor + step
    }
}
