internal import Market

/// The usual value of a quantity at an hour of the week: means over completed weeks, 168 bins from Monday 00:00 UTC.
struct HourOfWeekBaseline: Hashable, Sendable {
    static let hourCount = 168
    /// Weeks an hour must have been seen in before it says something.
    private static let weekCountMin = 2

    private(set) var sums = Array(repeating: 0.0, count: hourCount)
    private(set) var counts = Array(repeating: 0, count: hourCount)

    var isEmpty: Bool { counts.allSatisfy { $0 == 0 } }

    mutating func restore(_ hour: Int, sum: Double, count: Int) { (sums[hour], counts[hour]) = (sum, count) }

    /// 0 ... 167; 1970-01-01 was a Thursday.
    static func hour(of t: Timestamp) -> Int {
        let hours = t.floored(to: .hours(1)).nanoseconds / 3_600_000_000_000
        return Int(((hours + 72) % 168 + 168) % 168)
    }

    /// The value of one whole hour that began at `start`.
    mutating func add(_ value: Double, hourStarting start: Timestamp) {
        guard value.isFinite else { return }
        let hour = Self.hour(of: start)
        sums[hour] += value
        counts[hour] += 1
    }

    /// The Monday 00:00 UTC at or before `t`.
    static func weekStart(of t: Timestamp) -> Timestamp {
        t.floored(to: .hours(1)) - .hours(hour(of: t))
    }

    /// Of the 60 minutes before `t`: the means of the hours they lie in, each by its part of them.
    func meanOfHour(before t: Timestamp) -> Double {
        let part = t.seconds(since: t.floored(to: .hours(1))) / 3_600
        let last = mean(at: t - .hours(1))
        return part > 0 ? part * mean(at: t) + (1 - part) * last : last
    }

    /// NaN until the hour was seen twice.
    func mean(at t: Timestamp) -> Double {
        let hour = Self.hour(of: t)
        return counts[hour] >= Self.weekCountMin ? sums[hour] / Double(counts[hour]) : .nan
    }
}
