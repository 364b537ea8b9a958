/// Evaluates one kind of metric on raw scores.
struct MetricEvaluator: Sendable {
    /// Value of a metric of the caller's from its name, raw scores (one array per output) and the data.
    typealias Custom = @Sendable (_ name: String, _ scores: [[Double]], _ data: Dataset) -> Double

    let kind: MetricKind
    let transform: OutputTransform
    let parameters: TrainingParameters
    private let custom: Custom?

    /// - Parameter custom: of metrics of kind `.custom`; without it they are NaN.
    init(kind: MetricKind, transform: OutputTransform, parameters: TrainingParameters, custom: Custom? = nil) {
        self.kind = kind
        self.transform = transform
        self.parameters = parameters
        self.custom = custom
    }

    /// NaN where the metric has no meaning on the data: rankings without groups, labels that are no class or grade.
    /// - Parameter scores: raw scores, one array per output.
    func value(scores: [[Double]], of data: Dataset) -> Double {
        switch kind {
        case .auc, .averagePrecision, .aucMu, .ndcg, .map: ranking(scores, data)
        case .multiLogLoss, .multiError: multiclass(scores, data)
        case .custom(let name, _): custom.map { $0(name, scores, data) } ?? .nan
        default: pointwise(scores[0], data)
        }
    }

    /// Those that look at the order of raw scores alone.
    private func ranking(_ scores: [[Double]], _ data: Dataset) -> Double {
        let (labels, weights) = (data.labels, data.weights)
        switch kind {
        case .auc: return Metric.auc(labels: labels, predictions: scores[0], weights: weights)
        case .averagePrecision:
            return Metric.averagePrecision(labels: labels, predictions: scores[0], weights: weights)
        case .aucMu: return Metric.aucMu(labels: labels, scores: scores, weights: weights)
        case .ndcg(let count):
            guard let groups = data.groupBoundaries else { return .nan }
            return Metric.ndcg(
                at: count, labels: labels, scores: scores[0], groupBoundaries: groups, weights: weights,
                labelGain: parameters.labelGain)
        case .map(let count):
            guard let groups = data.groupBoundaries else { return .nan }
            return Metric.meanAveragePrecision(
                at: count, labels: labels, scores: scores[0], groupBoundaries: groups, weights: weights)
        default: return .nan
        }
    }

    private func multiclass(_ scores: [[Double]], _ data: Dataset) -> Double {
        var predictions = scores
        for row in 0..<data.rowCount {
            let converted = transform(scores.map { $0[row] })
            for output in scores.indices { predictions[output][row] = converted[output] }
        }
        let (labels, weights) = (data.labels, data.weights)
        if kind == .multiLogLoss {
            return Metric.multiLogLoss(labels: labels, predictions: predictions, weights: weights)
        }
        return Metric.multiError(
            labels: labels, predictions: predictions, weights: weights, topK: parameters.multiErrorTopK)
    }

    private func pointwise(_ scores: [Double], _ data: Dataset) -> Double {
        let predictions = transform == .identity ? scores : scores.map { transform($0) }
        let (labels, weights) = (data.labels, data.weights)
        switch kind {
        case .mse: return Metric.mse(labels: labels, predictions: predictions, weights: weights)
        case .rmse: return Metric.rmse(labels: labels, predictions: predictions, weights: weights)
        case .mae: return Metric.mae(labels: labels, predictions: predictions, weights: weights)
        case .r2: return Metric.r2(labels: labels, predictions: predictions, weights: weights)
        case .mape: return Metric.mape(labels: labels, predictions: predictions, weights: weights)
        case .quantile:
            return Metric.quantileLoss(
                labels: labels, predictions: predictions, weights: weights, level: parameters.alpha)
        case .huber:
            return Metric.huberLoss(
                labels: labels, predictions: predictions, weights: weights, threshold: parameters.alpha)
        case .fair:
            return Metric.fairLoss(labels: labels, predictions: predictions, weights: weights, scale: parameters.fairC)
        case .tweedie:
            return Metric.tweedieLoss(
                labels: labels, predictions: predictions, weights: weights, power: parameters.tweedieVariancePower)
        default: return likelihood(predictions, labels, weights)
        }
    }

    private func likelihood(_ predictions: [Double], _ labels: [Float], _ weights: [Float]?) -> Double {
        switch kind {
        case .poisson: return Metric.poissonLoss(labels: labels, predictions: predictions, weights: weights)
        case .gamma: return Metric.gammaLoss(labels: labels, predictions: predictions, weights: weights)
        case .gammaDeviance: return Metric.gammaDeviance(labels: labels, predictions: predictions, weights: weights)
        case .logLoss: return Metric.logLoss(labels: labels, predictions: predictions, weights: weights)
        case .binaryError: return Metric.binaryError(labels: labels, predictions: predictions, weights: weights)
        case .directionAccuracy: return directionAccuracy(predictions, labels, weights)
        case .crossEntropy: return Metric.crossEntropy(labels: labels, predictions: predictions, weights: weights)
        case .crossEntropyLambda:
            // Of a custom loss only raw scores are known, which LightGBM takes for those of an intensity.
            let isRaw = parameters.objective == .custom
            let intensities = isRaw ? predictions.map { OutputTransform.softplus($0) } : predictions
            return Metric.crossEntropyLambda(labels: labels, intensities: intensities, weights: weights)
        case .kullbackLeibler:
            return Metric.kullbackLeibler(labels: labels, predictions: predictions, weights: weights)
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
