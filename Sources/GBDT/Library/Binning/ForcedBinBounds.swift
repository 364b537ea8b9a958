/// Bounds that contain the given ones; what is left of `binCountMax` is shared between the intervals in proportion to
/// their rows (`FindBinWithPredefinedBin` in `src/io/bin.cpp`).
///
/// - Parameter forced: without repetitions; the first ones count when there are too many.
/// - Returns: ascending upper bounds; the last is +inf. Zero has a bin of its own unless there are only two.
func forcedBinBounds(
    _ distinct: DistinctValues, forced: [Double], binCountMax: Int, rowCount: Int, minDataInBin: Int
) -> [Double] {
    let zero = ParityConstant.zeroThreshold
    let values = distinct.values
    let counts = distinct.counts
    let hasNegative = values.contains { $0 <= -zero }
    let hasPositive = values.contains { $0 > zero }
    var bounds: [Double] = []
    if binCountMax == 2 {
        bounds.append(hasNegative ? -zero : zero)
    } else if binCountMax > 2 {
        if hasNegative { bounds.append(-zero) }
        if hasPositive { bounds.append(zero) }
    }
    bounds.append(.infinity)
    let roomForForced = binCountMax - bounds.count
    bounds += forced.filter { abs($0) > zero }.prefix(max(0, roomForForced))
    bounds.sort()
    let freeBins = binCountMax - bounds.count
    var added: [Double] = []
    var start = 0
    for (index, bound) in bounds.enumerated() {
        var end = start
        while end < values.count, values[end] < bound { end += 1 }
        let intervalRows = counts[start..<end].reduce(0, +)
        let remaining = binCountMax - bounds.count - added.count
        var share = Int((Double(intervalRows * freeBins) / Double(rowCount)).rounded(.toNearestOrAwayFromZero))
        share = index == bounds.count - 1 ? remaining + 1 : min(share, remaining) + 1
        if end > start {
            let inner = greedyBounds(
                values[start..<end], counts[start..<end], binCountMax: share, rowCount: intervalRows,
                minDataInBin: minDataInBin)
            added += inner.dropLast()
        }
        start = end
    }
    return (bounds + added).sorted()
}
