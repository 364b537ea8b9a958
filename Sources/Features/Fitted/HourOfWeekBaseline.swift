public import Market

/// The usual value of a quantity at an hour of the week: means over completed weeks, 168 bins from Monday 00:00 UTC.
public struct HourOfWeekBaseline: Hashable, Sendable {
    static let hourCount = 168
    /// Weeks an hour must have been seen in before it says something.
    private static let weekCountMin = 2

    private var sums = Array(repeating: 0.0, count: hourCount)
    private var counts = Array(repeating: 0, count: hourCount)

    public init() {}

    /// 0 ... 167; 1970-01-01 was a Thursday.
    static func hour(of t: Timestamp) -> Int {
        let hours = t.floored(to: .hours(1)).nanoseconds / 3_600_000_000_000
        return Int(((hours + 72) % 168 + 168) % 168)
    }

    /// The value of one whole hour that began at `start`.
    public mutating func add(_ value: Double, hourStarting start: Timestamp) {
        guard value.isFinite else { return }
        let hour = Self.hour(of: start)
        sums[hour] += value
        counts[hour] += 1
    }

    /// NaN until the hour was seen twice.
    public func mean(at t: Timestamp) -> Double {
        let hour = Self.hour(of: t)
        return counts[hour] >= Self.weekCountMin ? sums[hour] / Double(counts[hour]) : .nan
    }
}
