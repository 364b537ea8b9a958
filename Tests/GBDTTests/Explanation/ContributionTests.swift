import Testing

@testable import GBDT

/// Goal: contributions are Shapley values. Method: by hand, by their definition over subsets, against the recursion of
/// the paper on random trees (deep ones, repeated features, categories, missing values), and the axioms.
struct ContributionTests {
    private let columnCount = 6

    /// A tree whose row counts fit together. `chain`: every split is of the newest leaf, so that it is deep.
    private func tree(
        leafCount: Int, columnCount: Int, chain: Bool = false, using generator: inout SeededGenerator
    ) -> Tree {
        func sums() -> LeafSums {
            LeafSums(gradient: 0, hessian: 1, rowCount: 1, output: .random(in: -1...1, using: &generator))
        }
        var tree = Tree(rootValue: 0.5, rowCount: 1 << 40)
        tree.categoryBoundaries = [0, 1, 3]
        tree.categoryWords = [0b1010, 1, 0b100]
        while tree.leafCount < leafCount {
            let leaf = chain ? tree.leafCount - 1 : Int.random(in: 0..<tree.leafCount, using: &generator)
            let rowCount = tree.leafCounts[leaf]
            guard rowCount >= 2 else { break }
            let share = Double.random(in: chain ? 0.005...0.08 : 0.05...0.6, using: &generator)
            let left = max(1, min(rowCount - 1, Int(Double(rowCount) * share)))
            let isCategorical = Int.random(in: 0..<5, using: &generator) == 0
            let missing: BinMapper.Missing = [.none, .zero, .nan].randomElement(using: &generator) ?? .none
            var decision = Tree.Decision(defaultLeft: .random(using: &generator), missing: missing)
            if isCategorical { decision.rawValue |= 1 }
            let (leftSums, rightSums) = (sums(), sums())
            tree.split(
                leaf: leaf, column: Int.random(in: 0..<columnCount, using: &generator),
                threshold: isCategorical
                    ? Double(Int.random(in: 0...1, using: &generator)) : .random(in: -2...2, using: &generator),
                decision: decision, gain: 1, left: leftSums, right: rightSums, leftCount: left,
                rightCount: rowCount - left)
        }
        return tree
    }

    private func row(_ columnCount: Int, using generator: inout SeededGenerator) -> [Double] {
        (0..<columnCount).map { _ in
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: .nan
            case 1: 0
            case 2: Double(Int.random(in: -1...40, using: &generator))
            default: .random(in: -2...2, using: &generator)
            }
        }
    }

    private func explainer(_ trees: [Tree], columnCount: Int) throws -> ContributionExplainer {
        try ContributionExplainer(
            forest: FlatForest(trees), trees: trees, columnCount: columnCount, outputCount: 1,
            iterations: 0..<trees.count)
    }

    private func naive(_ tree: Tree, _ row: [Double]) -> [Double] {
        let forest = FlatForest([tree])
        return NaiveContributions(tree, columnCount: row.count) { node in
            forest.goesLeft(row[tree.splitFeature[node]], forest.nodes[node])
        }.contributions
    }

    private func expectEqual(_ got: [Double], _ wanted: [Double], _ tree: Tree, tolerance: Double = 1e-11) {
        let scale = tree.leafValue.reduce(0) { $0 + abs($1) }
        for (one, other) in zip(got, wanted) { #expect(abs(one - other) <= tolerance * max(abs(other), scale)) }
    }

    @Test func aStumpSharesByItsRowCounts() throws {
        var tree = Tree(rootValue: 0, rowCount: 4)
        tree.split(
            leaf: 0, column: 1, threshold: 0, decision: .init(defaultLeft: true, missing: .none), gain: 1,
            left: LeafSums(gradient: 0, hessian: 1, rowCount: 1, output: 8),
            right: LeafSums(gradient: 0, hessian: 1, rowCount: 1, output: 4), leftCount: 1, rightCount: 3)
        let explainer = try explainer([tree], columnCount: 2)
        let low = [0.0, -1]
        let high = [0.0, 1]
        expectEqual(explainer.contributions(low.span), [0, 3, 5], tree, tolerance: 1e-15)
        expectEqual(explainer.contributions(high.span), [0, -1, 5], tree, tolerance: 1e-15)
    }

    /// The value of a set of known features: unknown ones are averaged over both sides.
    private func value(_ tree: Tree, _ child: Int, known: Int, _ row: [Double], _ forest: FlatForest) -> Double {
        guard child >= 0 else { return tree.leafValue[~child] }
        let (left, right) = (tree.leftChild[child], tree.rightChild[child])
        let column = tree.splitFeature[child]
        if known >> column & 1 == 1 {
            let next = forest.goesLeft(row[column], forest.nodes[child]) ? left : right
            return value(tree, next, known: known, row, forest)
        }
        func part(_ side: Int) -> Double {
            let count = side >= 0 ? tree.internalCount[side] : tree.leafCounts[~side]
            return Double(count) / Double(tree.internalCount[child]) * value(tree, side, known: known, row, forest)
        }
        return part(left) + part(right)
    }

    @Test func contributionsAreMeansOverAllOrdersOfFeatures() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<20 {
            let tree = tree(leafCount: 12, columnCount: 5, using: &generator)
            let forest = FlatForest([tree])
            let row = row(5, using: &generator)
            let values = (0..<32).map { value(tree, 0, known: $0, row, forest) }
            let factorials = [1.0, 1, 2, 6, 24, 120]
            let wanted = (0..<5).map { column in
                (0..<32).filter { $0 >> column & 1 == 0 }.reduce(0.0) { sum, known in
                    let size = known.nonzeroBitCount
                    let weight = factorials[size] * factorials[4 - size] / factorials[5]
                    return sum + weight * (values[known | 1 << column] - values[known])
                }
            }
            expectEqual(try explainer([tree], columnCount: 5).contributions(row.span), wanted + [values[0]], tree)
        }
    }

    @Test(arguments: [2, 5, 31, 64], [false, true])
    func randomTreesAreExplainedAsByTheRecursion(_ leafCount: Int, _ chain: Bool) throws {
        var generator = SeededGenerator(seed: UInt64(leafCount))
        for columnCount in [1, 3, 20, 50] {
            let tree = tree(leafCount: leafCount, columnCount: columnCount, chain: chain, using: &generator)
            let explainer = try explainer([tree], columnCount: columnCount)
            for _ in 0..<5 {
                let row = row(columnCount, using: &generator)
                // The recursion loses digits by its subtractions when paths are long; the quadrature does not.
                expectEqual(
                    Array(explainer.contributions(row.span).dropLast()), naive(tree, row), tree, tolerance: 1e-8)
            }
        }
    }

    @Test func contributionsAndExpectedValueAddUpToTheScoreOnAnyDepth() throws {
        var generator = SeededGenerator(seed: 3)
        for leafCount in [1, 2, 40, 300] {
            let trees = (0..<3).map { _ in
                tree(leafCount: leafCount, columnCount: 200, chain: true, using: &generator)
            }
            let explainer = try explainer(trees, columnCount: 200)
            let forest = FlatForest(trees)
            for _ in 0..<5 {
                let row = row(200, using: &generator)
                let score = forest.scores(row.span, iterations: 0..<3, outputCount: 1, stopping: nil)[0]
                #expect(abs(explainer.contributions(row.span).reduce(0, +) - score) < 1e-11)
            }
        }
    }

    @Test func leavesWithoutRowsAreNoDivisionByZero() throws {
        var generator = SeededGenerator(seed: 8)
        var tree = tree(leafCount: 20, columnCount: columnCount, using: &generator)
        for leaf in [0, 3, 7] { tree.leafCounts[leaf] = 0 }
        tree.internalCount[1] = 0
        for _ in 0..<20 {
            let row = row(columnCount, using: &generator)
            let contributions = try explainer([tree], columnCount: columnCount).contributions(row.span)
            #expect(contributions.allSatisfy { $0.isFinite })
        }
    }

    @Test func countsOfNodesAreMadeFromThoseOfLeavesWhenTheTextHasNone() throws {
        var generator = SeededGenerator(seed: 9)
        let tree = tree(leafCount: 15, columnCount: columnCount, using: &generator)
        var bare = tree
        bare.internalCount = Array(repeating: 0, count: 14)
        let row = row(columnCount, using: &generator)
        let expected = try explainer([tree], columnCount: columnCount).contributions(row.span)
        #expect(try explainer([bare], columnCount: columnCount).contributions(row.span) == expected)
        bare.leafCounts = Array(repeating: 0, count: 15)
        #expect(throws: GBDTError.contributionsUnavailable(reason: "tree 0 has no row counts (leaf_count)")) {
            try explainer([bare], columnCount: columnCount)
        }
    }

    @Test func pathsOfTooManyFeaturesAreRefused() throws {
        var generator = SeededGenerator(seed: 10)
        var tree = tree(leafCount: 258, columnCount: 1, chain: true, using: &generator)
        #expect(tree.leafCount == 258)
        tree.splitFeature = Array(0..<257)
        #expect(throws: GBDTError.self) { try explainer([tree], columnCount: 257) }
        tree.splitFeature[256] = 0
        #expect(try explainer([tree], columnCount: 257).blockSize == 258)
    }

    @Test func rowsMatricesAndThreadsAgree() throws {
        let data = SampleData(rowCount: 100, columnCount: columnCount, missingShare: 0.2)
        var parameters = TrainingParameters()
        parameters.iterations = 12
        let booster = try data.booster(parameters)
        for iterations in [nil, 2..<7, 5..<5, 10..<90] {
            let wanted = try (0..<100).flatMap { row in
                let values = data.row(row).map(Double.init)
                let contributions = try booster.contributions(values.span, iterations: iterations)
                let score = booster.rawScores(values.span, iterations: iterations)[0]
                #expect(abs(contributions.reduce(0, +) - score) < 1e-12)
                return contributions
            }
            for threads in [1, 3] {
                let got = try booster.contributions(data.matrix(), iterations: iterations, threadCount: threads)
                #expect(got == wanted)
            }
        }
    }

    @Test func aFeatureThatIsNotUsedAddsNothing() throws {
        var data = SampleData(rowCount: 300, columnCount: 3)
        for row in 0..<300 { data.values[row * 3 + 2] = 1 }
        let booster = try data.booster()
        let row = data.row(4).map(Double.init)
        #expect(try booster.contributions(row.span)[2] == 0)
    }

    @Test func contributionsOfWrongMatricesAreRefused() throws {
        let data = SampleData(rowCount: 60)
        let booster = try data.booster()
        let narrow = try FeatureMatrix(rowCount: 1, columnCount: 1, rowMajor: [1.0])
        #expect(throws: GBDTError.columnCountMismatch(expected: 5, got: 1)) { try booster.contributions(narrow) }
        #expect(throws: GBDTError.self) { try booster.contributions(data.matrix(), threadCount: 0) }
    }
}
