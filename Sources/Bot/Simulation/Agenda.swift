import Market

/// What the simulated world does next: a binary heap by time, then by order of entry.
struct Agenda: Sendable {
    enum Item: Hashable, Sendable {
        /// All hidden values move by one minute.
        case step
        case birth(slot: Int)
        case close(MarketID)
        case resolve(MarketID)
        case requote(MarketID)
        case refresh(MarketID)
        case informedTrade(MarketID)
        case noiseTrade(MarketID)
        case command(OrderCommand)
        case settle(OrderID)
        case linkDown(until: Timestamp)
        case linkUp
    }

    private struct Entry: Sendable {
        var time: Timestamp
        var sequence: UInt64
        var item: Item

        func precedes(_ other: Entry) -> Bool {
            time != other.time ? time < other.time : sequence < other.sequence
        }
    }

    private var entries: [Entry] = []
    private var nextSequence: UInt64 = 0

    var nextTime: Timestamp { entries.first?.time ?? .distantFuture }

    mutating func add(_ item: Item, at time: Timestamp) {
        entries.append(Entry(time: time, sequence: nextSequence, item: item))
        nextSequence += 1
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].precedes(entries[parent]) else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    mutating func removeFirst() -> (time: Timestamp, item: Item)? {
        guard let first = entries.first, let last = entries.popLast() else { return nil }
        guard !entries.isEmpty else { return (first.time, first.item) }
        entries[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1].precedes(entries[child]) { child += 1 }
            guard entries[child].precedes(entries[parent]) else { break }
            entries.swapAt(child, parent)
            parent = child
        }
        return (first.time, first.item)
    }
}
