/// Writes one tree as the fields of a JSON object (`Tree::ToJSON`, `Tree::NodeToJSON` in `src/io/tree.cpp`).
struct TreeJSONWriter {
    let tree: Tree

    private enum Piece {
        case child(Int)
        case text(String)
    }

    func text() -> String {
        let setCount = max(0, tree.categoryBoundaries.count - 1)
        var text = "\"num_leaves\":\(tree.leafCount),\"num_cat\":\(setCount),"
        text += "\"shrinkage\":\(JSONWriter.number(tree.shrinkage)),\"tree_structure\":"
        guard tree.leafCount > 1 else {
            let function = tree.linearLeaves.map { "," + self.function($0[0]) } ?? ""
            return text + "{\"leaf_value\":\(JSONWriter.number(tree.leafValue[0]))"
                + ",\"leaf_count\":\(tree.leafCounts[0])\(function)}"
        }
        // No recursion: a tree may be as deep as it has leaves.
        var open = [Piece.child(0)]
        while let piece = open.popLast() {
            switch piece {
            case .text(let piece): text += piece
            case .child(let child) where child < 0: text += leaf(~child)
            case .child(let node):
                text += "{" + split(node) + ",\n\"left_child\":"
                open += [
                    .text("}"), .child(tree.rightChild[node]), .text(",\n\"right_child\":"),
                    .child(tree.leftChild[node]),
                ]
            }
        }
        return text
    }

    private func split(_ node: Int) -> String {
        let decision = tree.decision[node]
        let threshold =
            decision.isCategorical
            ? "\"" + tree.categories(of: node).map(String.init).joined(separator: "||") + "\""
            : JSONWriter.number(tree.threshold[node])
        let missing =
            switch decision.missing {
            case .zero: "Zero"
            case .nan: "NaN"
            default: "None"
            }
        return [
            "\"split_index\":\(node)", "\"split_feature\":\(tree.splitFeature[node])",
            "\"split_gain\":\(JSONWriter.number(Double(tree.splitGain[node])))", "\"threshold\":\(threshold)",
            "\"decision_type\":\"\(decision.isCategorical ? "==" : "<=")\"",
            "\"default_left\":\(decision.defaultLeft)", "\"missing_type\":\"\(missing)\"",
            "\"internal_value\":\(JSONWriter.number(tree.internalValue[node]))",
            "\"internal_weight\":\(JSONWriter.number(tree.internalWeight[node]))",
            "\"internal_count\":\(tree.internalCount[node])",
        ].joined(separator: ",")
    }

    private func leaf(_ leaf: Int) -> String {
        var fields = [
            "\"leaf_index\":\(leaf)", "\"leaf_value\":\(JSONWriter.number(tree.leafValue[leaf]))",
            "\"leaf_weight\":\(JSONWriter.number(tree.leafWeight[leaf]))", "\"leaf_count\":\(tree.leafCounts[leaf])",
        ]
        if let leaves = tree.linearLeaves { fields.append(function(leaves[leaf])) }
        return "{" + fields.joined(separator: ",") + "}"
    }

    private func function(_ leaf: LinearLeaf) -> String {
        "\"leaf_const\":\(JSONWriter.number(leaf.constant)),"
            + "\"leaf_features\":[" + leaf.columns.map(String.init).joined(separator: ",") + "],"
            + "\"leaf_coeff\":[" + leaf.coefficients.map(JSONWriter.number).joined(separator: ",") + "]"
    }
}
