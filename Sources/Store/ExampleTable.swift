public import Features
public import Market

/// Labelled rows side by side in flat arrays, strictly ascending by (time, market): what a learner reads.
///
/// Invariant: all arrays have `count` entries, `values` has `count * columnCount`.
public struct ExampleTable: Sendable {
    /// Features a row; 0 while the table is empty.
    public private(set) var columnCount = 0
    /// Row-major: feature `c` of row `r` is at `r * columnCount + c`. NaN is missing.
    public private(set) var values: [Float] = []
    public private(set) var assets: [AssetID] = []
    /// t of each row.
    public private(set) var times: [Timestamp] = []
    public private(set) var contexts: [RowContext] = []
    public private(set) var labels: [Label] = []

    public init() {}

    public var count: Int { times.count }
    public var isEmpty: Bool { times.isEmpty }

    /// The event of each row.
    public var events: [EventID] { contexts.map(\.event) }
    /// t1 of each row.
    public var ends: [Timestamp] { labels.map(\.end) }
    /// When each label became known.
    public var ready: [Timestamp] { labels.map(\.ready) }

    public subscript(row: Int) -> LabeledExample {
        LabeledExample(
            row: FeatureRow(
                asset: assets[row], time: times[row], context: contexts[row],
                values: Array(values[row * columnCount..<(row + 1) * columnCount])),
            label: labels[row])
    }

    /// Adds a row that comes after all others, whose values `fill` appends, returning their number.
    ///
    /// False, and nothing added, when that number differs from the other rows' or `fill` returns nil.
    mutating func append(
        asset: AssetID, time: Timestamp, context: RowContext, label: Label, fill: (inout [Float]) -> Int?
    ) -> Bool {
        let start = values.count
        guard let added = fill(&values), isEmpty || added == columnCount else {
            values.removeSubrange(start...)
            return false
        }
        columnCount = added
        assets.append(asset)
        times.append(time)
        contexts.append(context)
        labels.append(label)
        return true
    }

    /// Adds the rows of `newer`, keeping the order; where both have a row of a market at a time, `newer` wins.
    ///
    /// For keeping a table up to date by what became known since. O(rows of both). Both tables must have the same
    /// columns.
    public mutating func merge(_ newer: ExampleTable) {
        guard !newer.isEmpty else { return }
        guard !isEmpty else {
            self = newer
            return
        }
        precondition(columnCount == newer.columnCount, "tables of one schema have the same columns")
        var merged = ExampleTable()
        merged.columnCount = columnCount
        merged.reserve(count + newer.count)
        var (old, new) = (0, 0)
        while old < count || new < newer.count {
            if new == newer.count || old < count && key(old) < newer.key(new) {
                let end = runEnd(from: old, before: new < newer.count ? newer.key(new) : nil)
                merged.append(self, old..<end)
                old = end
            } else {
                if old < count, key(old) == newer.key(new) { old += 1 }
                merged.append(newer, new..<new + 1)
                new += 1
            }
        }
        self = merged
    }

    /// Drops the rows of earlier times.
    public mutating func removeRows(before time: Timestamp) {
        let kept = times.partitioningIndex { $0 >= time }
        values.removeFirst(kept * columnCount)
        assets.removeFirst(kept)
        times.removeFirst(kept)
        contexts.removeFirst(kept)
        labels.removeFirst(kept)
    }

    private func key(_ row: Int) -> (Int64, UInt32) { (times[row].nanoseconds, assets[row].market.rawValue) }

    private func runEnd(from start: Int, before limit: (Int64, UInt32)?) -> Int {
        guard let limit else { return count }
        var end = start + 1
        while end < count, key(end) < limit { end += 1 }
        return end
    }

    private mutating func reserve(_ rows: Int) {
        values.reserveCapacity(rows * columnCount)
        assets.reserveCapacity(rows)
        times.reserveCapacity(rows)
        contexts.reserveCapacity(rows)
        labels.reserveCapacity(rows)
    }

    private mutating func append(_ source: ExampleTable, _ rows: Range<Int>) {
        values.append(contentsOf: source.values[rows.lowerBound * columnCount..<rows.upperBound * columnCount])
        assets.append(contentsOf: source.assets[rows])
        times.append(contentsOf: source.times[rows])
        contexts.append(contentsOf: source.contexts[rows])
        labels.append(contentsOf: source.labels[rows])
    }
}

extension Array {
    /// The first index whose element satisfies `belongsInSecondPart`, in an array where all that do come last.
    func partitioningIndex(where belongsInSecondPart: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongsInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
