internal import Market

/// Volume-synchronised imbalance (Easley, Lopez de Prado, O'Hara 2012): the mean of |bought - sold| / V over the last
/// 50 buckets of V shares each. The taker side is taken as given, not guessed.
///
/// V is 1/50 of the median daily volume of the last seven completed UTC days. A trade that fills a bucket goes on in
/// the next one.
struct VolumeClock: Sendable {
    static let bucketCount = 50
    /// The fewest buckets that say something.
    static let bucketCountMin = 10

    private var days = DailyVolumes()
    private var bought = 0.0
    private var sold = 0.0
    private var imbalances = InlineArray<50, Double>(repeating: 0)
    private var completed = 0
    private var sum = 0.0

    /// A trade of known side. Returns how many buckets it completed.
    /// - Parameter sign: 1 bought, -1 sold.
    @discardableResult
    mutating func add(_ shares: Double, sign: Double, at t: Timestamp) -> Int {
        days.advance(to: t)
        let size = days.median / Double(Self.bucketCount)
        days.add(shares)
        guard size > 0 else { return 0 }
        var rest = shares
        let before = completed
        // More than 50 buckets leave nothing of what was before: the same as of 50 to 51.
        if rest > Double(Self.bucketCount + 1) * size {
            rest -= ((rest / size).rounded(.down) - Double(Self.bucketCount)) * size
        }
        while rest > 0 {
            let taken = min(rest, max(0, size - bought - sold))
            if sign > 0 { bought += taken } else { sold += taken }
            rest -= taken
            guard bought + sold >= size else { break }
            complete(abs(bought - sold) / (bought + sold))
        }
        return completed - before
    }

    mutating func advance(to t: Timestamp) { days.advance(to: t) }

    /// In [0, 1]; NaN below ten buckets.
    var value: Double {
        completed < Self.bucketCountMin ? .nan : sum / Double(min(completed, Self.bucketCount))
    }

    private mutating func complete(_ imbalance: Double) {
        let place = completed % Self.bucketCount
        imbalances[place] = imbalance
        completed += 1
        (bought, sold) = (0, 0)
        // Fifty terms are added up anew: a running sum would drift.
        sum = 0
        for index in 0..<min(completed, Self.bucketCount) { sum += imbalances[index] }
    }
}

/// Shares traded on each of the last seven completed UTC days on which the token was watched.
struct DailyVolumes: Sendable {
    private var today: Int64?
    private var current = 0.0
    private var volumes = InlineArray<7, Double>(repeating: 0)
    private var completed = 0

    mutating func advance(to t: Timestamp) {
        let day = t.dayNumber * Timestamp.nanosecondsPerDay
        guard let started = today else {
            today = day
            return
        }
        var passed = (day - started) / Timestamp.nanosecondsPerDay
        guard passed > 0 else { return }
        passed = min(passed, 8)
        for _ in 0..<passed {
            volumes[completed % 7] = current
            completed += 1
            current = 0
        }
        today = day
    }

    /// Call after `advance(to:)` with the trade's time.
    mutating func add(_ shares: Double) { current += shares }

    /// NaN before the first completed day.
    var median: Double {
        let count = min(completed, 7)
        guard count > 0 else { return .nan }
        // Seven at most: placed one by one among those that are in order already.
        var sorted = volumes
        for next in 0..<count {
            var place = next
            while place > 0, sorted[place - 1] > volumes[next] {
                sorted[place] = sorted[place - 1]
                place -= 1
            }
            sorted[place] = volumes[next]
        }
        return count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2
    }
}

extension VolumeClock: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try days.archive(&coder)
        try coder.double(&bought)
        try coder.double(&sold)
        try coder.doubles(&imbalances)
        try coder.count(&completed)
        try coder.double(&sum)
    }
}

extension DailyVolumes: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.optional(&today, blank: 0) { (day, coder) throws(SnapshotError) in try coder.step(&day, of: 1) }
        try coder.double(&current)
        try coder.doubles(&volumes)
        try coder.count(&completed)
    }
}
