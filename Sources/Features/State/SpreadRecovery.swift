internal import Market

/// How long the spread takes to come back to its five-minute mean after a trade that widened it: the mean of completed
/// recoveries, half-life 24 h, each cut at 900 s (Large 2007).
struct SpreadRecovery: Sendable {
    static let longest = 900.0

    /// Start of the recovery that is under way, and the spread it has to reach, in price units.
    private var pending: (since: Timestamp, target: Double)?
    /// The spread before the latest trade, until the next change of the book says what became of it.
    private var traded: (at: Timestamp, spread: Double, mean: Double)?
    private var sums = DecayBank<2>(halfLife: 86_400)

    /// A trade met a spread; `mean` is its five-minute mean. Both in price units.
    mutating func traded(spread: Double, mean: Double, at t: Timestamp) {
        expire(at: t)
        guard pending == nil, spread.isFinite, mean.isFinite else { return }
        traded = (t, spread, mean)
    }

    /// The spread became `spread`; NaN: the book is not healthy, and what was under way is forgotten.
    mutating func changed(to spread: Double, at t: Timestamp) {
        expire(at: t)
        guard spread.isFinite else {
            (pending, traded) = (nil, nil)
            return
        }
        if let start = pending, spread <= start.target {
            complete(t.seconds(since: start.since), at: t)
        } else if pending == nil, let trade = traded, spread > trade.spread, spread > trade.mean {
            pending = (trade.at, max(trade.mean, trade.spread))
        }
        traded = nil
    }

    /// Ends a recovery that takes too long.
    mutating func expire(at t: Timestamp) {
        guard let start = pending, t.seconds(since: start.since) >= Self.longest else { return }
        complete(Self.longest, at: start.since + .seconds(Int(Self.longest)))
    }

    /// Seconds; NaN before the first recovery.
    func mean(at t: Timestamp) -> Double {
        let weight = sums.value(0, at: t)
        return weight > 0 ? sums.value(1, at: t) / weight : .nan
    }

    private mutating func complete(_ seconds: Double, at t: Timestamp) {
        pending = nil
        sums.advance(to: t)
        sums.add(1, to: 0)
        sums.add(seconds, to: 1)
    }
}

extension SpreadRecovery: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.optional(&pending, blank: (.distantPast, 0)) { (start, coder) throws(SnapshotError) in
            try coder.time(&start.since)
            try coder.double(&start.target)
        }
        try coder.optional(&traded, blank: (.distantPast, 0, 0)) { (trade, coder) throws(SnapshotError) in
            try coder.time(&trade.at)
            try coder.double(&trade.spread)
            try coder.double(&trade.mean)
        }
        try sums.archive(&coder)
    }
}
