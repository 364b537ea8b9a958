/// Writes LightGBM's text format, version v4 (`src/boosting/gbdt_model_text.cpp`).
struct ModelTextWriter {
    let header: ModelHeader
    /// Whole iterations. They are numbered from 0, wherever in a longer model they stood.
    let trees: ArraySlice<Tree>
    let importance: ImportanceKind
    /// The trees whose importance is listed.
    let countedTrees: ArraySlice<Tree>

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

    /// Whole numbers above 0, largest first, equal ones by column.
    private func importances() -> String {
        let amounts = listedImportance(importance, of: countedTrees, columnCount: header.featureNames.count)
        let order = amounts.indices.filter { amounts[$0] > 0 }
            .sorted { (-amounts[$0], $0) < (-amounts[$1], $1) }
        return order.map { "\(header.featureNames[$0])=\(amounts[$0])\n" }.joined()
    }
}
