import Testing

@testable import GBDT

/// Goal: the quick layout of a forest scores every row as the plain one does, to the last bit. Method: random trees
/// with
/// every kind of numeric node, rows on, beside and far from their thresholds.
struct WalkForestTests {
    private let columnCount = 4
    private let thresholds: [Double] = [
        .infinity, -.infinity, 0, -0.0, 1.5, 1.5.nextUp, -2, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    ]

    private func tree(leafCount: Int, using generator: inout SeededGenerator) -> Tree {
        var tree = Tree(rootValue: .random(in: -1...1, using: &generator), rowCount: 1)
        while tree.leafCount < leafCount {
            func sums() -> LeafSums {
                LeafSums(gradient: 0, hessian: 1, rowCount: 1, output: .random(in: -1...1, using: &generator))
            }
            let (left, right) = (sums(), sums())
            tree.split(
                leaf: Int.random(in: 0..<tree.leafCount, using: &generator),
                column: Int.random(in: 0..<columnCount, using: &generator),
                threshold: thresholds.randomElement(using: &generator) ?? 0,
                decision: .init(
                    defaultLeft: .random(using: &generator), missing: Bool.random(using: &generator) ? .nan : .none),
                gain: 1, left: left, right: right, leftCount: 1, rightCount: 1)
        }
        return tree
    }

    private func rows(_ count: Int, using generator: inout SeededGenerator) -> [Double] {
        let values = thresholds.flatMap { [$0, $0.nextUp, $0.nextDown] } + [.nan, 3, -3]
        return (0..<count * columnCount).map { _ in values.randomElement(using: &generator) ?? 0 }
    }

    @Test(arguments: [0, 1, 2, 7, 8, 9, 20], [1, 7, 8, 33])
    func everyRowScoresAsInThePlainForest(_ treeCount: Int, _ rowCount: Int) throws {
        var generator = SeededGenerator(seed: UInt64(treeCount * 100 + rowCount))
        let trees = (0..<treeCount).map { tree(leafCount: $0 % 9 + 1, using: &generator) }
        let flat = FlatForest(trees)
        let walk = try #require(WalkForest(trees, columnCount: columnCount))
        let rows = rows(rowCount, using: &generator)
        let expected = (0..<rowCount).map { row in
            let values = Array(rows[row * columnCount..<(row + 1) * columnCount])
            let sum = flat.scores(values.span, iterations: 0..<treeCount, outputCount: 1, stopping: nil)[0]
            #expect(ForestKernels.score(values.span, walk, trees: 0..<treeCount) == sum)
            return sum
        }
        #expect(ForestKernels.score(rows: rows.span, width: columnCount, walk, trees: 0..<treeCount) == expected)
        let floats = rows.map { Float($0) }
        let widened = floats.map(Double.init)
        #expect(
            ForestKernels.score(rows: floats.span, width: columnCount, walk, trees: 0..<treeCount)
                == ForestKernels.score(rows: widened.span, width: columnCount, walk, trees: 0..<treeCount))
    }

    @Test func modelsThatNeedMoreThanComparisonsAreLeftToThePlainForest() throws {
        let categorical = try Booster(modelText: ModelTextTests.text)
        #expect(categorical.server.walk == nil)
        var parameters = TrainingParameters()
        parameters.iterations = 2
        let data = SampleData(rowCount: 200, missingShare: 0.1)
        #expect(try data.booster(parameters).server.walk != nil)
        parameters.zeroAsMissing = true
        #expect(try data.booster(parameters).server.walk == nil)
    }
}
