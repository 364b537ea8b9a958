internal import Market

/// Which of the last 64 minutes of a feed were wholly observed, so that "no trade" is told from "not watched".
struct FeedCoverage: Sendable {
    private(set) var isLinked = false
    private var linkedSince = Timestamp.distantPast
    /// Bit k: the minute k + 1 before the current one was whole.
    private var wholeMinutes: UInt64 = 0
    /// UTC minute since 1970.
    private var minute: Int64
    /// Whether the feed was linked in all of the current minute so far.
    private var isWholeSoFar = false

    init(start: Timestamp) { minute = start.minuteNumber }

    mutating func link(at time: Timestamp) {
        guard !isLinked else { return }
        advance(to: time)
        isLinked = true
        linkedSince = time
        if time.nanoseconds == minute * Timestamp.nanosecondsPerMinute { isWholeSoFar = true }
    }

    mutating func unlink(at time: Timestamp) {
        advance(to: time)
        isLinked = false
        isWholeSoFar = false
    }

    mutating func advance(to time: Timestamp) {
        let passed = time.minuteNumber - minute
        guard passed > 0 else { return }
        minute += passed
        if passed >= 64 {
            wholeMinutes = isLinked ? .max : 0
        } else {
            wholeMinutes = wholeMinutes << 1 | (isWholeSoFar ? 1 : 0)
            let silent = UInt64(passed - 1)
            wholeMinutes = wholeMinutes << silent | (isLinked ? 1 << silent - 1 : 0)
        }
        isWholeSoFar = isLinked
    }

    /// Whether the feed is linked at `time`, and at least half of the window before it was observed. Up to two minutes
    /// the unbroken time counts, beyond that whole minutes. Call after `advance(to: time)`.
    /// - Parameter window: in seconds, at most 3,600.
    func covers(_ window: Double, at time: Timestamp) -> Bool {
        guard isLinked else { return false }
        if window <= 120 { return time.seconds(since: linkedSince) >= window / 2 }
        let recent: UInt64 = (1 << UInt64(window / 60)) - 1
        return Double((wholeMinutes & recent).nonzeroBitCount) * 60 >= window / 2
    }
}

extension Timestamp {
    static let nanosecondsPerMinute: Int64 = 60_000_000_000
    static let nanosecondsPerDay: Int64 = 86_400_000_000_000

    /// Whole UTC minutes since 1970.
    var minuteNumber: Int64 { nanoseconds.dividedDown(by: Self.nanosecondsPerMinute) }
    /// Whole UTC days since 1970.
    var dayNumber: Int64 { nanoseconds.dividedDown(by: Self.nanosecondsPerDay) }
}

extension FeedCoverage: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.flag(&isLinked)
        try coder.time(&linkedSince)
        try coder.bits(&wholeMinutes)
        try coder.step(&minute, of: Timestamp.nanosecondsPerMinute)
        try coder.flag(&isWholeSoFar)
    }
}
