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
    let plan: SweepPlan

    init(table: FeatureTable, finder: FeatureSplitFinder, pool: WorkerPool) {
        self.table = table
        self.finder = finder
        self.pool = pool
        plan = SweepPlan(table, workerCount: pool.threadCount)
    }

    /// Rows of the leaf whose histogram is built.
    struct Rows {
        /// Row numbers; only `range` is meant.
        var rows: [UInt32]
        var range: Range<Int>
        /// Whether the leaf is all rows of the table in order, so that row numbers need not be looked up.
        var isEveryRow: Bool
        /// A pair of gradient and hessian for every row of the table.
        var gradients: [SIMD2<Float>]
        /// How many of them have an exact sum: ``ExactSums``.
        var exactCount: Int
    }

    /// One of the two leaves.
    struct Side {
        var leaf: SearchedLeaf
        /// Which features may be chosen; nil: all.
        var allowed: [Bool]?
        /// Of the smaller leaf: overwritten for the built features. Of the larger: the parent's on entry.
        var histogram: Histogram
        /// Set for the searched features: whether they are worth searching further down.
        var splittable: [Bool]
        /// The best split found.
        var best: SplitInfo?
    }

    /// Which features are looked at.
    struct Selection {
        /// Features whose histograms are needed.
        var built: [Bool]
        /// Those of them to search.
        var searched: [Bool]
    }

    /// - Parameters:
    ///   - larger: the other child; nil for the root.
    ///   - generators: of extremely randomised trees: one per feature; else empty.
    func run(
        _ rows: Rows, smaller: inout Side, larger: inout Side?, _ selection: Selection,
        generators: inout [ParityRandom]
    ) {
        check(rows, smaller, larger, selection)
        precondition(generators.isEmpty || generators.count == table.features.count)
        var other = larger ?? Side(leaf: smaller.leaf, histogram: Histogram(size: 0), splittable: [])
        let hasLarger = larger.take() != nil
        let (smallerLeaf, smallerAllowed) = (smaller.leaf, smaller.allowed)
        let (largerLeaf, largerAllowed) = (other.leaf, other.allowed)
        let found = generators.withUnsafeMutableBufferPointer { generators in
            Self.withPointers(&smaller) { smallerPointers in
                Self.withPointers(&other) { largerPointers in
                    withPointers(rows) { source in
                        let work = SweepWork(
                            table: table, finder: finder, rows: source, selection: selection,
                            smaller: .init(leaf: smallerLeaf, allowed: smallerAllowed, smallerPointers),
                            larger: hasLarger
                                ? .init(leaf: largerLeaf, allowed: largerAllowed, largerPointers) : nil,
                            generators: generators.isEmpty ? nil : generators.baseAddress)
                        return isRowShared(rows)
                            ? runSharingRows(work) : pool.map(plan.shares.count) { work.run(plan.shares[$0]) }
                    }
                }
            }
        }
        smaller.best = Self.best(found.map(\.smaller))
        other.best = Self.best(found.map(\.larger))
        if hasLarger { larger = other }
    }

    /// The order of splits is total, so it does not matter who found which.
    private static func best(_ splits: [SplitInfo?]) -> SplitInfo? {
        splits.reduce(nil) { best, split in
            guard let split, split.isBetter(than: best) else { return best }
            return split
        }
    }

    private static func withPointers<Result>(
        _ side: inout Side, _ body: (SweepWork.Side.Pointers) -> Result
    ) -> Result {
        side.histogram.sums.withUnsafeMutableBufferPointer { sums in
            side.splittable.withUnsafeMutableBufferPointer { body(.init(sums: sums, splittable: $0)) }
        }
    }

    private func withPointers<Result>(_ rows: Rows, _ body: (SweepWork.Source) -> Result) -> Result {
        table.panels.codes.withUnsafeBufferPointer { codes in
            table.codes.withUnsafeBufferPointer { columnCodes in
                table.wideCodes.withUnsafeBufferPointer { wideCodes in
                    rows.rows.withUnsafeBufferPointer { rowNumbers in
                        rows.gradients.withUnsafeBufferPointer { gradients in
                            body(
                                SweepWork.Source(
                                    codes: codes.baseAddress!, columnCodes: columnCodes.baseAddress!,
                                    wideCodes: wideCodes.baseAddress,
                                    rows: rows.isEveryRow ? nil : rowNumbers.baseAddress! + rows.range.lowerBound,
                                    count: rows.range.count, gradients: gradients.baseAddress!))
                        }
                    }
                }
            }
        }
    }

    private func check(_ rows: Rows, _ smaller: Side, _ larger: Side?, _ selection: Selection) {
        precondition(rows.range.lowerBound >= 0 && rows.range.upperBound <= rows.rows.count && !rows.range.isEmpty)
        precondition(rows.gradients.count == table.rowCount)
        precondition(!rows.isEveryRow || rows.range.count == table.rowCount)
        precondition(!table.features.isEmpty)
        for side in [smaller, larger].compactMap(\.self) {
            precondition(side.histogram.sums.count == table.histogramSize)
            precondition(side.splittable.count == table.features.count)
            precondition((side.allowed?.count ?? table.features.count) == table.features.count)
        }
        precondition(selection.built.count == table.features.count)
        precondition(selection.searched.count == table.features.count)
    }
}
