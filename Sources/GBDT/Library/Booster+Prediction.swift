/// One row at a time. Rows have exactly ``columnCount`` values, NaN for missing; Floats are widened to Double.
extension Booster {
    /// The sum of the trees' outputs for one row, before conversion. The model must have one output.
    public func rawScore(_ row: Span<Double>) -> Double {
        checkSingleOutput()
        checkWidth(row.count)
        return server.score(row)
    }

    /// The sum of the trees' outputs for one row, before conversion. The model must have one output.
    public func rawScore(_ row: Span<Float>) -> Double {
        checkSingleOutput()
        checkWidth(row.count)
        return server.score(row)
    }

    /// The prediction for one row, in label units or as a probability, as the objective says. The model must have one
    /// output.
    public func predict(_ row: Span<Double>) -> Double {
        transform(averaged(rawScore(row), over: iterationCount))
    }

    /// The prediction for one row, in label units or as a probability, as the objective says. The model must have one
    /// output.
    public func predict(_ row: Span<Float>) -> Double {
        transform(averaged(rawScore(row), over: iterationCount))
    }

    /// The raw score of every output, also of a random forest the sum over its trees.
    /// - Parameters:
    ///   - iterations: which rounds take part, those the model has of them; nil: all.
    ///   - stopping: when to leave out the last trees.
    public func rawScores(
        _ row: Span<Double>, iterations: Range<Int>? = nil, stopping: PredictionStopping? = nil
    ) -> [Double] {
        checkWidth(row.count)
        return forest.scores(
            row, iterations: present(iterations), outputCount: outputCount, stopping: effective(stopping))
    }

    /// The raw score of every output, also of a random forest the sum over its trees.
    /// - Parameters:
    ///   - iterations: which rounds take part, those the model has of them; nil: all.
    ///   - stopping: when to leave out the last trees.
    public func rawScores(
        _ row: Span<Float>, iterations: Range<Int>? = nil, stopping: PredictionStopping? = nil
    ) -> [Double] {
        checkWidth(row.count)
        return forest.scores(
            row, iterations: present(iterations), outputCount: outputCount, stopping: effective(stopping))
    }

    /// The prediction of every output. Parameters as for raw scores.
    public func predictions(
        _ row: Span<Double>, iterations: Range<Int>? = nil, stopping: PredictionStopping? = nil
    ) -> [Double] {
        converted(rawScores(row, iterations: iterations, stopping: stopping), over: present(iterations).count)
    }

    /// The prediction of every output. Parameters as for raw scores.
    public func predictions(
        _ row: Span<Float>, iterations: Range<Int>? = nil, stopping: PredictionStopping? = nil
    ) -> [Double] {
        converted(rawScores(row, iterations: iterations, stopping: stopping), over: present(iterations).count)
    }

    /// The leaf in which the row ends, for every tree: iteration after iteration, class after class, leaves numbered as
    /// in the model text.
    public func leafIndices(_ row: Span<Double>, iterations: Range<Int>? = nil) -> [Int] {
        checkWidth(row.count)
        return treeRange(present(iterations)).map { forest.leaf(ofTree: $0, row) - forest.firstLeaves[$0] }
    }

    /// The leaf in which the row ends, for every tree: iteration after iteration, class after class, leaves numbered as
    /// in the model text.
    public func leafIndices(_ row: Span<Float>, iterations: Range<Int>? = nil) -> [Int] {
        checkWidth(row.count)
        return treeRange(present(iterations)).map { forest.leaf(ofTree: $0, row) - forest.firstLeaves[$0] }
    }

    /// The asked iterations that the model has.
    func present(_ iterations: Range<Int>?) -> Range<Int> {
        (iterations ?? 0..<iterationCount).clamped(to: 0..<iterationCount)
    }

    func treeRange(_ iterations: Range<Int>) -> Range<Int> {
        iterations.lowerBound * outputCount..<iterations.upperBound * outputCount
    }

    /// From the raw scores of one row to its predictions.
    func converted(_ scores: [Double], over iterationCount: Int) -> [Double] {
        transform(scores.map { averaged($0, over: iterationCount) })
    }

    func averaged(_ score: Double, over iterationCount: Int) -> Double {
        header.averagesOutput ? score / Double(max(1, iterationCount)) : score
    }

    func effective(_ stopping: PredictionStopping?) -> PredictionStopping? {
        PredictionStopping.applies(to: header.objective) ? stopping : nil
    }

    private func checkWidth(_ width: Int) {
        precondition(width == columnCount, "a row has as many values as the model has columns")
    }

    private func checkSingleOutput() {
        precondition(outputCount == 1, "a model with several outputs is asked by rawScores or predictions")
    }
}
