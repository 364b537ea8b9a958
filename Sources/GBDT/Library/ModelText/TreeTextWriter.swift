/// Writes the fields of one tree (`Tree::ToString` in `src/io/tree.cpp`).
struct TreeTextWriter {
    let tree: Tree

    func text() -> String {
        let setCount = max(0, tree.categoryBoundaries.count - 1)
        var text = "num_leaves=\(tree.leafCount)\nnum_cat=\(setCount)\n"
        text += line("split_feature", tree.splitFeature.map(String.init))
        text += line("split_gain", tree.splitGain.map { NumberFormat.general(Double($0)) })
        text += line("threshold", tree.threshold.map(NumberFormat.exact))
        text += line("decision_type", tree.decision.map { String($0.rawValue) })
        text += line("left_child", tree.leftChild.map(String.init))
        text += line("right_child", tree.rightChild.map(String.init))
        text += line("leaf_value", tree.leafValue.map(NumberFormat.exact))
        // LightGBM gives no weight for the leaf of a tree without splits.
        text += line("leaf_weight", tree.leafCount > 1 ? tree.leafWeight.map(NumberFormat.exact) : [])
        text += line("leaf_count", tree.leafCounts.map(String.init))
        text += line("internal_value", tree.internalValue.map(NumberFormat.general))
        text += line("internal_weight", tree.internalWeight.map(NumberFormat.general))
        text += line("internal_count", tree.internalCount.map(String.init))
        if setCount > 0 {
            text += line("cat_boundaries", tree.categoryBoundaries.map(String.init))
            text += line("cat_threshold", tree.categoryWords.map(String.init))
        }
        text += "is_linear=\(tree.linearLeaves == nil ? 0 : 1)\n"
        if let leaves = tree.linearLeaves { text += functions(leaves) }
        return text + "shrinkage=\(NumberFormat.general(tree.shrinkage))\n"
    }

    /// LightGBM ends the terms of a leaf with one space, if there are any, and every leaf with another.
    private func functions(_ leaves: [LinearLeaf]) -> String {
        func list(_ terms: [String]) -> String { terms.map { $0 + " " }.joined() + " " }
        return line("leaf_const", leaves.map { NumberFormat.exact($0.constant) })
            + line("num_features", leaves.map { String($0.columns.count) })
            + "leaf_features=" + leaves.map { list($0.columns.map(String.init)) }.joined() + "\n"
            + "leaf_coeff=" + leaves.map { list($0.coefficients.map(NumberFormat.exact)) }.joined() + "\n"
    }

    private func line(_ key: String, _ values: [String]) -> String {
        "\(key)=\(values.joined(separator: " "))\n"
    }
}
