/// How a feature's part in a model is counted.
public enum ImportanceKind: Sendable, Hashable {
    /// Number of splits on the feature.
    case splits
    /// Sum of the gains of its splits.
    case gain
}

/// Importance per column. As in LightGBM, only nodes with a positive gain count.
func featureImportance(
    _ kind: ImportanceKind, of trees: some Sequence<Tree>, columnCount: Int
) -> [Double] {
    var importance = [Double](repeating: 0, count: columnCount)
    for tree in trees {
        for (column, gain) in zip(tree.splitFeature, tree.splitGain) where gain > 0 {
            importance[column] += kind == .splits ? 1 : Double(gain)
        }
    }
    return importance
}

/// Importance as LightGBM's text and JSON list it: rounded down. What exceeds an Int is listed as the largest one.
func listedImportance(_ kind: ImportanceKind, of trees: some Sequence<Tree>, columnCount: Int) -> [Int] {
    featureImportance(kind, of: trees, columnCount: columnCount).map { amount in
        Int(exactly: amount.rounded(.down)) ?? (amount > 0 ? .max : 0)
    }
}
