/// Evaluates one kind of metric on raw scores.
struct MetricEvaluator: Sendable {
    let kind: MetricKind
    let transform: OutputTransform

    /// Whether larger values are better.
    var isHigherBetter: Bool {
        switch kind {
        case .rmse, .mae, .logLoss: false
        case .r2, .auc, .directionAccuracy: true
        }
    }

    func value(scores: [Double], labels: [Float], weights: [Float]?) -> Double {
        let predictions = transform == .identity ? scores : scores.map { transform($0) }
        switch kind {
        case .rmse: return Metric.rmse(labels: labels, predictions: predictions, weights: weights)
        case .mae: return Metric.mae(labels: labels, predictions: predictions, weights: weights)
        case .r2: return Metric.r2(labels: labels, predictions: predictions, weights: weights)
        case .logLoss: return Metric.logLoss(labels: labels, predictions: predictions, weights: weights)
        case .auc: return Metric.auc(labels: labels, predictions: predictions, weights: weights)
        case .directionAccuracy: return directionAccuracy(predictions, labels, weights)
        }
    }

    /// Of probabilities the direction is that from one half, of labels that of their class.
    private func directionAccuracy(_ predictions: [Double], _ labels: [Float], _ weights: [Float]?) -> Double {
        guard case .sigmoid = transform else {
            return Metric.directionAccuracy(labels: labels, predictions: predictions, weights: weights)
        }
        return Metric.directionAccuracy(
            labels: labels.map { $0 > 0 ? 1 : -1 }, predictions: predictions.map { $0 - 0.5 }, weights: weights)
    }
}
