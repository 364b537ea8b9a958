/// Evaluates one kind of metric on raw scores.
struct MetricEvaluator: Sendable {
    let kind: MetricKind
    let transform: OutputTransform
    let parameters: TrainingParameters

    init(kind: MetricKind, transform: OutputTransform, parameters: TrainingParameters) {
        self.kind = kind
        self.transform = transform
        self.parameters = parameters
    }

    /// - Parameter scores: raw scores, one array per output.
    func value(scores: [[Double]], of data: Dataset) -> Double {
        let labels = data.labels
        let weights = data.weights
        let predictions = transform == .identity ? scores[0] : scores[0].map { transform($0) }
        switch kind {
        case .rmse: return Metric.rmse(labels: labels, predictions: predictions, weights: weights)
        case .mae: return Metric.mae(labels: labels, predictions: predictions, weights: weights)
        case .r2: return Metric.r2(labels: labels, predictions: predictions, weights: weights)
        case .logLoss: return Metric.logLoss(labels: labels, predictions: predictions, weights: weights)
        case .auc: return Metric.auc(labels: labels, predictions: predictions, weights: weights)
        case .directionAccuracy: return directionAccuracy(predictions, labels, weights)
        default: return .nan
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
