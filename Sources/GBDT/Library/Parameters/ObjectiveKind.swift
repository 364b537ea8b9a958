/// What is minimised: fixes gradient, hessian, initial score and output conversion.
public enum ObjectiveKind: Sendable, Hashable, CaseIterable {
    /// Squared error. Predictions are raw scores in label units.
    case regression
    /// Absolute error; leaves are medians of residuals.
    case regressionL1
    /// Squared error within `alpha` of the label, linear beyond.
    case huber
    /// c^2 (x/c - log(1 + x/c)) of the absolute error x, c = `fairC`.
    case fair
    /// Pinball loss at `alpha`; leaves are that quantile of residuals.
    case quantile
    /// Absolute error over max(1, |label|).
    case mape
    /// Poisson likelihood with a log link. Labels at least 0.
    case poisson
    /// Gamma likelihood with a log link. Labels above 0.
    case gamma
    /// Tweedie likelihood of power `tweedieVariancePower` with a log link. Labels at least 0.
    case tweedie
    /// Log loss. A label above 0 is the positive class; predictions are its probability.
    case binary
    /// Softmax over `classCount` classes; labels are 0 ..< classCount.
    case multiclass
    /// One binary problem per class.
    case multiclassOVA
    /// Log loss of a probability; labels in [0, 1].
    case crossEntropy
    /// The same with outputs log(1 + exp(s)), the intensity.
    case crossEntropyLambda
    /// LambdaRank on NDCG within groups; labels are relevance grades.
    case lambdaRank
    /// Cross-entropy on softmax within groups, an approximation of NDCG.
    case rankXENDCG
    /// Gradients come from the closure given to `train`; predictions are raw scores.
    case custom
}

extension ObjectiveKind {
    /// The name in parameters and model texts.
    public var name: String {
        switch self {
        case .regression: "regression"
        case .regressionL1: "regression_l1"
        case .huber: "huber"
        case .fair: "fair"
        case .quantile: "quantile"
        case .mape: "mape"
        case .poisson: "poisson"
        case .gamma: "gamma"
        case .tweedie: "tweedie"
        case .binary: "binary"
        case .multiclass: "multiclass"
        case .multiclassOVA: "multiclassova"
        case .crossEntropy: "cross_entropy"
        case .crossEntropyLambda: "cross_entropy_lambda"
        case .lambdaRank: "lambdarank"
        case .rankXENDCG: "rank_xendcg"
        case .custom: "custom"
        }
    }

    /// Whether a score is given per class.
    var hasClasses: Bool { self == .multiclass || self == .multiclassOVA }
    /// Whether rows are compared within groups.
    var needsGroups: Bool { self == .lambdaRank || self == .rankXENDCG }
}
