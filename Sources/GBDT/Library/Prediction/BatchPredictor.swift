/// Scores the rows of a matrix, block by block.
struct BatchPredictor: Sendable {
    let server: ForestServer
    let pool: WorkerPool

    private var outputCount: Int { server.outputCount }

    /// The raw scores of every row, in order, `outputCount` each.
    func rawScores(
        _ matrix: FeatureMatrix, iterations: Range<Int>, stopping: PredictionStopping?
    ) -> [Double] {
        // Rows that may stop are walked one by one.
        if stopping != nil { return plainScores(matrix, iterations, stopping) }
        switch server.plan.batch {
        case .rankPlanes:
            return BatchKernels.scores(matrix, server, iterations: iterations, pool: pool)
        case .rankPermute where iterations.count * outputCount == server.plan.treeCount:
            return permutedScores(matrix)
        case .interleavedWalk:
            return walkedScores(matrix, iterations)
        case .rankPermute, .plainWalk:
            return plainScores(matrix, iterations, nil)
        }
    }

    private func permutedScores(_ matrix: FeatureMatrix) -> [Double] {
        let blocks = RowBlocks(matrix: matrix)
        return pool.map(blocks.count) { block in
            let values = blocks.rowMajor(block)
            return (0..<blocks.rows(block).count).flatMap { row in
                ServingKernels.scores(values.span.extracting(blocks.values(ofRow: row)), server)
            }
        }.flatMap { $0 }
    }

    private func walkedScores(_ matrix: FeatureMatrix, _ iterations: Range<Int>) -> [Double] {
        guard let forest = server.walk else { preconditionFailure("the plan asks for a forest to walk") }
        let blocks = RowBlocks(matrix: matrix)
        let trees = iterations.lowerBound * outputCount..<iterations.upperBound * outputCount
        let width = matrix.columnCount
        return pool.map(blocks.count) { block in
            switch matrix.values {
            case .double(let values):
                let rows = blocks.rowMajor(block, of: values)
                return ForestKernels.score(
                    rows: rows.span, width: width, forest, trees: trees, outputCount: outputCount)
            case .float(let values):
                let rows = blocks.rowMajor(block, of: values)
                return ForestKernels.score(
                    rows: rows.span, width: width, forest, trees: trees, outputCount: outputCount)
            }
        }.flatMap { $0 }
    }

    private func plainScores(
        _ matrix: FeatureMatrix, _ iterations: Range<Int>, _ stopping: PredictionStopping?
    ) -> [Double] {
        let blocks = RowBlocks(matrix: matrix)
        return pool.map(blocks.count) { block in
            let values = blocks.rowMajor(block)
            return (0..<blocks.rows(block).count).flatMap { row in
                server.flat.scores(
                    values.span.extracting(blocks.values(ofRow: row)),
                    iterations: iterations, outputCount: outputCount, stopping: stopping)
            }
        }.flatMap { $0 }
    }
}
