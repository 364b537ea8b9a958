internal import Market

/// How much of the last hour had a healthy book: nanoseconds by UTC minute, the current minute and the 59 before. Whole
/// numbers, so that reading in between changes nothing.
struct TwoSidedTime: Sendable {
    private static let minutes = 60

    private var durations = InlineArray<60, Int64>(repeating: 0)
    private var minute: Int64
    private let start: Timestamp
    private var time: Timestamp
    private var isTwoSided = false

    init(start: Timestamp) {
        self.start = start
        time = start
        minute = start.minuteNumber
    }

    /// From `t` on the book is healthy or not.
    mutating func set(_ isTwoSided: Bool, at t: Timestamp) {
        advance(to: t)
        self.isTwoSided = isTwoSided
    }

    mutating func advance(to t: Timestamp) {
        guard t > time else { return }
        while minute < t.minuteNumber {
            let end = Timestamp(nanoseconds: (minute + 1) * Timestamp.nanosecondsPerMinute)
            if isTwoSided { durations[place(minute)] += end.nanoseconds - time.nanoseconds }
            if t.minuteNumber - minute > Int64(Self.minutes) { minute = t.minuteNumber - Int64(Self.minutes) - 1 }
            minute += 1
            durations[place(minute)] = 0
            time = Timestamp(nanoseconds: minute * Timestamp.nanosecondsPerMinute)
        }
        if isTwoSided { durations[place(minute)] += t.nanoseconds - time.nanoseconds }
        time = t
    }

    /// Share of the time; NaN until half an hour was watched. Call after `advance(to: t)`.
    func share(at t: Timestamp) -> Double {
        let first = Timestamp(nanoseconds: (minute - 59) * Timestamp.nanosecondsPerMinute)
        let watched = t.seconds(since: max(first, start))
        guard watched >= 1_800 else { return .nan }
        var sum: Int64 = 0
        for index in 0..<Self.minutes { sum += durations[index] }
        return min(Double(sum) * 1e-9 / watched, 1)
    }

    private func place(_ minute: Int64) -> Int { Int(minute - minute.dividedDown(by: 60) * 60) }
}

extension TwoSidedTime: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        var start = start
        try coder.time(&start)
        if coder.isReading { self = TwoSidedTime(start: start) }
        for index in 0..<Self.minutes { try coder.number(&durations[index], 0...Timestamp.nanosecondsPerMinute) }
        try coder.time(&time)
        minute = time.minuteNumber
        try coder.flag(&isTwoSided)
    }
}
