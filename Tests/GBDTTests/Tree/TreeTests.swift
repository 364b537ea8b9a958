import Testing

@testable import GBDT

/// Goal: LightGBM's numbering of nodes and leaves, shrinkage and bias.
struct TreeTests {
    private func sums(_ output: Double) -> LeafSums { LeafSums(gradient: 0, hessian: 2, rowCount: 9, output: output) }

    private func tree() -> Tree {
        var tree = Tree(rootValue: 0.5, weight: 4, rowCount: 4)
        let decision = Tree.Decision(defaultLeft: true, missing: .nan)
        tree.split(
            leaf: 0, column: 2, threshold: 1, decision: decision, gain: 3, left: sums(1), right: sums(2), leftCount: 3,
            rightCount: 1)
        tree.split(
            leaf: 0, column: 5, threshold: 0, decision: decision, gain: 1, left: sums(4), right: sums(.nan),
            leftCount: 2, rightCount: 1)
        return tree
    }

    @Test func theLeftChildKeepsTheLeafNumberAndTheRightOneIsNew() {
        let tree = tree()
        #expect(tree.leftChild == [1, ~0] && tree.rightChild == [~1, ~2])
        #expect(tree.leafCounts == [2, 1, 1] && tree.internalCount == [4, 3])
        #expect(tree.internalValue == [0.5, 1] && tree.internalWeight == [4, 4])
    }

    @Test func anOutputThatIsNoNumberIsStoredAsZero() {
        #expect(tree().leafValue == [4, 2, 0])
    }

    @Test func shrinkageAndBiasActOnAllOutputs() {
        var tree = tree()
        tree.shrink(by: 0.5)
        #expect(tree.leafValue == [2, 1, 0] && tree.internalValue == [0.25, 0.5] && tree.shrinkage == 0.5)
        tree.addBias(-1)
        #expect(tree.leafValue == [1, 0, -1] && tree.internalValue == [-0.75, -0.5] && tree.shrinkage == 1)
    }

    @Test func decisionsHaveLightGBMsBits() {
        #expect(Tree.Decision(defaultLeft: true, missing: .none).rawValue == 2)
        #expect(Tree.Decision(defaultLeft: false, missing: .zero).rawValue == 4)
        #expect(Tree.Decision(defaultLeft: true, missing: .nan).rawValue == 10)
        #expect(Tree.Decision(rawValue: 12).missing == nil)
        #expect(Tree.Decision(rawValue: 9).isCategorical)
    }
}
