import Testing

@testable import GBDT

/// Goal: the forest takes memory as the trees do, not as a hostile text asks. Method: nodes that share their
/// categories.
struct FlatForestTests {
    @Test func aSetThatManyNodesNameIsKeptOnce() {
        var tree = Tree()
        let set = tree.addCategorySet([1, 2])
        tree.splitFeature = [0, 1]
        tree.threshold = [set, set]
        tree.decision = [.init(rawValue: 1), .init(rawValue: 1)]
        tree.leftChild = [~0, ~1]
        tree.rightChild = [1, ~2]
        tree.leafValue = [1, 2, 3]
        let forest = FlatForest([tree, tree])
        #expect(forest.categorySets == [[6], [6]])
        for (row, score) in [([1.0, 0.0], 2.0), ([0, 2], 4), ([0, 3], 6)] {
            #expect(forest.scores(row.span, iterations: 0..<2, outputCount: 1, stopping: nil) == [score])
        }
    }
}
