/// The trees once more, laid out for quick walks: leaves are nodes that lead to themselves, so that eight walks can
/// go the same number of steps side by side without a branch.
///
/// Only for models whose nodes all compare numbers and treat at most NaN as missing, and whose leaves are constant;
/// others are evaluated by ``FlatForest`` alone. Sums run over trees in order: the same bits.
struct WalkForest: Sendable {
    /// A node's test is `value >= threshold` on the value of its feature or on that value negated, whichever makes NaN,
    /// which fails every test, go the right way. A row is therefore given twice, as it is and negated.
    struct Node: Sendable {
        /// Of a leaf NaN, which no value passes.
        var threshold: Double
        /// Below the column count: the feature; from there on: the negated feature.
        var operand: Int32
        /// Where a failed test leads; a passed one leads to the node after that. Of a leaf the leaf itself.
        var next: Int32
    }

    let columnCount: Int
    private(set) var nodes: [Node] = []
    /// By node; 0 for those that are no leaves.
    private(set) var leafValues: [Double] = []
    /// The first node of each tree.
    private(set) var roots: [Int32] = []
    /// Most steps from the root to a leaf, by tree.
    private(set) var depths: [Int32] = []

    var byteCount: Int { nodes.count * (MemoryLayout<Node>.stride + MemoryLayout<Double>.stride) }

    /// nil when a node needs more than a comparison, or when there is too much for 32 bits.
    init?(_ trees: [Tree], columnCount: Int) {
        let isSimple = trees.allSatisfy { tree in
            tree.linearLeaves == nil && tree.decision.allSatisfy { !$0.isCategorical && $0.missing != .zero }
        }
        let nodeCount = trees.reduce(0) { $0 + $1.splitFeature.count + $1.leafCount }
        guard isSimple, nodeCount <= Int(Int32.max), columnCount <= Int(Int32.max) / 2 else { return nil }
        self.columnCount = columnCount
        for tree in trees { append(tree) }
    }

    /// Places the nodes of a tree level by level, siblings side by side.
    private mutating func append(_ tree: Tree) {
        let start = nodes.count
        roots.append(Int32(start))
        // What stands at each place: a node or leaf of the tree, in the encoding of children, and its depth.
        var placed = [(child: tree.splitFeature.isEmpty ? ~0 : 0, depth: 0)]
        var position = 0
        while position < placed.count {
            let (child, depth) = placed[position]
            if child >= 0 {
                let (node, failed, passed) = test(tree, child, next: start + placed.count)
                nodes.append(node)
                leafValues.append(0)
                placed += [(failed, depth + 1), (passed, depth + 1)]
            } else {
                nodes.append(Node(threshold: .nan, operand: 0, next: Int32(start + position)))
                leafValues.append(tree.leafValue[~child])
            }
            position += 1
        }
        depths.append(Int32(placed.last?.depth ?? 0))
    }

    /// A node's test and the children to which failing and passing it lead.
    private func test(_ tree: Tree, _ index: Int, next: Int) -> (node: Node, failed: Int, passed: Int) {
        let decision = tree.decision[index]
        let threshold = tree.comparedThreshold(ofNode: index)
        let feature = tree.splitFeature[index]
        // Without a missing type NaN is read as 0.
        let nanGoesLeft = decision.missing == .nan ? decision.defaultLeft : 0 <= threshold
        if nanGoesLeft {
            // Right when value > threshold, that is from the next double on; after +inf comes none.
            let bound = threshold == .infinity ? .nan : threshold.nextUp
            let node = Node(threshold: bound, operand: Int32(feature), next: Int32(next))
            return (node, tree.leftChild[index], tree.rightChild[index])
        }
        let node = Node(threshold: -threshold, operand: Int32(columnCount + feature), next: Int32(next))
        return (node, tree.rightChild[index], tree.leftChild[index])
    }
}
