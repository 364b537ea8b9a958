/// One regression tree in LightGBM's numbering (`include/LightGBM/tree.h`).
///
/// Inner nodes are numbered in the order of their splits; a child of at least 0 is a node, a negative one is leaf
/// `~child`. Splitting leaf `l` makes node `leafCount - 1`; the left child stays leaf `l`, the right becomes
/// leaf `leafCount`.
struct Tree: Sendable, Hashable {
    // One entry per inner node.
    var splitFeature: [Int] = []
    var splitGain: [Float] = []
    /// Upper bound of what goes left; for a categorical node an index into `categoryBoundaries`.
    var threshold: [Double] = []
    var decision: [Decision] = []
    var leftChild: [Int] = []
    var rightChild: [Int] = []
    var internalValue: [Double] = []
    var internalWeight: [Double] = []
    var internalCount: [Int] = []
    // One entry per leaf.
    var leafValue: [Double]
    var leafWeight: [Double]
    var leafCounts: [Int]
    /// One per leaf of a linear tree; nil: every leaf says its value.
    var linearLeaves: [LinearLeaf]?
    /// Set `k` of categories is the bits of words `categoryBoundaries[k] ..< categoryBoundaries[k + 1]`.
    var categoryBoundaries: [Int] = []
    var categoryWords: [UInt32] = []
    var shrinkage = 1.0
    /// The node each leaf hangs on; -1 for the root. Only used while growing.
    private var leafParent: [Int] = [-1]

    var leafCount: Int { leafValue.count }

    /// How a node decides: the text format's `decision_type` bits.
    struct Decision: Sendable, Hashable {
        var rawValue: UInt8

        init(rawValue: UInt8) { self.rawValue = rawValue }

        init(defaultLeft: Bool, missing: BinMapper.Missing) {
            rawValue = (defaultLeft ? 2 : 0) | missing.rawValue << 2
        }

        var isCategorical: Bool { rawValue & 1 != 0 }
        var defaultLeft: Bool { rawValue & 2 != 0 }
        /// nil for the one bit pattern that means nothing.
        var missing: BinMapper.Missing? { BinMapper.Missing(rawValue: (rawValue >> 2) & 3) }
    }

    /// A tree of one leaf.
    init(rootValue: Double, weight: Double = 0, rowCount: Int) {
        leafValue = [rootValue]
        leafWeight = [weight]
        leafCounts = [rowCount]
    }

    init() {
        leafValue = []
        leafWeight = []
        leafCounts = []
    }

    /// Splits a leaf in two; the new leaf, the right one, gets the number `leafCount` had before.
    mutating func split(
        leaf: Int, column: Int, threshold bound: Double, decision: Decision, gain: Float, left: LeafSums,
        right: LeafSums, leftCount: Int, rightCount: Int
    ) {
        let node = splitFeature.count
        let newLeaf = leafCount
        let parent = leafParent[leaf]
        if parent >= 0 {
            if leftChild[parent] == ~leaf { leftChild[parent] = node } else { rightChild[parent] = node }
        }
        splitFeature.append(column)
        splitGain.append(gain)
        threshold.append(bound)
        self.decision.append(decision)
        leftChild.append(~leaf)
        rightChild.append(~newLeaf)
        internalValue.append(leafValue[leaf])
        internalWeight.append(left.hessian + right.hessian)
        internalCount.append(leftCount + rightCount)
        leafValue[leaf] = left.output.isNaN ? 0 : left.output
        leafWeight[leaf] = left.hessian
        leafCounts[leaf] = leftCount
        leafParent[leaf] = node
        leafValue.append(right.output.isNaN ? 0 : right.output)
        leafWeight.append(right.hessian)
        leafCounts.append(rightCount)
        leafParent.append(node)
    }

    /// Multiplies all outputs by the learning rate.
    mutating func shrink(by rate: Double) {
        for leaf in leafValue.indices { leafValue[leaf] = storedLeafValue(leafValue[leaf] * rate) }
        for node in internalValue.indices { internalValue[node] = storedLeafValue(internalValue[node] * rate) }
        for leaf in linearLeaves?.indices ?? 0..<0 { linearLeaves?[leaf].multiply(by: rate) }
        shrinkage *= rate
    }

    /// Adds the initial score to all outputs; the tree then counts as unshrunk.
    mutating func addBias(_ bias: Double) {
        for leaf in leafValue.indices { leafValue[leaf] = storedLeafValue(leafValue[leaf] + bias) }
        for node in internalValue.indices { internalValue[node] = storedLeafValue(internalValue[node] + bias) }
        for leaf in linearLeaves?.indices ?? 0..<0 { linearLeaves?[leaf].constant += bias }
        shrinkage = 1
    }
}

extension Tree {
    /// What values are compared with at a numeric node.
    ///
    /// LightGBM reads values of at most ``ParityConstant/zeroThreshold`` as 0, which goes right of the bound below 0
    /// though the very value of the bound would go left of it. A bound one step lower says the same.
    func comparedThreshold(ofNode node: Int) -> Double {
        threshold[node] == -ParityConstant.zeroThreshold ? threshold[node].nextDown : threshold[node]
    }
}
