/// Leaf values that are percentiles of the residuals `label - score` of a leaf's rows, with the scores before the tree
/// (`RenewTreeOutput` of LightGBM's objectives). The learning rate comes after.
struct LeafRenewal: Sendable, Hashable {
    /// Share of the residuals that lies below: 0.5 for the median.
    var level: Double
    /// One per row of the data: the labels, or their roots where training is on those.
    var labels: [Float] = []
    /// One per row of the data; nil: all rows alike.
    var weights: [Float]?

    /// The value of a leaf. 0 when it has no rows.
    /// - Parameters:
    ///   - residuals: `label - score` of the leaf's rows that were in the bag, in their order in the leaf.
    ///   - weights: ``weights`` of the same rows; nil exactly when ``weights`` is.
    func renewedValue(residuals: [Double], weights: [Float]?) -> Double {
        guard let weights else { return percentile(of: residuals, level: level) ?? 0 }
        return percentile(of: residuals, weights: weights, level: level) ?? 0
    }
}
