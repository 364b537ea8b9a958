/// A tree as the places a row can come to, parents before children, each with what the edge above it says about the
/// feature it tests.
///
/// A path often tests a feature several times. Such edges are one condition: `cover`, the product of their shares of
/// rows, and "the row satisfies them all" stand for all of them from the last one on.
struct PathTree: Sendable {
    struct Place: Sendable {
        /// Share of the rows that satisfy the conditions on this feature, from the root to here.
        var cover: Double
        /// Of a leaf its value.
        var value = 0.0
        var parent: Int32
        /// The place of the right child; the left one comes directly after this place. 0: a leaf.
        var right: Int32 = 0
        /// The place of the last edge above this one that tests the same feature; 0, the root, when there is none.
        var previous: Int32
        /// The feature tested by the edge above.
        var column: Int32
        var isLeft: Bool
        /// Number of the inner node here in the forest; -1 for leaves.
        var node: Int32
    }

    private(set) var places: [Place]
    /// Most different features on a path.
    private(set) var featureCountMax = 0
    private(set) var expectedValue = 0.0

    /// LightGBM takes shares of row counts, not of hessians (`Tree::TreeSHAP` in `src/io/tree.cpp`). A node without
    /// rows gives both children the share 0.
    ///
    /// nil when the tree has leaves but no row counts.
    /// - Parameter firstNode: number of the tree's first node in the forest.
    init?(_ tree: Tree, firstNode: Int, columnCount: Int) {
        places = [Place(cover: 1, parent: 0, previous: 0, column: 0, isLeft: false, node: -1)]
        guard !tree.splitFeature.isEmpty else {
            places[0].value = tree.leafValue[0]
            expectedValue = tree.leafValue[0]
            return
        }
        let counts = Self.nodeCounts(tree)
        guard counts[0] > 0 else { return nil }
        for (value, count) in zip(tree.leafValue, tree.leafCounts) {
            expectedValue += Double(count) / Double(counts[0]) * value
        }
        places[0].node = Int32(firstNode)
        addPlaces(tree, counts, firstNode, columnCount)
    }

    private enum Visit {
        case enter(child: Int, parent: Int, node: Int, isLeft: Bool)
        /// The subtree below is done: the feature's last edge is the one from before.
        case leave(column: Int, previous: Int)
    }

    private mutating func addPlaces(_ tree: Tree, _ counts: [Int], _ firstNode: Int, _ columnCount: Int) {
        var lastEdge = [Int](repeating: 0, count: columnCount)
        var featureCount = 0
        var visits: [Visit] = [
            .enter(child: tree.rightChild[0], parent: 0, node: 0, isLeft: false),
            .enter(child: tree.leftChild[0], parent: 0, node: 0, isLeft: true),
        ]
        while let visit = visits.popLast() {
            switch visit {
            case .leave(let column, let previous):
                lastEdge[column] = previous
                if previous == 0 { featureCount -= 1 }
            case .enter(let child, let parent, let node, let isLeft):
                let column = tree.splitFeature[node]
                let previous = lastEdge[column]
                let count = child >= 0 ? counts[child] : tree.leafCounts[~child]
                let share = counts[node] > 0 ? Double(max(0, count)) / Double(counts[node]) : 0
                // A share of nothing at all would be divided by; one this small cannot be seen in any sum.
                let cover = max(places[previous].cover * share, 1e-200)
                let place = places.count
                places.append(
                    Place(
                        cover: cover, parent: Int32(parent), previous: Int32(previous), column: Int32(column),
                        isLeft: isLeft, node: child >= 0 ? Int32(firstNode + child) : -1))
                if !isLeft { places[parent].right = Int32(place) }
                lastEdge[column] = place
                if previous == 0 { featureCount += 1 }
                featureCountMax = max(featureCountMax, featureCount)
                visits.append(.leave(column: column, previous: previous))
                if child >= 0 {
                    visits.append(.enter(child: tree.rightChild[child], parent: place, node: child, isLeft: false))
                    visits.append(.enter(child: tree.leftChild[child], parent: place, node: child, isLeft: true))
                } else {
                    places[place].value = tree.leafValue[~child]
                }
            }
        }
    }

    /// Rows of every node: as the text says, or where it says nothing the sums of the leaves' rows.
    private static func nodeCounts(_ tree: Tree) -> [Int] {
        if tree.internalCount[0] > 0 { return tree.internalCount }
        var counts = [Int](repeating: 0, count: tree.splitFeature.count)
        // Depth first order, backwards: children before parents.
        var order: [Int] = []
        var open = [0]
        while let node = open.popLast() {
            order.append(node)
            open += [tree.leftChild[node], tree.rightChild[node]].filter { $0 >= 0 }
        }
        for node in order.reversed() {
            for child in [tree.leftChild[node], tree.rightChild[node]] {
                counts[node] += max(0, child >= 0 ? counts[child] : tree.leafCounts[~child])
            }
        }
        return counts
    }
}
