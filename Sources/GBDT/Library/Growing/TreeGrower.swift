/// Grows one tree leaf by leaf, always splitting the leaf with the best gain
/// (`src/treelearner/serial_tree_learner.cpp`).
///
/// Knows when to split; sums are the sweep's business, gain is the finder's. Buffers are kept from tree to tree.
struct TreeGrower: Sendable {
    private let parameters: TrainingParameters
    private let table: FeatureTable
    private let sweep: LeafPairSweep
    private let forcedFinder: ForcedSplitFinder
    /// Forced splits of features that can be split on.
    private let forcedFeatures: Set<Int>
    private(set) var partition: RowPartition
    private var histograms: HistogramPool
    /// Of extremely randomised trees: one per feature; else empty.
    private var generators: [ParityRandom]

    // The tree in the making.
    private var tree = Tree()
    private var leaves: [LeafState] = []
    private var splits: [(column: Int, leftTable: [UInt8])] = []
    private var monotone: MonotoneBounds?
    /// How many gradients have an exact sum.
    private var exactCount = 0
    /// Features the next search may look at.
    private var candidates: [Bool] = []
    /// The output of the smaller child of the latest split, of an earlier tree too: what LightGBM takes for the root's
    /// own output when it weighs a forced split.
    private var latestSmallerOutput = 0.0

    init(table: FeatureTable, parameters: TrainingParameters, pool: WorkerPool) {
        self.parameters = parameters
        self.table = table
        sweep = LeafPairSweep(table: table, finder: FeatureSplitFinder(parameters), pool: pool)
        forcedFinder = ForcedSplitFinder(parameters)
        let forcedColumns = parameters.forcedSplits?.columns ?? []
        forcedFeatures = Set(table.features.indices.filter { forcedColumns.contains(table.features[$0].column) })
        partition = RowPartition(rowCount: table.rowCount, pool: pool)
        histograms = HistogramPool(
            histogramSize: table.histogramSize, megabytes: parameters.histogramPoolBound,
            leafCountMax: parameters.leafCountMax)
        generators =
            parameters.extraTrees
            ? table.features.indices.map { ParityRandom(seed: parameters.seeds.extra &+ $0) } : []
    }

    /// A tree fitted to the gradients (x) and hessians (y) of all rows, or of the rows in `bag`.
    ///
    /// Leaf values are unshrunk. Afterwards `partition` tells the rows of every leaf.
    /// - Parameter histogramHessian: what histograms take for every row's hessian; nil: its own.
    mutating func grow(
        gradients: [SIMD2<Float>], bag: [UInt32]?, histogramHessian: Float? = nil, sampler: inout FeatureSampler
    ) -> (tree: Tree, binned: BinnedTree) {
        partition.reset(bag: bag, rowCount: table.rowCount)
        let original = gradients
        var gradients = gradients
        if let histogramHessian {
            for row in gradients.indices { gradients[row].y = histogramHessian }
        }
        let total = startSums(original, histogrammed: gradients)
        sampler.drawTree()
        candidates = table.features.indices.map { forcedFeatures.contains($0) }
        for feature in sampler.treeFeatures { candidates[feature] = true }
        splits = []
        let isConstrained = parameters.monotoneConstraints.contains { $0 != 0 }
        monotone = isConstrained ? MonotoneBounds(method: parameters.monotoneMethod) : nil
        startRoot(gradients, total, isEveryRow: bag == nil, sampler: &sampler)
        growForced(gradients, &sampler)
        while leaves.count < parameters.leafCountMax, let leaf = leafToSplit(), let split = leaves[leaf].best {
            apply(split, to: leaf, gradients, &sampler)
        }
        histograms.reset()
        return (tree, BinnedTree(tree, splits: splits))
    }

    /// Features that can be split on.
    var featureCount: Int { table.features.count }

    /// Columns on the path to every leaf, ascending.
    var leafPaths: [[Int]] { leaves.map { $0.path.map { table.features[$0].column }.sorted() } }

    /// The sum of the root's rows in order, and at the same time how many of the gradients have an exact one.
    private mutating func startSums(_ gradients: [SIMD2<Float>], histogrammed: [SIMD2<Float>]) -> SIMD2<Double> {
        guard table.largestBin != nil else { return rootSum(gradients) }
        let results = sweep.pool.map(2) { piece in
            piece == 0
                ? (total: rootSum(gradients), exactCount: 0)
                : (total: .zero, exactCount: ExactSums.countMax(histogrammed))
        }
        exactCount = results[1].exactCount
        return results[0].total
    }

    private func rootSum(_ gradients: [SIMD2<Float>]) -> SIMD2<Double> {
        var total = SIMD2<Double>.zero
        for index in partition.range(ofLeaf: 0) { total += SIMD2<Double>(gradients[Int(partition.rows[index])]) }
        return total
    }

    private mutating func startRoot(
        _ gradients: [SIMD2<Float>], _ total: SIMD2<Double>, isEveryRow: Bool, sampler: inout FeatureSampler
    ) {
        let range = partition.range(ofLeaf: 0)
        let output = sweep.finder.rule.rootOutput(gradient: total.x, hessian: total.y)
        let sums = LeafSums(gradient: total.x, hessian: total.y, rowCount: range.count, output: output)
        // The root of a linear tree is left at 0, as in LightGBM.
        let rootValue = parameters.linearTree ? 0 : storedLeafValue(output)
        tree = Tree(rootValue: rootValue, weight: total.y, rowCount: range.count)
        let splittable = [Bool](repeating: true, count: table.features.count)
        leaves = [
            LeafState(
                sums: sums, depth: 0, bounds: monotone == nil ? nil : OutputBounds(), splittable: splittable)
        ]
        guard range.count >= 2 * parameters.minDataInLeaf, !range.isEmpty, !table.features.isEmpty else { return }
        leaves[0].allowed = sampler.drawNode()
        var root = side(0, histograms.take(0).histogram)
        var none: LeafPairSweep.Side?
        sweep.run(
            rows(ofLeaf: 0, gradients, isEveryRow: isEveryRow), smaller: &root, larger: &none,
            .init(built: candidates, searched: candidates), generators: &generators)
        record(root, leaf: 0)
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

    /// Splits a leaf and searches its children, unless there may be no more leaves.
    private mutating func apply(
        _ split: SplitInfo, to leaf: Int, _ gradients: [SIMD2<Float>], _ sampler: inout FeatureSampler
    ) {
        self.split(leaf, split)
        let newLeaf = leaves.count - 1
        let isLeftSmaller = leaves[leaf].sums.rowCount < leaves[newLeaf].sums.rowCount
        latestSmallerOutput = isLeftSmaller ? split.left.output : split.right.output
        let stale = monotone?.update(&leaves, split: split, leaf: leaf, newLeaf: newLeaf) ?? []
        for other in stale { searchAgain(other, &sampler) }
        if leaves.count < parameters.leafCountMax { searchChildren(leaf, gradients, sampler: &sampler) }
    }

    private mutating func split(_ leaf: Int, _ split: SplitInfo) {
        let feature = table.features[split.feature]
        let leftTable = feature.bins.leftTable(split)
        partition.split(leaf: leaf, by: feature.place, of: table, leftTable: feature.codeTable(leftTable))
        let newLeaf = leaves.count
        let leftCount = partition.range(ofLeaf: leaf).count
        let rightCount = partition.range(ofLeaf: newLeaf).count
        let threshold: Double
        let decision: Tree.Decision
        if let bins = split.leftBins {
            threshold = tree.addCategorySet(bins.map { feature.mapper.categories[$0] })
            decision = .init(categoricalMissing: feature.bins.missing)
        } else {
            threshold = feature.mapper.upperBounds[split.threshold]
            decision = .init(defaultLeft: split.defaultLeft, missing: feature.bins.missing)
        }
        tree.split(
            leaf: leaf, column: feature.column, threshold: threshold, decision: decision,
            gain: Float(split.gain + parameters.minGainToSplit), left: split.left, right: split.right,
            leftCount: leftCount, rightCount: rightCount)
        splits.append((feature.column, leftTable))
        leaves.append(leaves[leaf].child(split.right, rowCount: rightCount, feature: split.feature))
        leaves[leaf] = leaves[leaf].child(split.left, rowCount: leftCount, feature: split.feature)
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
            histograms.release(left)
            return
        }
        let (small, large) = leftCount < rightCount ? (left, right) : (right, left)
        let parent = histograms.take(left)
        if large == right { histograms.move(from: left, to: right) }
        let splittable = leaves[left].splittable
        let searched = candidates.indices.map { candidates[$0] && (splittable[$0] || !parent.isKept) }
        let built = searched.indices.map { searched[$0] || forcedFeatures.contains($0) }
        let selection = LeafPairSweep.Selection(built: built, searched: searched)
        leaves[small].allowed = sampler.drawNode(path: leaves[small].path)
        leaves[large].allowed = sampler.drawNode(path: leaves[large].path)
        var smaller = side(small, histograms.take(small).histogram)
        var larger = Optional(side(large, parent.histogram))
        let smallerRows = rows(ofLeaf: small, gradients, isEveryRow: false)
        if parent.isKept {
            sweep.run(smallerRows, smaller: &smaller, larger: &larger, selection, generators: &generators)
        } else if var alone = larger.take() {
            var none: LeafPairSweep.Side?
            let largerRows = rows(ofLeaf: large, gradients, isEveryRow: false)
            sweep.run(smallerRows, smaller: &smaller, larger: &none, selection, generators: &generators)
            sweep.run(largerRows, smaller: &alone, larger: &none, selection, generators: &generators)
            larger = alone
        }
        record(smaller, leaf: small)
        if let larger { record(larger, leaf: large) }
    }

    private mutating func side(_ leaf: Int, _ histogram: consuming Histogram) -> LeafPairSweep.Side {
        LeafPairSweep.Side(
            leaf: leaves[leaf].searched, allowed: leaves[leaf].allowed, histogram: histogram,
            splittable: leaves[leaf].splittable)
    }

    private mutating func record(_ side: LeafPairSweep.Side, leaf: Int) {
        histograms.put(side.histogram, of: leaf)
        leaves[leaf].splittable = side.splittable
        leaves[leaf].best = side.best
        if leaves[leaf].best == nil, forcedFeatures.isEmpty { histograms.release(leaf) }
    }

    private func rows(ofLeaf leaf: Int, _ gradients: [SIMD2<Float>], isEveryRow: Bool) -> LeafPairSweep.Rows {
        .init(
            rows: partition.rows, range: partition.range(ofLeaf: leaf), isEveryRow: isEveryRow, gradients: gradients,
            exactCount: exactCount)
    }
}

extension TreeGrower {
    /// Sets leaf values from the exact gradients of the rows in each leaf.
    func recomputeLeaves(of tree: inout Tree, gradients: [SIMD2<Float>]) {
        for leaf in tree.leafValue.indices {
            var total = SIMD2<Double>.zero
            for row in partition.rows[partition.range(ofLeaf: leaf)] { total += SIMD2<Double>(gradients[Int(row)]) }
            let output = sweep.finder.rule.rootOutput(
                gradient: total.x, hessian: total.y + ParityConstant.epsilon)
            tree.leafValue[leaf] = output.isNaN ? 0 : output
        }
    }

    /// The search of a leaf once more, under bounds that have become tighter
    /// (`SerialTreeLearner::RecomputeBestSplitForLeaf`).
    ///
    /// Interaction constraints hold as before. The leaf's sums are those of the split found before, which differ from
    /// its own in the last digits; its own output is only looked at by path smoothing.
    private mutating func searchAgain(_ leaf: Int, _ sampler: inout FeatureSampler) {
        guard let histogram = histograms[leaf] else { return }
        let allowed = sampler.drawNode(path: leaves[leaf].path)
        var state = leaves[leaf].searched
        let (left, right) = (leaves[leaf].best?.left, leaves[leaf].best?.right)
        state.sums = LeafSums(
            gradient: (left?.gradient ?? 0) + (right?.gradient ?? 0),
            hessian: (left?.hessian ?? 0) + (right?.hessian ?? 0),
            rowCount: (left?.rowCount ?? 0) + (right?.rowCount ?? 0), output: 0)
        if parameters.pathSmooth > ParityConstant.epsilon {
            state.sums.output = sweep.finder.rule.rootOutput(
                gradient: state.sums.gradient, hessian: state.sums.hessian)
        }
        leaves[leaf].best = nil
        for index in table.features.indices where leaves[leaf].splittable[index] && candidates[index] {
            let feature = table.features[index]
            let bins = feature.histogramStart..<feature.histogramStart + feature.bins.count
            let finder = sweep.finder
            let isRandom = !generators.isEmpty
            let found = generators.withUnsafeMutableBufferPointer { generators in
                finder.bestSplit(
                    in: histogram.sums.span.extracting(bins), feature: feature, index: index, leaf: state,
                    random: isRandom ? generators.baseAddress.map { $0 + index } : nil)
            }
            leaves[leaf].splittable[index] = found.isSplittable
            guard allowed?[index] ?? true, let split = found.split else { continue }
            if split.isBetter(than: leaves[leaf].best) { leaves[leaf].best = split }
        }
    }

    /// Makes the forced splits, breadth first; what follows one that gains nothing is left out
    /// (`SerialTreeLearner::ForceSplits`).
    private mutating func growForced(_ gradients: [SIMD2<Float>], _ sampler: inout FeatureSampler) {
        guard let root = parameters.forcedSplits else { return }
        var queue = [(forced: root, leaf: 0)]
        var next = 0
        while next < queue.count, leaves.count < parameters.leafCountMax {
            let (forced, leaf) = queue[next]
            next += 1
            guard let split = split(of: leaf, as: forced) else { break }
            if let left = forced.children[.left] { queue.append((left, leaf)) }
            if let right = forced.children[.right] { queue.append((right, leaves.count)) }
            // Forced features are looked at besides those drawn, as long as forced splits follow.
            if next == queue.count { dropForcedCandidates(sampler) }
            apply(split, to: leaf, gradients, &sampler)
        }
        dropForcedCandidates(sampler)
    }

    private mutating func dropForcedCandidates(_ sampler: FeatureSampler) {
        let drawn = Set(sampler.treeFeatures)
        for feature in forcedFeatures where !drawn.contains(feature) { candidates[feature] = false }
    }

    private func split(of leaf: Int, as forced: ForcedSplit) -> SplitInfo? {
        guard let index = table.features.firstIndex(where: { $0.column == forced.column }),
            let histogram = histograms[leaf]
        else { return nil }
        let feature = table.features[index]
        let bins = feature.histogramStart..<feature.histogramStart + feature.bins.count
        var sums = leaves[leaf].sums
        if leaves.count == 1 { sums.output = latestSmallerOutput }
        return forcedFinder.split(
            histogram.sums.span.extracting(bins), feature: feature, index: index,
            bin: feature.mapper.bin(of: forced.threshold), leaf: sums)
    }
}
