/// Finds the bins of one numeric feature from a sample of its values (`BinMapper::FindBin` in `src/io/bin.cpp`).
struct NumericBinFinder: Sendable {
    let options: BinningOptions
    /// Bins of this column, that of missing values included.
    var binCountMax: Int
    /// Bounds the bins must have, ascending.
    var forcedBounds: [Double] = []

    init(options: BinningOptions, column: Int = 0) {
        self.options = options
        binCountMax = options.binCountMax(ofColumn: column)
        forcedBounds = options.forcedBins[column] ?? []
    }

    /// - Parameters:
    ///   - sample: values of the sampled rows, NaN for missing, in any order.
    ///   - isFloat: whether all values are Floats widened.
    func mapper(forSample sample: Span<Double>, isFloat: Bool) -> BinMapper {
        let (sorted, nanCount) = BinningKernels.sortedNonZeros(sample, isFloat: isFloat)
        var missing: BinMapper.Missing =
            if !options.useMissing { .none } else if options.zeroAsMissing { .zero } else {
                nanCount > 0 ? .nan : .none
            }
        let missingCount = missing == .nan ? nanCount : 0
        let zeroCount = sample.count - sorted.count - missingCount
        let distinct = DistinctValues(sorted: sorted, zeroCount: zeroCount)
        let binCountMax = missing == .nan ? self.binCountMax - 1 : self.binCountMax
        let rowCount = sample.count - missingCount
        let bounds =
            forcedBounds.isEmpty
            ? zeroAsOneBin(distinct, binCountMax: binCountMax, rowCount: rowCount)
            : forcedBinBounds(
                distinct, forced: forcedBounds, binCountMax: binCountMax, rowCount: rowCount,
                minDataInBin: options.minDataInBin)
        if missing == .zero, bounds.count == 2 { missing = .none }
        let counts = binCounts(distinct, bounds: bounds) + (missing == .nan ? [missingCount] : [])
        let defaultBin = bounds.firstIndex { 0 <= $0 } ?? 0
        return BinMapper(
            upperBounds: bounds, categories: [], missing: missing, defaultBin: defaultBin,
            mostFrequentBin: BinCounts.mostFrequentBin(counts, defaultBin: defaultBin, rowCount: sample.count),
            minimum: distinct.values.first ?? 0, maximum: distinct.values.last ?? 0,
            balancedCutCount: balancedCutCount(counts, rowCount: sample.count))
    }

    /// Bounds such that 0 has a bin of its own; the rest of the bins is shared between negative and positive values in
    /// proportion to their rows.
    private func zeroAsOneBin(_ distinct: DistinctValues, binCountMax: Int, rowCount: Int) -> [Double] {
        let zero = ParityConstant.zeroThreshold
        let values = distinct.values
        let counts = distinct.counts
        let leftEnd = values.firstIndex { $0 > -zero } ?? values.count
        let rightStart = values[leftEnd...].firstIndex { $0 > zero } ?? values.count
        let leftCount = counts[..<leftEnd].reduce(0, +)
        let rightCount = counts[rightStart...].reduce(0, +)
        let zeroCount = counts[leftEnd..<rightStart].reduce(0, +)
        var bounds: [Double] = []
        if leftEnd > 0, binCountMax > 1 {
            let share = Double(leftCount) / Double(rowCount - zeroCount)
            bounds = greedyBounds(
                values[..<leftEnd], counts[..<leftEnd], binCountMax: max(1, Int(share * Double(binCountMax - 1))),
                rowCount: leftCount, minDataInBin: options.minDataInBin)
            bounds[bounds.count - 1] = -zero
        }
        let rightMax = binCountMax - 1 - bounds.count
        guard rightStart < values.count, rightMax > 0 else { return bounds + [.infinity] }
        let right = greedyBounds(
            values[rightStart...], counts[rightStart...], binCountMax: rightMax, rowCount: rightCount,
            minDataInBin: options.minDataInBin)
        return bounds + [zero] + right
    }

    private func binCounts(_ distinct: DistinctValues, bounds: [Double]) -> [Int] {
        var counts = [Int](repeating: 0, count: bounds.count)
        var bin = 0
        for (value, count) in zip(distinct.values, distinct.counts) {
            while bin < bounds.count - 1, value > bounds[bin] { bin += 1 }
            counts[bin] += count
        }
        return counts
    }

    private func balancedCutCount(_ counts: [Int], rowCount: Int) -> Int {
        var left = 0
        var best = 0
        for count in counts.dropLast() {
            left += count
            best = max(best, min(left, rowCount - left))
        }
        return best
    }
}

enum BinCounts {
    /// The bin LightGBM leaves out of histograms: the fullest one if it holds 70 % of the rows, else that of 0.
    static func mostFrequentBin(_ counts: [Int], defaultBin: Int, rowCount: Int) -> Int {
        let sparseShareMin = 0.7
        var best = 0
        for bin in counts.indices where counts[bin] > counts[best] { best = bin }
        let share = Double(counts[best]) / Double(rowCount)
        return share < sparseShareMin ? defaultBin : best
    }
}

/// Distinct values with their row counts, ascending. Neighbouring doubles are one value, the larger; zeros stand
/// between negatives and positives, even without rows.
struct DistinctValues {
    private(set) var values: [Double] = []
    private(set) var counts: [Int] = []

    init(sorted: [Double], zeroCount: Int) {
        guard let first = sorted.first, let last = sorted.last else {
            append(0, zeroCount)
            return
        }
        values.reserveCapacity(sorted.count + 1)
        counts.reserveCapacity(sorted.count + 1)
        if first > 0, zeroCount > 0 { append(0, zeroCount) }
        append(first, 1)
        var previous = first
        for value in sorted.dropFirst() {
            if value <= previous.nextUp {
                values[values.count - 1] = value
                counts[counts.count - 1] += 1
            } else {
                if previous < 0, value > 0 { append(0, zeroCount) }
                append(value, 1)
            }
            previous = value
        }
        if last < 0, zeroCount > 0 { append(0, zeroCount) }
    }

    private mutating func append(_ value: Double, _ count: Int) {
        values.append(value)
        counts.append(count)
    }
}
