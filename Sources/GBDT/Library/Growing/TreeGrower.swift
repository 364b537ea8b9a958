/// Grows one tree leaf by leaf, always splitting the leaf with the best gain
/// (`src/treelearner/serial_tree_learner.cpp`).
///
/// Knows when to split; sums are the sweep's business, gain is the finder's. Buffers are kept from tree to tree.
struct TreeGrower: Sendable {
    private let parameters: TrainingParameters
    private let table: FeatureTable
    private let sweep: LeafPairSweep
    private(set) var partition: RowPartition
    private var spareHistograms: [Histogram] = []
    private var gatheredGradients: [SIMD2<Float>]

    // The tree in the making.
    private var tree = Tree()
    private var leaves: [LeafState] = []
    private var splits: [(column: Int, leftTable: [UInt8])] = []

    init(table: FeatureTable, parameters: TrainingParameters) {
        self.parameters = parameters
        self.table = table
        let pool = WorkerPool(threadCount: parameters.threadCount)
        sweep = LeafPairSweep(table: table, finder: NumericSplitFinder(parameters), pool: pool)
        partition = RowPartition(rowCount: table.rowCount)
        gatheredGradients = Array(repeating: .zero, count: table.rowCount)
    }

    /// A tree fitted to the gradients (x) and hessians (y) of all rows, or of the rows in `bag`.
    ///
    /// Leaf values are unshrunk. Afterwards `partition` tells the rows of every leaf.
    mutating func grow(
        gradients: [SIMD2<Float>], bag: [UInt32]?, sampler: inout FeatureSampler
    ) -> (tree: Tree, binned: BinnedTree) {
        partition.reset(bag: bag, rowCount: table.rowCount)
        sampler.drawTree()
        splits = []
        startRoot(gradients, isEveryRow: bag == nil, sampler: &sampler)
        while leaves.count < parameters.leafCountMax, let leaf = leafToSplit() {
            split(leaf)
            if leaves.count < parameters.leafCountMax {
                searchChildren(leaf, gradients, sampler: &sampler)
            }
        }
        for leaf in leaves.indices { releaseHistogram(ofLeaf: leaf) }
        return (tree, BinnedTree(tree, splits: splits))
    }

    private mutating func startRoot(_ gradients: [SIMD2<Float>], isEveryRow: Bool, sampler: inout FeatureSampler) {
        let range = partition.range(ofLeaf: 0)
        var total = SIMD2<Double>.zero
        for index in range { total += SIMD2<Double>(gradients[Int(partition.rows[index])]) }
        let output = sweep.finder.rule.rootOutput(gradient: total.x, hessian: total.y)
        let sums = LeafSums(gradient: total.x, hessian: total.y, rowCount: range.count, output: output)
        tree = Tree(rootValue: output.isNaN ? 0 : output, weight: total.y, rowCount: range.count)
        var splittable = [Bool](repeating: false, count: table.features.count)
        for feature in sampler.treeFeatures { splittable[feature] = true }
        leaves = [LeafState(sums: sums, depth: 0, splittable: splittable, best: nil, histogram: nil)]
        guard range.count >= 2 * parameters.minDataInLeaf, !range.isEmpty, !table.features.isEmpty else { return }
        var histogram = takeHistogram()
        var none = Histogram(size: 0)
        let outcomes = sweep.run(
            rows(ofLeaf: 0, gradients, isEveryRow: isEveryRow), smaller: sums, smallerHistogram: &histogram,
            larger: nil, largerHistogram: &none, splittable: splittable)
        leaves[0].histogram = histogram
        let allowed = sampler.drawNode()
        record(outcomes.map { ($0.smaller, $0.smallerIsSplittable) }, leaf: 0, allowed: allowed)
    }

    /// The leaf whose best split is the best of all; the first of equals. nil when no split gains anything.
    private func leafToSplit() -> Int? {
        var best: Int?
        for leaf in leaves.indices {
            guard let split = leaves[leaf].best else { continue }
            if split.isBetter(than: best.flatMap { leaves[$0].best }) { best = leaf }
        }
        guard let best, let split = leaves[best].best, split.gain > 0 else { return nil }
        return best
    }

    private mutating func split(_ leaf: Int) {
        guard let split = leaves[leaf].best else { preconditionFailure("only leaves with a split are split") }
        let feature = table.features[split.feature]
        let leftTable = feature.bins.leftTable(threshold: split.threshold, defaultLeft: split.defaultLeft)
        partition.split(
            leaf: leaf, codes: table.codes, codesStart: feature.column * table.rowCount, leftTable: leftTable)
        let newLeaf = leaves.count
        let leftCount = partition.range(ofLeaf: leaf).count
        let rightCount = partition.range(ofLeaf: newLeaf).count
        tree.split(
            leaf: leaf, column: feature.column, threshold: feature.mapper.upperBounds[split.threshold],
            decision: .init(defaultLeft: split.defaultLeft, missing: feature.bins.missing),
            gain: Float(split.gain + parameters.minGainToSplit), left: split.left, right: split.right,
            leftCount: leftCount, rightCount: rightCount)
        splits.append((feature.column, leftTable))
        var left = leaves[leaf].child(split.left, rowCount: leftCount)
        swap(&left.histogram, &leaves[leaf].histogram)
        leaves.append(leaves[leaf].child(split.right, rowCount: rightCount))
        leaves[leaf] = left
    }

    /// Searches both children of the split that made the newest leaf. The left child holds the parent's histogram.
    private mutating func searchChildren(
        _ left: Int, _ gradients: [SIMD2<Float>], sampler: inout FeatureSampler
    ) {
        let right = leaves.count - 1
        let leftCount = leaves[left].sums.rowCount
        let rightCount = leaves[right].sums.rowCount
        let isTooDeep = parameters.depthMax > 0 && leaves[left].depth >= parameters.depthMax
        let limit = 2 * parameters.minDataInLeaf
        let areTooSmall = leftCount < limit && rightCount < limit
        // An empty child can come of counts that were estimated; the other then equals the parent, which is settled.
        guard !isTooDeep, !areTooSmall, leftCount > 0, rightCount > 0 else {
            releaseHistogram(ofLeaf: left)
            return
        }
        let (small, large) = leftCount < rightCount ? (left, right) : (right, left)
        let splittable = leaves[left].splittable
        var parentHistogram = Histogram(size: 0)
        if let histogram = leaves[left].histogram.take() { parentHistogram = histogram }
        var smallHistogram = takeHistogram()
        let outcomes = sweep.run(
            rows(ofLeaf: small, gradients, isEveryRow: false), smaller: leaves[small].sums,
            smallerHistogram: &smallHistogram, larger: leaves[large].sums, largerHistogram: &parentHistogram,
            splittable: splittable)
        leaves[small].histogram = smallHistogram
        leaves[large].histogram = parentHistogram
        let allowedSmall = sampler.drawNode()
        let allowedLarge = sampler.drawNode()
        record(outcomes.map { ($0.smaller, $0.smallerIsSplittable) }, leaf: small, allowed: allowedSmall)
        record(outcomes.map { ($0.larger, $0.largerIsSplittable) }, leaf: large, allowed: allowedLarge)
    }

    private mutating func record(_ found: [(split: SplitInfo?, isSplittable: Bool)], leaf: Int, allowed: [Bool]?) {
        for feature in found.indices {
            leaves[leaf].splittable[feature] = found[feature].isSplittable
            guard allowed?[feature] ?? true, let split = found[feature].split else { continue }
            if split.isBetter(than: leaves[leaf].best) { leaves[leaf].best = split }
        }
        if leaves[leaf].best == nil { releaseHistogram(ofLeaf: leaf) }
    }

    private mutating func rows(ofLeaf leaf: Int, _ gradients: [SIMD2<Float>], isEveryRow: Bool) -> LeafPairSweep.Rows {
        let range = partition.range(ofLeaf: leaf)
        if isEveryRow {
            return .init(rows: partition.rows, range: range, isEveryRow: true, gradients: gradients)
        }
        PartitionKernels.gather(gradients, rows: partition.rows, range: range, into: &gatheredGradients)
        return .init(rows: partition.rows, range: range, isEveryRow: false, gradients: gatheredGradients)
    }

    private mutating func takeHistogram() -> Histogram {
        spareHistograms.popLast() ?? Histogram(size: table.histogramSize)
    }

    private mutating func releaseHistogram(ofLeaf leaf: Int) {
        if let histogram = leaves[leaf].histogram.take() { spareHistograms.append(histogram) }
    }
}
