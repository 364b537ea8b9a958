import Market

/// What happens later, by time, then by order of entry. Few items at once, so a sorted array is enough.
struct Schedule<Item> {
    private var items: [(time: Timestamp, item: Item)] = []

    var nextTime: Timestamp { items.last?.time ?? .distantFuture }

    mutating func add(_ item: Item, at time: Timestamp) {
        // Latest first, so that the next one is the last.
        var low = 0
        var high = items.count
        while low < high {
            let middle = (low + high) / 2
            if items[middle].time > time { low = middle + 1 } else { high = middle }
        }
        items.insert((time, item), at: low)
    }

    mutating func removeFirst() -> (time: Timestamp, item: Item)? { items.popLast() }
}
