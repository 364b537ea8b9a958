internal import Market

/// The state of the quote at one grid time.
struct QuoteSlot: Hashable, Sendable {
    /// Best bid plus best ask in price units: twice the mid, exact. Zero when there was no healthy quote.
    var doubleMid: Int16
    /// In price units.
    var spread: Int16

    static let missing = QuoteSlot(doubleMid: 0, spread: 0)

    @inline(__always) var isMissing: Bool { doubleMid == 0 }
}

/// The quote at the multiples of a step (since 1970), the last observation carried forward: a ring of the newest slots.
///
/// Filled lazily, when the quote is about to change or a row is drawn, so that silence costs no more than its slots.
/// Grows as slots come, up to its capacity: a short-lived market stays small.
struct QuoteGrid: Sendable {
    /// Nanoseconds.
    let step: Int64
    let capacity: Int
    /// Number of the slot to fill next; slot k stands for the time k * step.
    private(set) var next: Int64
    private var slots: [QuoteSlot] = []
    /// Position of the oldest slot once the ring is full.
    private var head = 0

    /// The first slot is at or after `start`.
    init(step: Duration, capacity: Int, start: Timestamp) {
        self.step = step.nanoseconds
        self.capacity = capacity
        next = (start.nanoseconds - 1).dividedDown(by: self.step) + 1
    }

    /// Fills the slots before `time` with the quote that was in force.
    @inline(__always)
    mutating func fill(before time: Timestamp, with slot: QuoteSlot) {
        guard time.nanoseconds > next &* step else { return }
        push(slot, until: (time.nanoseconds - 1).dividedDown(by: step) + 1)
    }

    /// Fills the slots at or before `time`.
    mutating func fill(through time: Timestamp, with slot: QuoteSlot) {
        fill(before: Timestamp(nanoseconds: time.nanoseconds + 1), with: slot)
    }

    /// The slot at or before `time`; missing when it was never filled or is no longer kept.
    func slot(atOrBefore time: Timestamp) -> QuoteSlot {
        let back = next - 1 - time.nanoseconds.dividedDown(by: step)
        guard back >= 0, back < Int64(slots.count) else { return .missing }
        let age = slots.count - 1 - Int(back)
        return slots[(head + age) % slots.count]
    }

    /// The same where slots not yet filled are known to hold `current`.
    func slot(atOrBefore time: Timestamp, current: QuoteSlot) -> QuoteSlot {
        time.nanoseconds.dividedDown(by: step) >= next ? current : slot(atOrBefore: time)
    }

    /// Slots that are kept.
    var slotCount: Int { slots.count }

    /// The newest slot; missing when there is none.
    var newest: QuoteSlot {
        slots.isEmpty ? .missing : slots[(head + slots.count - 1) % slots.count]
    }

    /// The time of the slot to fill next.
    var nextTime: Timestamp { Timestamp(nanoseconds: next * step) }

    /// Visits the newest `count` slots, fewer if fewer are kept, from the oldest on.
    @inline(__always)
    func forEach(newest count: Int, _ body: (QuoteSlot) -> Void) {
        let kept = min(count, slots.count)
        guard kept > 0 else { return }
        let first = (head + slots.count - kept) % slots.count
        let end = min(first + kept, slots.count)
        for index in first..<end { body(slots[index]) }
        for index in 0..<(kept - (end - first)) { body(slots[index]) }
    }

    private mutating func push(_ slot: QuoteSlot, until end: Int64) {
        let count = Int(min(end - next, Int64(capacity)))
        for _ in 0..<count {
            if slots.count < capacity {
                slots.append(slot)
            } else {
                slots[head] = slot
                head = head + 1 == capacity ? 0 : head + 1
            }
        }
        next = end
    }
}

extension Int64 {
    /// The quotient rounded down, also below zero.
    @inline(__always)
    func dividedDown(by step: Int64) -> Int64 {
        let quotient = self / step
        return self < 0 && quotient * step != self ? quotient - 1 : quotient
    }
}

extension QuoteSlot: Restorable {
    @inline(__always)
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.number(&doubleMid, StateCoder.doubleMids)
        try coder.number(&spread, 0...Int16(Price.one))
    }
}

extension QuoteGrid: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.step(&next, of: step)
        try coder.ring(&slots, head: &head, capacity: capacity, blank: .missing)
    }
}
