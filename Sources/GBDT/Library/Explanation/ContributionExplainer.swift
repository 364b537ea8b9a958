/// Says how much each feature of a row adds to its raw score: Shapley values of the trees, with features that are not
/// known followed down both sides by the share of training rows (path-dependent TreeSHAP, Lundberg et al. 2020,
/// algorithm 2; LightGBM's `pred_contrib`).
///
/// Make one and keep it when single rows are explained one after the other. Immutable; safe to share.
///
/// The formulas. A leaf of value v whose path tests k features, feature f with share z (product over its edges) and
/// o = 1 if the row satisfies them, else 0, gives feature f `v (o_f - z_f) W_f`, where W_f sums over the subsets of the
/// other features with Shapley's weights s! (k-1-s)! / k!. That weight is the integral of `t^s (1-t)^(k-1-s)` over
/// [0, 1], so W_f is the integral of the product of `(1-t) z_i + t o_i` over i other than f: a polynomial of degree
/// k - 1, for which k/2 points of Gauss and Legendre are exact, and all of whose terms are positive. Products
/// going down the tree and sums going up then give all features of all leaves in O(places * k/2), as in Linear
/// TreeSHAP (Yu et al. 2022), which interpolates instead.
public struct ContributionExplainer: Sendable {
    /// Values per output: one per feature, and the expected value.
    public var blockSize: Int { columnCount + 1 }

    private let trees: [ExplainedTree]
    private let forest: FlatForest
    private let columnCount: Int
    private let outputCount: Int
    private let expectedValues: [Double]
    private let placeCountMax: Int
    private let vectorCountMax: Int

    /// More different features than this on one path are refused: memory per place would grow without bound.
    static let featureCountMax = 256

    init(
        forest: FlatForest, trees: [Tree], columnCount: Int, outputCount: Int, iterations: Range<Int>
    ) throws(GBDTError) {
        let range = iterations.lowerBound * outputCount..<iterations.upperBound * outputCount
        var firstNode = trees[..<range.lowerBound].reduce(0) { $0 + $1.splitFeature.count }
        var explained: [ExplainedTree] = []
        var rules: [Int: ExplainedTree.Rule] = [:]
        var expectedValues = [Double](repeating: 0, count: outputCount)
        for index in range {
            let tree = trees[index]
            if tree.linearLeaves != nil { throw .contributionsUnavailable(reason: "tree \(index) is linear") }
            guard let path = PathTree(tree, firstNode: firstNode, columnCount: columnCount) else {
                throw .contributionsUnavailable(reason: "tree \(index) has no row counts (leaf_count)")
            }
            guard path.featureCountMax <= Self.featureCountMax else {
                throw .contributionsUnavailable(
                    reason: "a path of tree \(index) tests more than \(Self.featureCountMax) different features")
            }
            firstNode += tree.splitFeature.count
            expectedValues[index % outputCount] += path.expectedValue
            let vectorCount = max(1, (path.featureCountMax + 3) / 4)
            let rule = rules[vectorCount] ?? ExplainedTree.rule(vectorCount: vectorCount)
            rules[vectorCount] = rule
            explained.append(ExplainedTree(path: path, rule: rule, columnMax: tree.splitFeature.max() ?? -1))
        }
        self.trees = explained
        self.forest = forest
        self.columnCount = columnCount
        self.outputCount = outputCount
        self.expectedValues = expectedValues
        placeCountMax = explained.map(\.path.places.count).max() ?? 0
        vectorCountMax = explained.map(\.weights.count).max() ?? 0
    }

    /// Contributions to the raw score of one row: class by class one value per feature, then the expected value, which
    /// is what the score would be on average; together they add up to the raw score.
    /// - Parameter row: as many values as the model has columns, NaN for missing.
    public func contributions(_ row: Span<Double>) -> [Double] {
        precondition(row.count == columnCount, "a row has as many values as the model has columns")
        var scratch = ContributionScratch(placeCountMax: placeCountMax, vectorCountMax: vectorCountMax)
        var sums = [Double](repeating: 0, count: outputCount * blockSize)
        for index in trees.indices { add(index, row, &scratch, to: &sums, block: 0) }
        addExpectedValues(to: &sums)
        return sums
    }

    /// Contributions of a block of rows, tree by tree, so that a tree stays in the first-level cache.
    func contributions(rows: Span<Double>) -> [Double] {
        let rowCount = rows.count / columnCount
        var scratch = ContributionScratch(placeCountMax: placeCountMax, vectorCountMax: vectorCountMax)
        var sums = [Double](repeating: 0, count: rowCount * outputCount * blockSize)
        for index in trees.indices {
            for row in 0..<rowCount {
                let values = rows.extracting(row * columnCount..<(row + 1) * columnCount)
                add(index, values, &scratch, to: &sums, block: row * outputCount)
            }
        }
        addExpectedValues(to: &sums)
        return sums
    }

    @inline(__always)
    private func add(
        _ tree: Int, _ row: Span<Double>, _ scratch: inout ContributionScratch, to sums: inout [Double], block: Int
    ) {
        var span = sums.mutableSpan
        let first = (block + tree % outputCount) * blockSize
        ContributionKernels.add(trees[tree], row, forest, &scratch, to: &span, from: first)
    }

    private func addExpectedValues(to sums: inout [Double]) {
        for block in 0..<sums.count / blockSize {
            sums[block * blockSize + columnCount] = expectedValues[block % outputCount]
        }
    }
}

/// A tree with the quadrature that is exact for it.
struct ExplainedTree: Sendable {
    typealias Rule = (points: [SIMD2<Double>], weights: [SIMD2<Double>])

    let path: PathTree
    /// Two points t to a vector, and after each such vector -1 / (1 - t).
    let points: [SIMD2<Double>]
    let weights: [SIMD2<Double>]
    let columnMax: Int

    init(path: PathTree, rule: Rule, columnMax: Int) {
        self.path = path
        points = rule.points
        weights = rule.weights
        self.columnMax = columnMax
    }

    static func rule(vectorCount: Int) -> Rule {
        let rule = GaussLegendre(count: 2 * vectorCount)
        func vectors(_ values: [Double]) -> [SIMD2<Double>] {
            (0..<vectorCount).map { SIMD2(values[2 * $0], values[2 * $0 + 1]) }
        }
        return (vectors(rule.points).flatMap { [$0, -1 / (1 - $0)] }, vectors(rule.weights))
    }
}
