/// Whole matrices. Results lie row after row, `outputCount` (or trees) values each, and do not depend on the number of
/// threads. All throw ``GBDTError/columnCountMismatch(expected:got:)``, and
/// ``GBDTError/invalidParameter(name:value:requirement:)`` for fewer than one thread.
extension Booster {
    /// The prediction of every row, in order.
    /// - Throws: also ``GBDTError/multipleOutputs(count:)``; ask such a model for its `predictions`.
    public func predict(_ matrix: FeatureMatrix, threadCount: Int = 1) throws(GBDTError) -> [Double] {
        guard outputCount == 1 else { throw .multipleOutputs(count: outputCount) }
        return try predictions(matrix, threadCount: threadCount)
    }

    /// The raw scores of every row.
    /// - Parameters:
    ///   - iterations: which rounds take part, those the model has of them; nil: all.
    ///   - stopping: when to leave out the last trees of a row.
    public func rawScores(
        _ matrix: FeatureMatrix, iterations: Range<Int>? = nil, stopping: PredictionStopping? = nil,
        threadCount: Int = 1
    ) throws(GBDTError) -> [Double] {
        let pool = try pool(for: matrix, threadCount)
        let predictor = BatchPredictor(server: server, pool: pool)
        return predictor.rawScores(matrix, iterations: present(iterations), stopping: effective(stopping))
    }

    /// The predictions of every row. Parameters as for raw scores.
    public func predictions(
        _ matrix: FeatureMatrix, iterations: Range<Int>? = nil, stopping: PredictionStopping? = nil,
        threadCount: Int = 1
    ) throws(GBDTError) -> [Double] {
        let scores = try rawScores(matrix, iterations: iterations, stopping: stopping, threadCount: threadCount)
        let count = present(iterations).count
        if outputCount == 1 { return scores.map { transform(averaged($0, over: count)) } }
        return (0..<matrix.rowCount).flatMap { row in
            converted(Array(scores[row * outputCount..<(row + 1) * outputCount]), over: count)
        }
    }

    /// The leaves of every row: iteration after iteration, class after class, leaves numbered as in the model text.
    public func leafIndices(
        _ matrix: FeatureMatrix, iterations: Range<Int>? = nil, threadCount: Int = 1
    ) throws(GBDTError) -> [Int] {
        let pool = try pool(for: matrix, threadCount)
        if server.plan.batch == .rankPlanes {
            return BatchKernels.leafIndices(matrix, server, iterations: present(iterations), pool: pool)
        }
        let blocks = RowBlocks(matrix: matrix)
        let trees = treeRange(present(iterations))
        return pool.map(blocks.count) { block in
            let values = blocks.rowMajor(block)
            return (0..<blocks.rows(block).count).flatMap { row in
                let row = values.span.extracting(blocks.values(ofRow: row))
                return trees.map { forest.leaf(ofTree: $0, row) - forest.firstLeaves[$0] }
            }
        }.flatMap { $0 }
    }

    /// The workers for a matrix that fits the model.
    func pool(for matrix: FeatureMatrix, _ threadCount: Int) throws(GBDTError) -> WorkerPool {
        guard matrix.columnCount == columnCount else {
            throw .columnCountMismatch(expected: columnCount, got: matrix.columnCount)
        }
        guard threadCount >= 1 else {
            throw .invalidParameter(name: "threadCount", value: String(threadCount), requirement: "at least 1")
        }
        return WorkerPool(threadCount: threadCount)
    }
}
