/// Cuts a run of distinct values into bins of about equal row counts (`GreedyFindBin` in `src/io/bin.cpp`).
///
/// - Parameters:
///   - values: distinct values, ascending.
///   - counts: rows of each.
///   - binCountMax: at least 1.
///   - rowCount: sum of `counts` as the caller counts it.
/// - Returns: ascending upper bounds; the last is +inf. A bound is the midpoint of its neighbours moved up by one ulp.
func greedyBounds(
    _ values: ArraySlice<Double>, _ counts: ArraySlice<Int>, binCountMax: Int, rowCount: Int, minDataInBin: Int
) -> [Double] {
    var bounds = BoundList()
    if values.count <= binCountMax {
        var current = 0
        for index in values.indices.dropLast() {
            current += counts[index]
            if current >= minDataInBin, bounds.append(between: values[index], and: values[index + 1]) {
                current = 0
            }
        }
    } else {
        let limit = max(1, min(binCountMax, rowCount / minDataInBin))
        for (upper, lower) in evenCuts(values, counts, binCount: limit, rowCount: rowCount) {
            _ = bounds.append(between: upper, and: lower)
        }
    }
    return bounds.values + [.infinity]
}

/// The pairs of neighbours between which to cut so that bins hold about equally many rows.
///
/// A value with at least the mean number of rows gets a bin of its own; the mean of the rest is kept up to date. The
/// mean may be infinite or NaN when no bin is left for the rest, and comparisons with it are then false, as in
/// LightGBM.
private func evenCuts(
    _ values: ArraySlice<Double>, _ counts: ArraySlice<Int>, binCount: Int, rowCount: Int
) -> [(Double, Double)] {
    var cuts: [(Double, Double)] = []
    let firstMean = Double(rowCount) / Double(binCount)
    var restBins = binCount
    var restRows = rowCount
    for count in counts where Double(count) >= firstMean {
        restBins -= 1
        restRows -= count
    }
    var mean = Double(restRows) / Double(restBins)
    var current = 0
    for index in values.indices.dropLast() {
        let isBig = Double(counts[index]) >= firstMean
        if !isBig { restRows -= counts[index] }
        current += counts[index]
        let nextIsBig = Double(counts[index + 1]) >= firstMean
        guard isBig || Double(current) >= mean || (nextIsBig && Double(current) >= max(1.0, mean * 0.5)) else {
            continue
        }
        cuts.append((values[index], values[index + 1]))
        if cuts.count >= binCount - 1 { break }
        current = 0
        if !isBig {
            restBins -= 1
            mean = Double(restRows) / Double(restBins)
        }
    }
    return cuts
}

/// Strictly ascending bounds.
private struct BoundList {
    private(set) var values: [Double] = []

    /// Appends the bound between two neighbouring values, unless it does not exceed the last one by more than an ulp
    /// or is not finite (then +inf, which ends every list, stands for it).
    mutating func append(between lower: Double, and upper: Double) -> Bool {
        let bound = ((lower + upper) / 2).nextUp
        guard bound < .infinity else { return false }
        if let last = values.last, bound <= last.nextUp { return false }
        values.append(bound)
        return true
    }
}
