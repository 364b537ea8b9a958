/// Keeps the bounds of leaves so that a tree is monotone where it must be (`src/treelearner/monotone_constraints.hpp`).
///
/// A tree is seen here as it grows: nodes in the order of their splits, with the bin each is cut at.
struct MonotoneBounds: Sendable {
    /// An inner node of the growing tree.
    struct Node: Sendable {
        var feature: Int
        /// Last bin that goes left; nil for a categorical node.
        var threshold: Int?
        var direction: Int
        var parent: Int
        /// At least 0: a node; negative: leaf `~child`.
        var left: Int
        var right: Int
    }

    private let method: MonotoneMethod
    private(set) var nodes: [Node] = []
    private var leafParent: [Int] = [-1]
    /// Whether a constrained split stands above each leaf.
    private var isBelowConstrained: [Bool] = [false]

    init(method: MonotoneMethod) {
        self.method = method
    }

    /// Takes note of the split of `leaf` into itself and `newLeaf`, and bounds both.
    /// - Returns: other leaves whose bounds became tighter and whose search must be repeated.
    mutating func update(_ leaves: inout [LeafState], split: SplitInfo, leaf: Int, newLeaf: Int) -> [Int] {
        addNode(split, leaf: leaf, newLeaf: newLeaf)
        let isConstrained = split.direction != 0 || isBelowConstrained[leaf]
        isBelowConstrained[leaf] = isConstrained
        isBelowConstrained.append(isConstrained)
        switch method {
        case .basic:
            let middle = (split.left.output + split.right.output) / 2
            bound(&leaves, split.direction, leaf, newLeaf, lower: middle, upper: middle)
            return []
        case .intermediate:
            guard isConstrained else { return [] }
            bound(&leaves, split.direction, leaf, newLeaf, lower: split.left.output, upper: split.right.output)
            var search = NeighbourSearch(nodes: nodes, split: split)
            search.climb(from: nodes.count - 1)
            return tighten(&leaves, search.found)
        }
    }

    /// - Parameters:
    ///   - lower: what the side that must be higher is bounded by from below.
    ///   - upper: what the side that must be lower is bounded by from above.
    private func bound(
        _ leaves: inout [LeafState], _ direction: Int, _ leaf: Int, _ newLeaf: Int, lower: Double, upper: Double
    ) {
        func raise(_ index: Int, _ value: Double) {
            guard let bounds = leaves[index].bounds else { return }
            leaves[index].bounds?.lower = max(value, bounds.lower)
        }
        func drop(_ index: Int, _ value: Double) {
            guard let bounds = leaves[index].bounds else { return }
            leaves[index].bounds?.upper = min(value, bounds.upper)
        }
        if direction > 0 {
            drop(leaf, upper)
            raise(newLeaf, lower)
        } else if direction < 0 {
            raise(leaf, upper)
            drop(newLeaf, lower)
        }
    }

    private mutating func addNode(_ split: SplitInfo, leaf: Int, newLeaf: Int) {
        let parent = leafParent[leaf]
        let node = nodes.count
        if parent >= 0 {
            if nodes[parent].left == ~leaf { nodes[parent].left = node } else { nodes[parent].right = node }
        }
        nodes.append(
            Node(
                feature: split.feature, threshold: split.leftBins == nil ? split.threshold : nil,
                direction: split.direction, parent: parent, left: ~leaf, right: ~newLeaf))
        leafParent[leaf] = node
        leafParent.append(node)
    }

    private func tighten(_ leaves: inout [LeafState], _ found: [NeighbourSearch.Neighbour]) -> [Int] {
        var changed: [Int] = []
        for neighbour in found {
            // A leaf that will not be split keeps its output, which no later bound needs to touch.
            guard leaves[neighbour.leaf].best != nil, let bounds = leaves[neighbour.leaf].bounds else { continue }
            if neighbour.isUpperBound {
                guard neighbour.value < bounds.upper else { continue }
                leaves[neighbour.leaf].bounds?.upper = neighbour.value
            } else {
                guard neighbour.value > bounds.lower else { continue }
                leaves[neighbour.leaf].bounds?.lower = neighbour.value
            }
            changed.append(neighbour.leaf)
        }
        return changed
    }
}

/// Finds the leaves that touch a pair of new leaves across a constrained split.
private struct NeighbourSearch {
    struct Neighbour {
        var leaf: Int
        var isUpperBound: Bool
        var value: Double
    }

    /// A split passed on the way up, and from which side.
    private struct Step {
        var feature: Int
        var threshold: Int
        var cameFromRight: Bool
    }

    let nodes: [MonotoneBounds.Node]
    let split: SplitInfo
    private(set) var found: [Neighbour] = []
    private var steps: [Step] = []

    init(nodes: [MonotoneBounds.Node], split: SplitInfo) {
        self.nodes = nodes
        self.split = split
    }

    mutating func climb(from start: Int) {
        var node = start
        while nodes[node].parent >= 0 {
            let parent = nodes[nodes[node].parent]
            let cameFromRight = parent.right == node
            // Of several splits on one feature, climbed from one side, only the first can touch the new leaves.
            let isNew = !steps.contains { $0.feature == parent.feature && $0.cameFromRight == cameFromRight }
            if let threshold = parent.threshold, isNew {
                if parent.direction != 0 {
                    descend(
                        cameFromRight ? parent.left : parent.right,
                        isUpperBound: parent.direction < 0 ? !cameFromRight : cameFromRight, usesLeft: true,
                        usesRight: true)
                }
                steps.append(Step(feature: parent.feature, threshold: threshold, cameFromRight: cameFromRight))
            }
            node = nodes[node].parent
        }
    }

    /// - Parameters:
    ///   - usesLeft: whether what is met may touch the new left leaf.
    ///   - usesRight: the same of the new right leaf.
    private mutating func descend(_ child: Int, isUpperBound: Bool, usesLeft: Bool, usesRight: Bool) {
        guard child >= 0 else {
            let outputs = (usesLeft ? [split.left.output] : []) + (usesRight ? [split.right.output] : [])
            guard let value = isUpperBound ? outputs.min() : outputs.max() else { return }
            found.append(Neighbour(leaf: ~child, isUpperBound: isUpperBound, value: value))
            return
        }
        let node = nodes[child]
        guard let threshold = node.threshold else {
            descend(node.left, isUpperBound: isUpperBound, usesLeft: usesLeft, usesRight: usesRight)
            descend(node.right, isUpperBound: isUpperBound, usesLeft: usesLeft, usesRight: usesRight)
            return
        }
        let same = steps.filter { $0.feature == node.feature }
        let isSplitFeature = split.leftBins == nil && node.feature == split.feature
        if !same.contains(where: { threshold <= $0.threshold && $0.cameFromRight }) {
            descend(
                node.left, isUpperBound: isUpperBound, usesLeft: usesLeft,
                usesRight: usesRight && !(isSplitFeature && threshold <= split.threshold))
        }
        if !same.contains(where: { threshold >= $0.threshold && !$0.cameFromRight }) {
            descend(
                node.right, isUpperBound: isUpperBound,
                usesLeft: usesLeft && !(isSplitFeature && threshold >= split.threshold), usesRight: usesRight)
        }
    }
}
