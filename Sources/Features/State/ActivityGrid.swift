internal import Market

/// What happened from one multiple of a step (since 1970) to the next, or stood at its end: a ring of the newest slots.
///
/// Slot k holds what was received after (k - 1) step and up to k step. Slots are closed lazily, before something later
/// is counted. Grows as slots come, up to its capacity.
struct ActivityGrid<Slot: Sendable>: Sendable {
    /// Nanoseconds.
    let step: Int64
    let capacity: Int
    /// Number of the slot to close next.
    private(set) var next: Int64
    private var slots: [Slot] = []
    /// Position of the oldest slot once the ring is full.
    private var head = 0

    /// The first slot ends at or after `start`.
    init(step: Duration, capacity: Int, start: Timestamp) {
        self.step = step.nanoseconds
        self.capacity = capacity
        next = (start.nanoseconds - 1).dividedDown(by: self.step) + 1
    }

    /// Whether a slot ends before `time`.
    @inline(__always)
    func isDue(before time: Timestamp) -> Bool { time.nanoseconds > next &* step }

    /// Slots that are kept.
    var slotCount: Int { slots.count }

    /// The end of the slot to close next.
    var nextTime: Timestamp { Timestamp(nanoseconds: next * step) }

    /// Closes the slots that end before `time`, by number; of more than there is room for only the newest.
    mutating func close(before time: Timestamp, _ slot: (Int64) -> Slot) {
        guard isDue(before: time) else { return }
        let end = (time.nanoseconds - 1).dividedDown(by: step) + 1
        for number in max(next, end - Int64(capacity))..<end {
            if slots.count < capacity {
                slots.append(slot(number))
            } else {
                slots[head] = slot(number)
                head = head + 1 == capacity ? 0 : head + 1
            }
        }
        next = end
    }

    /// The slot of that number; nil when it is not closed or no longer kept.
    func slot(_ number: Int64) -> Slot? {
        let back = next - 1 - number
        guard back >= 0, back < Int64(slots.count) else { return nil }
        return slots[(head + slots.count - 1 - Int(back)) % slots.count]
    }

    /// Visits the newest `count` slots, fewer if fewer are kept, from the oldest on.
    @inline(__always)
    func forEach(newest count: Int, _ body: (Slot) -> Void) {
        let kept = min(count, slots.count)
        guard kept > 0 else { return }
        let first = (head + slots.count - kept) % slots.count
        let end = min(first + kept, slots.count)
        for index in first..<end { body(slots[index]) }
        for index in 0..<(kept - (end - first)) { body(slots[index]) }
    }
}

/// What a minute brought. Shares and USDC.
struct MinuteActivity: Hashable, Sendable {
    /// Sizes of five levels on both sides at the end; NaN without a healthy book of known sizes.
    var totalDepth = Double.nan
    var volume = 0.0
    var notional = 0.0
    /// Bought less sold shares of trades of known side.
    var signedVolume = 0.0
}

/// What five minutes brought.
struct FiveMinuteActivity: Hashable, Sendable {
    var bookEvents: Int32 = 0
    var trades: Int32 = 0
    /// Root of the sum of squared 10 s steps of L; NaN when half of them are missing.
    var volatility = Double.nan
}

extension ActivityGrid where Slot: Restorable {
    /// - Parameter blank: any slot, to read over.
    mutating func archive(_ coder: inout StateCoder, blank: Slot) throws(SnapshotError) {
        try coder.step(&next, of: step)
        try coder.ring(&slots, head: &head, capacity: capacity, blank: blank)
    }
}

extension MinuteActivity: Restorable {
    @inline(__always)
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.double(&totalDepth)
        // Most minutes have no trade: then these are zeros.
        var hasTrades = volume != 0
        try coder.flag(&hasTrades)
        guard hasTrades else { return }
        try coder.double(&volume)
        try coder.double(&notional)
        try coder.double(&signedVolume)
    }
}

extension FiveMinuteActivity: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.number(&bookEvents, 0...Int32.max / 2)
        try coder.number(&trades, 0...Int32.max / 2)
        try coder.double(&volatility)
    }
}
