internal import Market

/// How the mid moved in the five minutes after trades, in their direction: the decayed mean of e (m_{t+5m} - m_t) in
/// ticks, credited when the five minutes have passed.
///
/// A trade is dropped when the mid is unknown at its end, or when 512 others are waiting.
struct Markouts: Sendable {
    static let horizon = Duration.minutes(5)
    private static let pendingMax = 512

    fileprivate struct Pending: Sendable {
        var due: Timestamp
        /// +1 or -1 times the tick's inverse.
        var weight: Double
        var doubleMid: Int32
    }

    private var pending: [Pending] = []
    private var head = 0
    private var sums = DecayBank<2>(halfLife: 3_600)

    /// A trade of known side that met a known mid.
    /// - Parameters:
    ///   - sign: 1 bought, -1 sold.
    ///   - doubleMid: twice the mid at the trade in price units.
    mutating func add(sign: Double, doubleMid: Int32, tick: Int32, at t: Timestamp) {
        guard pending.count - head < Self.pendingMax else { return }
        pending.append(Pending(due: t + Self.horizon, weight: sign / Double(tick), doubleMid: doubleMid))
    }

    /// Credits the trades that are due before `t`; `doubleMid` has been in force since the call before; nil: unknown.
    mutating func advance(to t: Timestamp, doubleMid: Int32?) {
        while head < pending.count, pending[head].due < t {
            let trade = pending[head]
            head += 1
            guard let doubleMid else { continue }
            sums.advance(to: trade.due)
            sums.add(1, to: 0)
            sums.add(trade.weight * 0.5 * Double(doubleMid - trade.doubleMid), to: 1)
        }
        if head > 64, head * 2 > pending.count {
            pending.removeFirst(head)
            head = 0
        }
    }

    /// Ticks; NaN before the first credit.
    func mean(at t: Timestamp) -> Double {
        let weight = sums.value(0, at: t)
        return weight > 0 ? sums.value(1, at: t) / weight : .nan
    }
}

extension Markouts.Pending: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.time(&due)
        try coder.double(&weight)
        try coder.number(&doubleMid, 0...Int32(StateCoder.doubleMids.upperBound))
    }
}

extension Markouts: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        let blank = Pending(due: .distantPast, weight: 0, doubleMid: 0)
        try coder.array(&pending, countMax: 2 * Self.pendingMax, blank: blank)
        try coder.number(&head, 0...pending.count)
        try sums.archive(&coder)
    }
}
