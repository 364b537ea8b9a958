/// What a model is, in a few numbers.
public struct ModelSummary: Sendable, Hashable {
    /// As the model text names it, such as `binary sigmoid:1`; nil for a custom objective.
    public var objective: String?
    public var treeCount: Int
    /// Predictions are means over iterations (random forests).
    public var averagesOutput: Bool
    /// Leaves of all trees together.
    public var leafCount: Int
    /// Most and fewest leaves of a tree; 0 ... 0 without trees.
    public var leafCounts: ClosedRange<Int>
    /// Most splits between a root and a leaf.
    public var depthMax: Int
    /// Splits on sets of categories.
    public var categoricalSplitCount: Int
    /// Leaves hold linear models.
    public var hasLinearLeaves: Bool
}

extension Booster {
    /// What the model is. O(nodes).
    public var summary: ModelSummary {
        let counts = trees.map(\.leafCount)
        return ModelSummary(
            objective: header.objective, treeCount: trees.count, averagesOutput: header.averagesOutput,
            leafCount: counts.reduce(0, +), leafCounts: (counts.min() ?? 0)...(counts.max() ?? 0),
            depthMax: trees.map(\.depth).max() ?? 0,
            categoricalSplitCount: trees.reduce(0) { $0 + $1.decision.count(where: \.isCategorical) },
            hasLinearLeaves: trees.contains { $0.linearLeaves != nil })
    }
}

extension Tree {
    /// Most splits between the root and a leaf.
    var depth: Int {
        var deepest = 0
        var open = splitFeature.isEmpty ? [] : [(node: 0, depth: 1)]
        while let (node, depth) = open.popLast() {
            deepest = max(deepest, depth)
            for child in [leftChild[node], rightChild[node]] where child >= 0 { open.append((child, depth + 1)) }
        }
        return deepest
    }
}
