/// Scores the rows of a matrix, block by block.
struct BatchPredictor: Sendable {
    let forest: FlatForest
    let walkForest: WalkForest?
    let outputCount: Int
    let pool: WorkerPool

    /// The raw scores of every row, in order, `outputCount` each.
    func rawScores(
        _ matrix: FeatureMatrix, iterations: Range<Int>, stopping: PredictionStopping?
    ) -> [Double] {
        let blocks = RowBlocks(matrix: matrix)
        return pool.map(blocks.count) { block in
            // Rows that may stop are walked one by one.
            guard stopping == nil, let walkForest else { return scores(blocks, block, iterations, stopping) }
            let trees = iterations.lowerBound * outputCount..<iterations.upperBound * outputCount
            let width = matrix.columnCount
            switch matrix.values {
            case .double(let values):
                let rows = blocks.rowMajor(block, of: values)
                return ForestKernels.score(
                    rows: rows.span, width: width, walkForest, trees: trees, outputCount: outputCount)
            case .float(let values):
                let rows = blocks.rowMajor(block, of: values)
                return ForestKernels.score(
                    rows: rows.span, width: width, walkForest, trees: trees, outputCount: outputCount)
            }
        }.flatMap { $0 }
    }

    private func scores(
        _ blocks: RowBlocks, _ block: Int, _ iterations: Range<Int>, _ stopping: PredictionStopping?
    ) -> [Double] {
        let values = blocks.rowMajor(block)
        return (0..<blocks.rows(block).count).flatMap { row in
            forest.scores(
                values.span.extracting(blocks.values(ofRow: row)),
                iterations: iterations, outputCount: outputCount, stopping: stopping)
        }
    }
}
