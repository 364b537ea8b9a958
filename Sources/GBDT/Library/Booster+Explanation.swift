extension Booster {
    /// An explainer of this model's raw scores, to be kept where single rows are explained again and again.
    /// - Parameter iterations: which rounds to explain, those the model has of them; nil: all.
    /// - Throws: ``GBDTError/contributionsUnavailable(reason:)`` for linear trees, for trees without row counts and for
    ///   paths of more than 256 different features.
    public func explainer(iterations: Range<Int>? = nil) throws(GBDTError) -> ContributionExplainer {
        try ContributionExplainer(
            forest: forest, trees: trees, columnCount: columnCount, outputCount: outputCount,
            iterations: present(iterations))
    }

    /// How much each feature of a row adds to its raw score (Shapley values, LightGBM's `pred_contrib`).
    /// - Parameter row: exactly ``columnCount`` values, NaN for missing.
    /// - Returns: `columnCount + 1` values per output, output by output: the features' contributions, then the expected
    ///   value. They add up to the raw score.
    /// - Throws: as ``explainer(iterations:)``.
    public func contributions(_ row: Span<Double>, iterations: Range<Int>? = nil) throws(GBDTError) -> [Double] {
        try explainer(iterations: iterations).contributions(row)
    }

    /// The same for every row: `outputCount * (columnCount + 1)` values each, row after row.
    /// - Throws: as ``explainer(iterations:)``; ``GBDTError/columnCountMismatch(expected:got:)``;
    ///   ``GBDTError/invalidParameter(name:value:requirement:)`` for fewer than one thread.
    public func contributions(
        _ matrix: FeatureMatrix, iterations: Range<Int>? = nil, threadCount: Int = 1
    ) throws(GBDTError) -> [Double] {
        let pool = try pool(for: matrix, threadCount)
        let explainer = try explainer(iterations: iterations)
        let blocks = RowBlocks(matrix: matrix)
        return pool.map(blocks.count) { block in
            explainer.contributions(rows: blocks.rowMajor(block).span)
        }.flatMap { $0 }
    }
}
