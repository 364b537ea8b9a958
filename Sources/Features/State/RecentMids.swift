internal import Market

/// The last 16 changes of the mid with their exchange times, to find the mid that a trade met.
struct RecentMids: Sendable {
    private static let capacity = 16

    private var times: [Timestamp] = []
    /// Twice the mid in price units; zero while there is none.
    private var doubleMids: [Int16] = []
    private var newest = Self.capacity - 1

    mutating func record(_ doubleMid: Int16, exchangeTime: Timestamp) {
        if times.count < Self.capacity {
            times.append(exchangeTime)
            doubleMids.append(doubleMid)
            newest = times.count - 1
        } else {
            newest = (newest + 1) % Self.capacity
            times[newest] = exchangeTime
            doubleMids[newest] = doubleMid
        }
    }

    /// Twice the last mid whose exchange time is before `time`; nil when there was none, or it is not kept.
    func doubleMid(before time: Timestamp) -> Int? {
        for age in 0..<times.count {
            let index = (newest - age + times.count) % times.count
            if times[index] < time { return doubleMids[index] == 0 ? nil : Int(doubleMids[index]) }
        }
        return nil
    }
}

extension RecentMids: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.array(&times, countMax: Self.capacity, blank: .distantPast)
        if coder.isReading { doubleMids = Array(repeating: 0, count: times.count) }
        for index in doubleMids.indices { try coder.number(&doubleMids[index], StateCoder.doubleMids) }
        try coder.number(&newest, 0...Self.capacity - 1)
    }
}
