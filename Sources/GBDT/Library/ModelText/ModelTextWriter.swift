/// Writes LightGBM's text format, version v4 (`src/boosting/gbdt_model_text.cpp`, `Tree::ToString`).
struct ModelTextWriter {
    let header: ModelHeader
    let trees: [Tree]

    func text() -> String {
        let blocks = trees.enumerated().map { "Tree=\($0.offset)\n" + TreeTextWriter(tree: $0.element).text() + "\n\n" }
        var text = "tree\nversion=v4\nnum_class=\(header.outputCount)\n"
        text += "num_tree_per_iteration=\(header.outputCount)\nlabel_index=\(header.labelIndex)\n"
        text += "max_feature_idx=\(header.featureNames.count - 1)\n"
        if let objective = header.objective { text += "objective=\(objective)\n" }
        if header.averagesOutput { text += "average_output\n" }
        text += "feature_names=\(header.featureNames.joined(separator: " "))\n"
        if let constraints = header.monotoneConstraints { text += "monotone_constraints=\(constraints)\n" }
        text += "feature_infos=\(header.featureInfos.joined(separator: " "))\n"
        text += "tree_sizes=\(blocks.map { String($0.utf8.count) }.joined(separator: " "))\n\n"
        text += blocks.joined()
        text += "end of trees\n\nfeature_importances:\n"
        text += importances()
        return text + header.tail
    }

    /// Split counts, most first, equal ones by column.
    private func importances() -> String {
        let counts = featureImportance(.splits, of: trees, columnCount: header.featureNames.count)
        let order = counts.indices.filter { counts[$0] > 0 }
            .sorted { (-counts[$0], $0) < (-counts[$1], $1) }
        return order.map { "\(header.featureNames[$0])=\(Int(counts[$0]))\n" }.joined()
    }
}

/// The fields of one tree.
private struct TreeTextWriter {
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
        return text + "is_linear=0\nshrinkage=\(NumberFormat.general(tree.shrinkage))\n"
    }

    private func line(_ key: String, _ values: [String]) -> String {
        "\(key)=\(values.joined(separator: " "))\n"
    }
}
