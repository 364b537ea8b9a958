internal import Market

/// Shares traded in each of the last 60 UTC minutes, the current one included.
struct MinuteVolumes: Sendable {
    private static let minutes: Int64 = 60

    /// Minute m at position m modulo 60; empty until the first trade.
    private var shares: [Double] = []
    /// The minute that was counted last.
    private var newest: Int64 = 0

    mutating func add(_ traded: Double, at time: Timestamp) {
        let minute = time.minuteNumber
        if shares.isEmpty {
            shares = Array(repeating: 0, count: Int(Self.minutes))
            newest = minute
        }
        for passed in max(newest + 1, minute - Self.minutes + 1)..<max(newest + 1, minute + 1) {
            shares[Self.position(of: passed)] = 0
        }
        newest = max(newest, minute)
        shares[Self.position(of: minute)] += traded
    }

    func sum(at time: Timestamp) -> Double {
        guard !shares.isEmpty else { return 0 }
        let first = time.minuteNumber - Self.minutes + 1
        var sum = 0.0
        for minute in max(first, newest - Self.minutes + 1)..<max(first, newest + 1) {
            sum += shares[Self.position(of: minute)]
        }
        return sum
    }

    private static func position(of minute: Int64) -> Int { Int(minute - minute.dividedDown(by: minutes) * minutes) }
}

extension MinuteVolumes: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.array(&shares, countMax: Int(Self.minutes), blank: 0)
        guard shares.isEmpty || shares.count == Int(Self.minutes) else {
            throw coder.failure("\(shares.count) minutes of shares are not an hour")
        }
        try coder.step(&newest, of: Timestamp.nanosecondsPerMinute)
    }
}
