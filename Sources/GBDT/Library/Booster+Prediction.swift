extension Booster {
    /// The sum of the trees' outputs for one row, before conversion.
    /// - Parameter row: exactly `columnCount` values, NaN for missing. The model must have one output.
    public func rawScore(_ row: Span<Double>) -> Double {
        checkSingleOutput(rowWidth: row.count)
        if let walkForest { return ForestKernels.score(row, walkForest) }
        return forest.sum(row, first: 0, stride: 1)
    }

    /// The sum of the trees' outputs for one row, before conversion. Values are widened to Double.
    /// - Parameter row: exactly `columnCount` values, NaN for missing. The model must have one output.
    public func rawScore(_ row: Span<Float>) -> Double {
        checkSingleOutput(rowWidth: row.count)
        if let walkForest { return ForestKernels.score(row, walkForest) }
        return forest.sum(row, first: 0, stride: 1)
    }

    /// The prediction for one row, in label units or as a probability, as the objective says.
    /// - Parameter row: exactly `columnCount` values, NaN for missing. The model must have one output.
    public func predict(_ row: Span<Double>) -> Double {
        transform(averaged(rawScore(row)))
    }

    /// The prediction for one row, in label units or as a probability, as the objective says.
    /// - Parameter row: exactly `columnCount` values, NaN for missing. The model must have one output.
    public func predict(_ row: Span<Float>) -> Double {
        transform(averaged(rawScore(row)))
    }

    /// The raw score of every class.
    /// - Parameter row: exactly `columnCount` values, NaN for missing.
    public func rawScores(_ row: Span<Double>) -> [Double] {
        precondition(row.count == columnCount, "a row has as many values as the model has columns")
        return (0..<outputCount).map { forest.sum(row, first: $0, stride: outputCount) }
    }

    /// The prediction for every class.
    /// - Parameter row: exactly `columnCount` values, NaN for missing.
    public func predictions(_ row: Span<Double>) -> [Double] {
        transform(rawScores(row).map(averaged))
    }

    /// The prediction of every row, in order.
    /// - Throws: ``GBDTError/columnCountMismatch(expected:got:)``; ``GBDTError/multipleOutputs(count:)``;
    ///   ``GBDTError/invalidParameter(name:value:requirement:)`` for fewer than one thread.
    public func predict(_ matrix: FeatureMatrix, threadCount: Int = 1) throws(GBDTError) -> [Double] {
        guard matrix.columnCount == columnCount else {
            throw .columnCountMismatch(expected: columnCount, got: matrix.columnCount)
        }
        guard outputCount == 1 else { throw .multipleOutputs(count: outputCount) }
        guard threadCount >= 1 else {
            throw .invalidParameter(name: "threadCount", value: String(threadCount), requirement: "at least 1")
        }
        let predictor = BatchPredictor(
            forest: forest, walkForest: walkForest, pool: WorkerPool(threadCount: threadCount))
        return predictor.rawScores(matrix).map { transform(averaged($0)) }
    }

    /// Leaf of every tree, in LightGBM's numbering.
    func leaves(_ row: Span<Double>) -> [Int] {
        precondition(row.count == columnCount, "a row has as many values as the model has columns")
        return (0..<forest.treeCount).map { forest.leaf(ofTree: $0, row) - forest.firstLeaves[$0] }
    }

    private func averaged(_ score: Double) -> Double {
        header.averagesOutput ? score / Double(iterationCount) : score
    }

    private func checkSingleOutput(rowWidth: Int) {
        precondition(rowWidth == columnCount, "a row has as many values as the model has columns")
        precondition(outputCount == 1, "a model with several outputs is asked by rawScores or predictions")
    }
}
