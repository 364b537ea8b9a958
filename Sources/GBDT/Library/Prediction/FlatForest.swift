/// All trees of a model in one array of nodes, for evaluation. Sums run over trees in order, as in LightGBM.
struct FlatForest: Sendable {
    struct Node: Sendable {
        var threshold: Double
        var feature: Int32
        /// At least 0: a node. Negative: leaf `~child` of the forest.
        var left: Int32
        var right: Int32
        var test: Test
        var missingGoesLeft: Bool
    }

    enum Test: UInt8, Sendable {
        /// `x <= threshold`; NaN goes where `missingGoesLeft` says.
        case numeric
        /// The same, and zeros are missing too.
        case numericZeroMissing
        /// Membership in the set of categories that `threshold` numbers.
        case categorical
    }

    private(set) var nodes: [Node] = []
    private(set) var leafValues: [Double] = []
    /// Where each tree starts, in the encoding of children, and the number of its first leaf.
    private var roots: [Int32] = []
    private(set) var firstLeaves: [Int] = []
    private(set) var categorySets: [[UInt32]] = []
    /// One per leaf of the forest when any of its trees is linear, else empty.
    private var linearLeaves: [LinearLeaf] = []

    init(_ trees: [Tree]) {
        for tree in trees { append(tree) }
        guard trees.contains(where: { $0.linearLeaves != nil }) else { return }
        linearLeaves = trees.flatMap { tree in tree.linearLeaves ?? tree.leafValue.map { LinearLeaf(constant: $0) } }
    }

    private mutating func append(_ tree: Tree) {
        let firstNode = nodes.count
        let firstLeaf = leafValues.count
        func child(_ index: Int) -> Int32 {
            index >= 0 ? Int32(firstNode + index) : Int32(~(firstLeaf + ~index))
        }
        roots.append(tree.splitFeature.isEmpty ? Int32(~firstLeaf) : Int32(firstNode))
        firstLeaves.append(firstLeaf)
        leafValues += tree.leafValue
        // Set by set, not node by node: any number of nodes may name the same set.
        let firstSet = categorySets.count
        for (start, end) in zip(tree.categoryBoundaries, tree.categoryBoundaries.dropFirst()) {
            categorySets.append(Array(tree.categoryWords[start..<end]))
        }
        for index in tree.splitFeature.indices {
            let decision = tree.decision[index]
            var node = Node(
                threshold: tree.comparedThreshold(ofNode: index), feature: Int32(tree.splitFeature[index]),
                left: child(tree.leftChild[index]), right: child(tree.rightChild[index]), test: .numeric,
                missingGoesLeft: decision.defaultLeft)
            if decision.isCategorical {
                node.test = .categorical
                node.threshold += Double(firstSet)
            } else if decision.missing == .zero {
                node.test = .numericZeroMissing
            } else if decision.missing == BinMapper.Missing.none {
                // Without a missing type NaN is read as 0.
                node.missingGoesLeft = 0 <= node.threshold
            }
            nodes.append(node)
        }
    }

    var treeCount: Int { roots.count }
    var byteCount: Int {
        nodes.count * MemoryLayout<Node>.stride + leafValues.count * MemoryLayout<Double>.stride
            + categorySets.reduce(0) { $0 + $1.count * MemoryLayout<UInt32>.stride }
    }
    var isLinear: Bool { !linearLeaves.isEmpty }

    /// The leaf of the forest in which `row` ends in tree number `tree`.
    @inline(__always)
    func leaf<Value: BinaryFloatingPoint>(ofTree tree: Int, _ row: Span<Value>) -> Int {
        var index = Int(roots[tree])
        while index >= 0 {
            let node = nodes[index]
            let value = Double(row[Int(node.feature)])
            index = Int(goesLeft(value, node) ? node.left : node.right)
        }
        return ~index
    }

    /// Whether a row with this value of the node's feature goes left.
    @inline(__always)
    func goesLeft(_ value: Double, _ node: Node) -> Bool {
        switch node.test {
        case .numeric:
            return value.isNaN ? node.missingGoesLeft : value <= node.threshold
        case .numericZeroMissing:
            let isMissing = value.isNaN || abs(value) <= ParityConstant.zeroThreshold
            return isMissing ? node.missingGoesLeft : value <= node.threshold
        case .categorical:
            return isMember(value, ofSet: Int(node.threshold))
        }
    }

    /// Values are truncated. NaN, negative numbers and what no Int32 holds belong to no set.
    private func isMember(_ value: Double, ofSet set: Int) -> Bool {
        guard value > -1, value < 2_147_483_648 else { return false }
        let category = Int(value)
        let words = categorySets[set]
        return category / 32 < words.count && words[category / 32] >> UInt32(category % 32) & 1 == 1
    }

    /// What tree number `tree` says about a row.
    @inline(__always)
    func output<Value: BinaryFloatingPoint>(ofTree tree: Int, _ row: Span<Value>) -> Double {
        let leaf = leaf(ofTree: tree, row)
        if isLinear, let output = linearLeaves[leaf].output(row) { return output }
        return leafValues[leaf]
    }

    /// The sum of the outputs of all trees, in order.
    func score<Value: BinaryFloatingPoint>(_ row: Span<Value>) -> Double {
        var sum = 0.0
        for tree in roots.indices { sum += output(ofTree: tree, row) }
        return sum
    }

    /// Sums of the outputs of some iterations, one per class: trees of the classes alternate.
    @inline(__always)
    func scores<Value: BinaryFloatingPoint>(
        _ row: Span<Value>, iterations: Range<Int>, outputCount: Int, stopping: PredictionStopping?
    ) -> [Double] {
        var scores = [Double](repeating: 0, count: outputCount)
        for (done, iteration) in iterations.enumerated() {
            if let stopping, done > 0, done % stopping.interval == 0, stopping.isDecided(scores) { break }
            for output in 0..<outputCount {
                scores[output] += self.output(ofTree: iteration * outputCount + output, row)
            }
        }
        return scores
    }
}
