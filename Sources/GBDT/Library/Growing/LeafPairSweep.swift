// Unsafe on purpose: one sweep per split fills, subtracts and searches the histograms of two leaves, features spread
// over threads; each thread writes the part of the histograms that belongs to its features and nothing else. Arrays
// cannot be written from several threads, so the pointers are taken here, once per sweep, after checking all sizes.

/// Builds the histogram of the smaller child, derives the larger one's by subtraction, and searches both.
///
/// Everything about one feature happens in one go while its bins are in the first-level cache.
struct LeafPairSweep: Sendable {
    let table: FeatureTable
    let finder: NumericSplitFinder
    let pool: WorkerPool

    /// Features handled as one piece of work.
    private static let chunkFeatureCount = 4

    /// Rows of the leaf whose histogram is built.
    struct Rows {
        /// Row numbers; only `range` is meant.
        var rows: [UInt32]
        var range: Range<Int>
        /// Whether the leaf is all rows of the table in order, so that row numbers need not be looked up.
        var isEveryRow: Bool
        /// One pair of gradient and hessian per row of `range`, in the same order.
        var gradients: [SIMD2<Float>]
    }

    /// What the search of one feature brought.
    struct FeatureOutcome {
        var smaller: SplitInfo?
        var smallerIsSplittable = false
        var larger: SplitInfo?
        var largerIsSplittable = false
    }

    /// - Parameters:
    ///   - smallerHistogram: overwritten for the splittable features.
    ///   - larger: the other child; nil for the root.
    ///   - largerHistogram: the parent's on entry, the larger child's on return.
    ///   - splittable: features to search, those that were splittable in the parent.
    func run(
        _ rows: Rows, smaller: LeafSums, smallerHistogram: inout Histogram, larger: LeafSums?,
        largerHistogram: inout Histogram, splittable: [Bool]
    ) -> [FeatureOutcome] {
        check(rows, smallerHistogram, larger, largerHistogram, splittable)
        let features = table.features
        let chunk = Self.chunkFeatureCount
        return smallerHistogram.sums.withUnsafeMutableBufferPointer { smallerSums in
            largerHistogram.sums.withUnsafeMutableBufferPointer { largerSums in
                table.codes.withUnsafeBufferPointer { codes in
                    rows.rows.withUnsafeBufferPointer { rowNumbers in
                        rows.gradients.withUnsafeBufferPointer { gradients in
                            let work = Work(
                                table: table, finder: finder, isEveryRow: rows.isEveryRow, count: rows.range.count,
                                rows: rowNumbers.baseAddress! + rows.range.lowerBound,
                                gradients: gradients.baseAddress!, codes: codes.baseAddress!, smaller: smaller,
                                larger: larger, smallerSums: smallerSums.baseAddress!,
                                largerSums: largerSums.baseAddress)
                            let chunks = pool.map((features.count + chunk - 1) / chunk) { index in
                                let start = index * chunk
                                let chunk = start..<min(start + chunk, features.count)
                                work.buildHistograms(chunk.filter { splittable[$0] })
                                return chunk.map { splittable[$0] ? work.search($0) : FeatureOutcome() }
                            }
                            return chunks.flatMap { $0 }
                        }
                    }
                }
            }
        }
    }

    private func check(
        _ rows: Rows, _ smaller: Histogram, _ larger: LeafSums?, _ largerHistogram: Histogram, _ splittable: [Bool]
    ) {
        precondition(rows.range.lowerBound >= 0 && rows.range.upperBound <= rows.rows.count && !rows.range.isEmpty)
        precondition(rows.gradients.count >= rows.range.count)
        precondition(!rows.isEveryRow || rows.range.count == table.rowCount)
        precondition(smaller.sums.count == table.histogramSize && !table.features.isEmpty)
        precondition(larger == nil || largerHistogram.sums.count == table.histogramSize)
        precondition(splittable.count == table.features.count)
        precondition(table.features.allSatisfy { ($0.column + 1) * table.rowCount <= table.codes.count })
    }
}

/// One sweep's inputs as pointers, and the work on a few features.
private struct Work {
    let table: FeatureTable
    let finder: NumericSplitFinder
    let isEveryRow: Bool
    let count: Int
    let rows: UnsafePointer<UInt32>
    let gradients: UnsafePointer<SIMD2<Float>>
    let codes: UnsafePointer<UInt8>
    let smaller: LeafSums
    let larger: LeafSums?
    let smallerSums: UnsafeMutablePointer<SIMD2<Double>>
    let largerSums: UnsafeMutablePointer<SIMD2<Double>>?

    /// Subtraction and search of a feature whose smaller histogram is built.
    func search(_ index: Int) -> LeafPairSweep.FeatureOutcome {
        let feature = table.features[index]
        let bins = feature.bins
        let sums = smallerSums + feature.histogramStart
        let found = finder.bestSplit(
            in: UnsafeBufferPointer(start: sums, count: bins.count).span, layout: bins, feature: index, leaf: smaller)
        var outcome = LeafPairSweep.FeatureOutcome(smaller: found.split, smallerIsSplittable: found.isSplittable)
        guard let larger, let largerSums else { return outcome }
        let otherSums = largerSums + feature.histogramStart
        HistogramKernels.subtract(sums, from: otherSums, count: bins.count)
        let other = finder.bestSplit(
            in: UnsafeBufferPointer(start: otherSums, count: bins.count).span, layout: bins, feature: index,
            leaf: larger)
        outcome.larger = other.split
        outcome.largerIsSplittable = other.isSplittable
        return outcome
    }

    /// Histograms of the smaller leaf, two features at a time.
    func buildHistograms(_ features: [Int]) {
        for index in features {
            let feature = table.features[index]
            (smallerSums + feature.histogramStart).update(repeating: .zero, count: feature.bins.count)
        }
        for first in stride(from: 0, to: features.count - 1, by: 2) {
            accumulate(table.features[features[first]], table.features[features[first + 1]])
        }
        if features.count % 2 == 1, let last = features.last { accumulate(table.features[last]) }
        for index in features where table.features[index].bins.mostFrequentBin > 0 {
            let feature = table.features[index]
            HistogramKernels.restore(
                bin: feature.bins.mostFrequentBin, of: smallerSums + feature.histogramStart, count: feature.bins.count,
                leafSum: SIMD2(smaller.gradient, smaller.hessian))
        }
    }

    private func accumulate(_ feature: FeatureTable.Feature) {
        let column = codes + feature.column * table.rowCount
        let sums = smallerSums + feature.histogramStart
        if isEveryRow {
            HistogramKernels.accumulate(codes: column, gradients: gradients, count: count, into: sums)
        } else {
            HistogramKernels.accumulate(codes: column, rows: rows, gradients: gradients, count: count, into: sums)
        }
    }

    private func accumulate(_ first: FeatureTable.Feature, _ second: FeatureTable.Feature) {
        let columns = (codes + first.column * table.rowCount, codes + second.column * table.rowCount)
        let sums = (smallerSums + first.histogramStart, smallerSums + second.histogramStart)
        if isEveryRow {
            HistogramKernels.accumulatePair(codes: columns, gradients: gradients, count: count, into: sums)
        } else {
            HistogramKernels.accumulatePair(
                codes: columns, rows: rows, gradients: gradients, count: count, into: sums)
        }
    }
}
