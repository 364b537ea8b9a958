/// A tree with its leaves numbered from left to right and its nodes as tests of ranks.
struct ServedTree {
    struct Test {
        var slot: Int
        /// The row goes right when the slot's rank is above.
        var threshold: UInt8
        /// The leaves that a row gone right cannot reach: those of the left subtree.
        var cleared: Range<Int>
    }

    var tests: [Test] = []
    /// From left to right.
    var leafValues: [Double] = []
    /// The tree's own number of each leaf.
    var leafNumbers: [Int] = []

    init(_ tree: Tree, slots: RankSlots) {
        // A node is met twice: before its left subtree, and after it, when the number of leaves in it is known.
        enum Visit {
            case enter(Int)
            case leave(node: Int, firstLeaf: Int)
        }
        var stack: [Visit] = [.enter(tree.splitFeature.isEmpty ? ~0 : 0)]
        while let visit = stack.popLast() {
            switch visit {
            case .enter(let child) where child < 0:
                leafNumbers.append(~child)
                leafValues.append(tree.leafValue[~child])
            case .enter(let node):
                stack.append(.enter(tree.rightChild[node]))
                stack.append(.leave(node: node, firstLeaf: leafValues.count))
                stack.append(.enter(tree.leftChild[node]))
            case .leave(let node, let firstLeaf):
                let (slot, threshold) = slots.place(tree, node)
                tests.append(Test(slot: slot, threshold: threshold, cleared: firstLeaf..<leafValues.count))
            }
        }
    }
}
