/// The histograms of a growing tree's leaves (`HistogramPool` in `src/treelearner/feature_histogram.hpp`).
///
/// With room for fewer than there are leaves, the histogram used longest ago makes room for the next. A leaf whose
/// histogram is gone can still be split: both children's are then added up from their rows.
struct HistogramPool: Sendable {
    private struct Entry {
        /// nil while somebody works on it.
        var histogram: Histogram?
        var lastUse: Int
    }

    private let histogramSize: Int
    /// The most that are kept; nil: one for each leaf.
    private let capacity: Int?
    private var entries: [Int: Entry] = [:]
    private var spare: [Histogram] = []
    private var useCount = 0

    /// - Parameters:
    ///   - histogramSize: bins of all features.
    ///   - megabytes: of 2^20 bytes; at least two histograms are kept all the same. nil: as much as it takes.
    init(histogramSize: Int, megabytes: Double?, leafCountMax: Int) {
        self.histogramSize = histogramSize
        let bytes = Double(max(1, histogramSize) * MemoryLayout<SIMD2<Double>>.stride)
        let fitting = megabytes.map { $0 * 1_048_576 / bytes }
        capacity = fitting.flatMap { $0 < Double(leafCountMax) ? max(2, Int($0)) : nil }
    }

    /// Forgets all leaves.
    mutating func reset() {
        for entry in entries.values { if let histogram = entry.histogram { spare.append(histogram) } }
        entries = [:]
        useCount = 0
    }

    /// The histogram of a leaf, for its new owner to work on and to ``put(_:of:)`` back.
    /// - Returns: `isKept`: whether it still holds what was put; else its sums are anything.
    mutating func take(_ leaf: Int) -> (histogram: Histogram, isKept: Bool) {
        useCount += 1
        if let histogram = entries[leaf]?.histogram.take() {
            entries[leaf]?.lastUse = useCount
            return (histogram, true)
        }
        var found = spare.popLast()
        if let capacity, entries.count >= capacity,
            let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            found = entries.removeValue(forKey: oldest.key)?.histogram ?? found
        }
        entries[leaf] = Entry(histogram: nil, lastUse: useCount)
        return (found ?? Histogram(size: histogramSize), false)
    }

    mutating func put(_ histogram: consuming Histogram, of leaf: Int) { entries[leaf]?.histogram = histogram }

    /// What is kept for one leaf is from now on another's.
    mutating func move(from leaf: Int, to other: Int) {
        guard var entry = entries.removeValue(forKey: leaf) else { return }
        useCount += 1
        entry.lastUse = useCount
        entries[other] = entry
    }

    /// Says that a leaf will not be split. Where room is bounded, order of use alone decides, as in LightGBM.
    mutating func release(_ leaf: Int) {
        guard capacity == nil, let histogram = entries.removeValue(forKey: leaf)?.histogram else { return }
        spare.append(histogram)
    }

    /// nil: never searched, or its room has been given to another.
    subscript(leaf: Int) -> Histogram? { entries[leaf]?.histogram }
}
