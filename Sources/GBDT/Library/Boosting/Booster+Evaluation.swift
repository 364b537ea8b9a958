extension Booster {
    /// The metrics of a training on data that it need not have watched.
    ///
    /// What the last round would have reported, up to rounding where scores begin from more than a constant.
    /// - Parameters:
    ///   - data: made with `keepsFeatures: true`, of any bins. It has the number 0 in the values.
    ///   - parameters: which metrics, and the settings they need; metrics of kind `.custom` are NaN.
    /// - Throws: ``GBDTError`` for data without features, of another width, or on which a metric has no meaning.
    public func metrics(
        on data: Dataset, parameters: TrainingParameters
    ) throws(GBDTError) -> [RoundReport.Value] {
        guard let features = data.features else { throw .featuresNotKept }
        guard parameters.outputCount == outputCount else {
            throw .outputCountMismatch(expected: outputCount, got: parameters.outputCount)
        }
        if let scores = data.initialScores, scores.count != outputCount {
            throw .outputCountMismatch(expected: outputCount, got: scores.count)
        }
        let kinds = parameters.effectiveMetrics
        for kind in kinds { try kind.check(on: data, parameters: parameters) }
        let raw = try rawScores(features, threadCount: parameters.threadCount)
        let scores = (0..<outputCount).map { output in
            (0..<data.rowCount).map { row in
                averaged(raw[row * outputCount + output], over: iterationCount)
                    + (data.initialScores?[output][row] ?? 0)
            }
        }
        return kinds.map { kind in
            let evaluator = MetricEvaluator(kind: kind, transform: transform, parameters: parameters)
            return RoundReport.Value(validation: 0, metric: kind, value: evaluator.value(scores: scores, of: data))
        }
    }
}
