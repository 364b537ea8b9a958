/// What a picture of a tree shows: its nodes and leaves with their words, parents before children.
struct TreeSketch: Sendable, Hashable {
    struct Item: Sendable, Hashable {
        var title: String
        /// Row count, and what else is known.
        var detail: String
        /// Unique in the tree.
        var name: String
        /// Items of the children; 0: none, a leaf.
        fileprivate(set) var left = 0
        fileprivate(set) var right = 0
    }

    private(set) var items: [Item] = []

    init(_ tree: Tree, featureNames: [String]) {
        var open = [(child: tree.splitFeature.isEmpty ? ~0 : 0, parent: 0, isLeft: true)]
        while let (child, parent, isLeft) = open.popLast() {
            let place = items.count
            if place > 0 {
                if isLeft { items[parent].left = place } else { items[parent].right = place }
            }
            items.append(Self.item(tree, child, featureNames))
            guard child >= 0 else { continue }
            open.append((tree.rightChild[child], place, false))
            open.append((tree.leftChild[child], place, true))
        }
    }

    private static func item(_ tree: Tree, _ child: Int, _ featureNames: [String]) -> Item {
        guard child >= 0 else {
            let value = NumberFormat.general(tree.leafValue[~child])
            let isLinear = tree.linearLeaves.map { !$0[~child].columns.isEmpty } ?? false
            return Item(
                title: isLinear ? "leaf \(~child): linear, or \(value)" : "leaf \(~child): \(value)",
                detail: "\(tree.leafCounts[~child]) rows", name: "leaf\(~child)")
        }
        let decision = tree.decision[child]
        let side = decision.defaultLeft ? "left" : "right"
        let missing =
            switch decision.missing {
            case .nan where !decision.isCategorical: ", missing \(side)"
            case .zero where !decision.isCategorical: ", missing or 0 \(side)"
            default: ""
            }
        return Item(
            title: featureNames[tree.splitFeature[child]] + " " + condition(tree, child),
            detail: "\(tree.internalCount[child]) rows, gain \(NumberFormat.general(Double(tree.splitGain[child])))"
                + missing, name: "split\(child)")
    }

    /// What goes left. Of long sets only the beginning is said.
    private static func condition(_ tree: Tree, _ node: Int) -> String {
        guard tree.decision[node].isCategorical else { return "<= " + NumberFormat.general(tree.threshold[node]) }
        let categories = tree.categories(of: node)
        let listed = categories.prefix(6).map(String.init) + (categories.count > 6 ? ["..."] : [])
        return "in {" + listed.joined(separator: ", ") + "}"
    }
}
