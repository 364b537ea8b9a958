// Unsafe on purpose: one sweep per split fills, subtracts and searches the histograms of two leaves, features spread
// over threads; each thread writes the part of the histograms that belongs to its features and nothing else. Arrays
// cannot be written from several threads, so the pointers are taken here, once per sweep, after checking all sizes.

/// Builds the histogram of the smaller child, derives the larger one's by subtraction, and searches both.
///
/// Everything about one feature happens in one go while its bins are in the first-level cache.
struct LeafPairSweep: Sendable {
    let table: FeatureTable
    let finder: FeatureSplitFinder
    let pool: WorkerPool

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
    ///   - built: features whose histograms are needed.
    ///   - searched: those of them to search.
    ///   - generators: of extremely randomised trees: one per feature; else empty.
    func run(
        _ rows: Rows, smaller: SearchedLeaf, smallerHistogram: inout Histogram, larger: SearchedLeaf?,
        largerHistogram: inout Histogram, built: [Bool], searched: [Bool], generators: inout [ParityRandom]
    ) -> [FeatureOutcome] {
        check(rows, smallerHistogram, larger, largerHistogram, built)
        precondition(searched.count == built.count)
        precondition(generators.isEmpty || generators.count == table.features.count)
        return generators.withUnsafeMutableBufferPointer { generators in
            smallerHistogram.sums.withUnsafeMutableBufferPointer { smallerSums in
                largerHistogram.sums.withUnsafeMutableBufferPointer { largerSums in
                    withPointers(rows) { codes, wideCodes, rowNumbers, gradients in
                        let work = Work(
                            table: table, finder: finder, isEveryRow: rows.isEveryRow, count: rows.range.count,
                            rows: rowNumbers, gradients: gradients, codes: codes, wideCodes: wideCodes,
                            smaller: smaller, larger: larger, smallerSums: smallerSums.baseAddress!,
                            largerSums: largerSums.baseAddress,
                            generators: generators.isEmpty ? nil : generators.baseAddress)
                        let found = pool.map(table.units.count) { unit in
                            work.buildHistograms(table.units[unit].filter { built[$0] })
                            return table.units[unit].map {
                                built[$0] ? work.finish($0, searches: searched[$0]) : FeatureOutcome()
                            }
                        }
                        return inFeatureOrder(found)
                    }
                }
            }
        }
    }

    private func inFeatureOrder(_ found: [[FeatureOutcome]]) -> [FeatureOutcome] {
        var outcomes = [FeatureOutcome](repeating: FeatureOutcome(), count: table.features.count)
        for (unit, members) in zip(table.units, found) {
            for (feature, outcome) in zip(unit, members) { outcomes[feature] = outcome }
        }
        return outcomes
    }

    private func withPointers<Result>(
        _ rows: Rows,
        _ body: (
            _ codes: UnsafePointer<UInt8>?, _ wideCodes: UnsafePointer<UInt16>?, _ rows: UnsafePointer<UInt32>,
            _ gradients: UnsafePointer<SIMD2<Float>>
        ) -> Result
    ) -> Result {
        table.codes.withUnsafeBufferPointer { codes in
            table.wideCodes.withUnsafeBufferPointer { wideCodes in
                rows.rows.withUnsafeBufferPointer { rowNumbers in
                    rows.gradients.withUnsafeBufferPointer { gradients in
                        body(
                            codes.baseAddress, wideCodes.baseAddress,
                            rowNumbers.baseAddress! + rows.range.lowerBound, gradients.baseAddress!)
                    }
                }
            }
        }
    }

    private func check(
        _ rows: Rows, _ smaller: Histogram, _ larger: SearchedLeaf?, _ largerHistogram: Histogram, _ built: [Bool]
    ) {
        precondition(rows.range.lowerBound >= 0 && rows.range.upperBound <= rows.rows.count && !rows.range.isEmpty)
        precondition(rows.gradients.count >= rows.range.count)
        precondition(!rows.isEveryRow || rows.range.count == table.rowCount)
        precondition(smaller.sums.count == table.histogramSize && !table.features.isEmpty)
        precondition(larger == nil || largerHistogram.sums.count == table.histogramSize)
        precondition(built.count == table.features.count)
        precondition(
            table.features.allSatisfy { feature in
                switch feature.place {
                case .constant: false
                case .narrow(let column), .bundled(let column, _): (column + 1) * table.rowCount <= table.codes.count
                case .wide(let column): (column + 1) * table.rowCount <= table.wideCodes.count
                }
            })
    }
}

/// One sweep's inputs as pointers, and the work on a few features.
private struct Work {
    let table: FeatureTable
    let finder: FeatureSplitFinder
    let isEveryRow: Bool
    let count: Int
    let rows: UnsafePointer<UInt32>
    let gradients: UnsafePointer<SIMD2<Float>>
    let codes: UnsafePointer<UInt8>?
    let wideCodes: UnsafePointer<UInt16>?
    let smaller: SearchedLeaf
    let larger: SearchedLeaf?
    let smallerSums: UnsafeMutablePointer<SIMD2<Double>>
    let largerSums: UnsafeMutablePointer<SIMD2<Double>>?
    let generators: UnsafeMutablePointer<ParityRandom>?

    /// Subtraction and, if asked for, search of a feature whose smaller histogram is built.
    func finish(_ index: Int, searches: Bool) -> LeafPairSweep.FeatureOutcome {
        let feature = table.features[index]
        let sums = smallerSums + feature.histogramStart
        let random = generators.map { $0 + index }
        var outcome = LeafPairSweep.FeatureOutcome()
        if searches {
            let found = finder.bestSplit(
                in: UnsafeBufferPointer(start: sums, count: feature.bins.count).span, feature: feature, index: index,
                leaf: smaller, random: random)
            outcome = .init(smaller: found.split, smallerIsSplittable: found.isSplittable)
        }
        guard let larger, let largerSums else { return outcome }
        let otherSums = largerSums + feature.histogramStart
        HistogramKernels.subtract(sums, from: otherSums, count: feature.bins.count)
        guard searches else { return outcome }
        let other = finder.bestSplit(
            in: UnsafeBufferPointer(start: otherSums, count: feature.bins.count).span, feature: feature, index: index,
            leaf: larger, random: random)
        outcome.larger = other.split
        outcome.largerIsSplittable = other.isSplittable
        return outcome
    }

    /// Histograms of the smaller leaf, of the features of one unit: those of a bundle in one go, others of one-byte
    /// codes two at a time.
    func buildHistograms(_ features: [Int]) {
        if let first = features.first, case .bundled(let column, _) = table.features[first].place {
            buildBundle(features, column: column)
        } else {
            buildPlain(features)
        }
        for index in features where table.features[index].bins.mostFrequentBin > 0 {
            let feature = table.features[index]
            HistogramKernels.restore(
                bin: feature.bins.mostFrequentBin, of: smallerSums + feature.histogramStart, count: feature.bins.count,
                leafSum: SIMD2(smaller.sums.gradient, smaller.sums.hessian))
        }
    }

    private func buildBundle(_ features: [Int], column: Int) {
        guard let codes else { return }
        withUnsafeTemporaryAllocation(of: SIMD2<Double>.self, capacity: 256) { shared in
            guard let sums = shared.baseAddress else { return }
            sums.initialize(repeating: .zero, count: 256)
            accumulate(codes + column * table.rowCount, sums)
            for index in features {
                let feature = table.features[index]
                guard case .bundled(_, let member) = feature.place else { continue }
                let own = smallerSums + feature.histogramStart
                let usual = feature.bins.mostFrequentBin
                own[usual] = .zero
                for bin in 0..<feature.bins.count where bin != usual { own[bin] = sums[member.code(ofBin: bin)] }
            }
        }
    }

    private func buildPlain(_ features: [Int]) {
        var waiting: (sums: UnsafeMutablePointer<SIMD2<Double>>, codes: UnsafePointer<UInt8>)?
        for index in features {
            let feature = table.features[index]
            let sums = smallerSums + feature.histogramStart
            sums.update(repeating: .zero, count: feature.bins.count)
            switch feature.place {
            case .wide(let column):
                guard let wideCodes else { continue }
                HistogramKernels.accumulateWide(
                    codes: wideCodes + column * table.rowCount, rows: isEveryRow ? nil : rows, gradients: gradients,
                    count: count, into: sums)
            case .bundled, .constant:
                continue
            case .narrow(let column):
                guard let codes else { continue }
                let start = codes + column * table.rowCount
                if let first = waiting {
                    accumulate((first.codes, start), (first.sums, sums))
                    waiting = nil
                } else {
                    waiting = (sums, start)
                }
            }
        }
        if let waiting { accumulate(waiting.codes, waiting.sums) }
    }

    private func accumulate(_ column: UnsafePointer<UInt8>, _ sums: UnsafeMutablePointer<SIMD2<Double>>) {
        if isEveryRow {
            HistogramKernels.accumulate(codes: column, gradients: gradients, count: count, into: sums)
        } else {
            HistogramKernels.accumulate(codes: column, rows: rows, gradients: gradients, count: count, into: sums)
        }
    }

    private func accumulate(
        _ columns: (UnsafePointer<UInt8>, UnsafePointer<UInt8>),
        _ sums: (UnsafeMutablePointer<SIMD2<Double>>, UnsafeMutablePointer<SIMD2<Double>>)
    ) {
        if isEveryRow {
            HistogramKernels.accumulatePair(codes: columns, gradients: gradients, count: count, into: sums)
        } else {
            HistogramKernels.accumulatePair(
                codes: columns, rows: rows, gradients: gradients, count: count, into: sums)
        }
    }
}
