/// What is reported after each round, and what early stopping watches.
public enum MetricKind: Sendable, Hashable {
    /// Mean squared error.
    case mse
    /// Root mean squared error.
    case rmse
    /// Mean absolute error.
    case mae
    /// Mean pinball loss at `alpha`.
    case quantile
    /// Mean Huber loss with threshold `alpha`.
    case huber
    /// Mean Fair loss with scale `fairC`.
    case fair
    /// Mean of |error| / max(1, |label|).
    case mape
    /// Mean negative log likelihood of a Poisson rate, without the label's own term.
    case poisson
    /// Mean negative log likelihood of a gamma mean at shape 1.
    case gamma
    /// Deviance of a gamma mean, summed over rows.
    case gammaDeviance
    /// Mean negative log likelihood of a Tweedie mean at power `tweedieVariancePower`.
    case tweedie
    /// Share of variance explained; higher is better.
    case r2
    /// Mean negative log likelihood of two classes, in nats.
    case logLoss
    /// Share of rows on the wrong side of one half.
    case binaryError
    /// Area under the ROC curve; higher is better.
    case auc
    /// Area under the precision-recall curve; higher is better.
    case averagePrecision
    /// Share of rows whose direction is right, of probabilities that from one half; higher is better.
    case directionAccuracy
    /// Mean negative log likelihood of the true class, in nats.
    case multiLogLoss
    /// Share of rows whose true class is not among the `multiErrorTopK` best scored.
    case multiError
    /// Mean pairwise area under the ROC curve over classes (Kleiman & Page, 2019); higher is better.
    case aucMu
    /// Mean cross-entropy of a probability label, in nats.
    case crossEntropy
    /// The same for intensity outputs.
    case crossEntropyLambda
    /// Mean Kullback-Leibler divergence from label to prediction.
    case kullbackLeibler
    /// Mean normalised discounted cumulative gain of the first `at` of each group; higher is better.
    case ndcg(at: Int)
    /// Mean average precision of the first `at` of each group; higher is better.
    case map(at: Int)
    /// Values come from the closure given to `train`.
    case custom(name: String, isHigherBetter: Bool)
}

extension MetricKind {
    /// The name in parameters and reports.
    public var name: String {
        switch self {
        case .mse: "l2"
        case .rmse: "rmse"
        case .mae: "l1"
        case .quantile: "quantile"
        case .huber: "huber"
        case .fair: "fair"
        case .mape: "mape"
        case .poisson: "poisson"
        case .gamma: "gamma"
        case .gammaDeviance: "gamma_deviance"
        case .tweedie: "tweedie"
        case .r2: "r2"
        case .logLoss: "binary_logloss"
        case .binaryError: "binary_error"
        case .auc: "auc"
        case .averagePrecision: "average_precision"
        case .directionAccuracy: "direction_accuracy"
        case .multiLogLoss: "multi_logloss"
        case .multiError: "multi_error"
        case .aucMu: "auc_mu"
        case .crossEntropy: "cross_entropy"
        case .crossEntropyLambda: "cross_entropy_lambda"
        case .kullbackLeibler: "kullback_leibler"
        case .ndcg(let at): "ndcg@\(at)"
        case .map(let at): "map@\(at)"
        case .custom(let name, _): name
        }
    }

    /// Whether larger values are better.
    public var isHigherBetter: Bool {
        switch self {
        case .r2, .auc, .averagePrecision, .directionAccuracy, .aucMu, .ndcg, .map: true
        case .custom(_, let isHigherBetter): isHigherBetter
        default: false
        }
    }
}
