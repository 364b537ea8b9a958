internal import Market

/// Who took in the newest 512 trades of a token whose taker the venue names.
struct TakerRing: Sendable {
    private static let capacity = 512

    fileprivate struct Entry: Hashable, Sendable {
        var minute: Int64
        var trader: TraderID
        var shares: Double
    }

    private var entries: [Entry] = []
    /// Position of the oldest entry once the ring is full.
    private var head = 0
    /// Whether the last trade named its taker: else a count of zero says nothing.
    private(set) var isNamed = false

    mutating func add(_ trader: TraderID?, shares: Double, at time: Timestamp) {
        isNamed = trader != nil
        guard let trader else { return }
        let entry = Entry(minute: time.minuteNumber, trader: trader, shares: shares)
        if entries.count < Self.capacity {
            entries.append(entry)
        } else {
            entries[head] = entry
            head = head + 1 == Self.capacity ? 0 : head + 1
        }
    }

    /// Takers of the current minute and the 59 before it, and the largest one's share of what they took; NaN when there
    /// was none. O(512).
    func summary(at time: Timestamp) -> (count: Int, largestShare: Double) {
        let first = time.minuteNumber - TradeTape.minutes + 1
        var total = 0.0
        var byTrader: [TraderID: Double] = [:]
        for index in entries.indices {
            let entry = entries[(head + index) % entries.count]
            guard entry.minute >= first else { continue }
            total += entry.shares
            byTrader[entry.trader, default: 0] += entry.shares
        }
        return (byTrader.count, (byTrader.values.max() ?? .nan) / total)
    }
}

extension TakerRing.Entry: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        var number = trader.rawValue
        try coder.step(&minute, of: Timestamp.nanosecondsPerMinute)
        try coder.bits(&number)
        try coder.double(&shares)
        trader = TraderID(number)
    }
}

extension TakerRing: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        let blank = Entry(minute: 0, trader: TraderID(0), shares: 0)
        try coder.ring(&entries, head: &head, capacity: Self.capacity, blank: blank)
        try coder.flag(&isNamed)
    }
}
