internal import Market

/// Who is to be drawn next: a binary heap of due times, ties in the order of markets.
struct RowSchedule: Sendable {
    struct Entry: Hashable, Sendable {
        var time: Timestamp
        var market: MarketID
        /// Position of the market's state, and which of its lives the entry belongs to.
        var index: Int
        var generation: Int

        static func < (a: Entry, b: Entry) -> Bool { (a.time, a.market) < (b.time, b.market) }
    }

    private var heap: [Entry] = []

    var first: Entry? { heap.first }
    var entries: [Entry] { heap }

    mutating func insert(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child] < heap[parent] else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the first entry away.
    mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        siftDown()
    }

    /// Puts the first entry off to `time`.
    mutating func postponeFirst(to time: Timestamp) {
        heap[0].time = time
        siftDown()
    }

    private mutating func siftDown() {
        var parent = 0
        while 2 * parent + 1 < heap.count {
            var child = 2 * parent + 1
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            guard heap[child] < heap[parent] else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}

extension RowSchedule.Entry: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.time(&time)
        try coder.market(&market)
        try coder.count(&index)
        try coder.count(&generation)
    }
}

extension RowSchedule: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        let blank = Entry(time: .distantPast, market: MarketID(0), index: 0, generation: 0)
        try coder.array(&heap, countMax: StateCoder.countMax, blank: blank)
        for child in heap.indices.dropFirst() where heap[child] < heap[(child - 1) / 2] {
            throw coder.failure("rows are not in the order in which they are due")
        }
    }
}
