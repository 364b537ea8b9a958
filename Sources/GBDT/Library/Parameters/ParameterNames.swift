/// Objectives, metrics and kinds of boosting under all their names (`ParseObjectiveAlias`, `ParseMetricAlias` in
/// LightGBM's `include/LightGBM/config.h`). Upper case counts as lower case.
enum ParameterNames {
    static func objective(_ text: String) -> ObjectiveKind? {
        switch text.lowercased() {
        case "regression", "regression_l2", "l2", "mean_squared_error", "mse", "l2_root", "root_mean_squared_error",
            "rmse":
            .regression
        case "regression_l1", "l1", "mean_absolute_error", "mae": .regressionL1
        case "huber": .huber
        case "fair": .fair
        case "poisson": .poisson
        case "quantile": .quantile
        case "mape", "mean_absolute_percentage_error": .mape
        case "gamma": .gamma
        case "tweedie": .tweedie
        case "binary": .binary
        case "multiclass", "softmax": .multiclass
        case "multiclassova", "multiclass_ova", "ova", "ovr": .multiclassOVA
        case "cross_entropy", "xentropy": .crossEntropy
        case "cross_entropy_lambda", "xentlambda": .crossEntropyLambda
        case "lambdarank": .lambdaRank
        case "rank_xendcg", "xendcg", "xe_ndcg", "xe_ndcg_mart", "xendcg_mart": .rankXENDCG
        case "custom", "none", "null", "na": .custom
        default: nil
        }
    }

    /// Metrics that a list names, doubled ones once.
    struct Metrics: Equatable {
        var metrics: [MetricKind] = []
        /// The list says that there shall be none (`None`, `na`, `null`, `custom`).
        var isOff = false
    }

    /// - Parameter positions: what `ndcg` and `map` without a position of their own stand for.
    /// - Returns: nil when one of the names is unknown.
    static func metrics(_ text: String, positions: [Int]) -> Metrics? {
        var result = Metrics()
        // Long lists of equal names and positions must not cost their product.
        var known: Set<MetricKind> = []
        var names: Set<String> = []
        // `ndcg@1,3` goes on with 3: a bare number belongs to the metric before it.
        var base: String?
        for part in text.lowercased().split(separator: ",") {
            let name = String(part).trimmed
            if name.isEmpty { continue }
            if ["none", "null", "custom", "na"].contains(name) {
                result.isOff = true
                continue
            }
            var found: [MetricKind]
            if let place = Int(name), let base {
                guard let metric = ranked(base, at: place) else { return nil }
                found = [metric]
            } else if let mark = name.firstIndex(of: "@") {
                base = String(name[..<mark])
                guard let place = Int(name[name.index(after: mark)...]), let metric = ranked(base ?? "", at: place)
                else { return nil }
                found = [metric]
            } else {
                base = nil
                if !names.insert(name).inserted { continue }
                found = positions.compactMap { ranked(name, at: $0) }
                if found.isEmpty { found = metric(name).map { [$0] } ?? [] }
                if found.isEmpty { return nil }
            }
            for metric in found where known.insert(metric).inserted { result.metrics.append(metric) }
        }
        if !result.metrics.isEmpty { result.isOff = false }
        return result
    }

    private static func ranked(_ name: String, at place: Int) -> MetricKind? {
        guard place >= 1 else { return nil }
        switch name {
        case "ndcg", "lambdarank", "rank_xendcg", "xendcg", "xe_ndcg", "xe_ndcg_mart", "xendcg_mart":
            return .ndcg(at: place)
        case "map", "mean_average_precision": return .map(at: place)
        default: return nil
        }
    }

    private static func metric(_ name: String) -> MetricKind? {
        switch name {
        case "l2", "regression", "regression_l2", "mean_squared_error", "mse": .mse
        case "rmse", "l2_root", "root_mean_squared_error": .rmse
        case "l1", "regression_l1", "mean_absolute_error", "mae": .mae
        case "quantile": .quantile
        case "huber": .huber
        case "fair": .fair
        case "mape", "mean_absolute_percentage_error": .mape
        case "poisson": .poisson
        case "gamma": .gamma
        case "gamma_deviance": .gammaDeviance
        case "tweedie": .tweedie
        case "r2": .r2
        case "binary_logloss", "binary": .logLoss
        case "binary_error": .binaryError
        case "auc": .auc
        case "average_precision": .averagePrecision
        case "direction_accuracy": .directionAccuracy
        case "multi_logloss", "multiclass", "softmax", "multiclassova", "multiclass_ova", "ova", "ovr": .multiLogLoss
        case "multi_error": .multiError
        case "auc_mu": .aucMu
        case "cross_entropy", "xentropy": .crossEntropy
        case "cross_entropy_lambda", "xentlambda": .crossEntropyLambda
        case "kullback_leibler", "kldiv": .kullbackLeibler
        default: nil
        }
    }
}

extension ParameterNames {
    static func task(_ text: String) -> CommandSettings.Task? {
        switch text.lowercased() {
        case "train", "training": .train
        case "predict", "prediction", "test": .predict
        case "refit", "refit_tree": .refit
        default: nil
        }
    }

    /// `goss` is no kind of boosting any more, but its old place is still understood, as in LightGBM.
    static func boosting(_ text: String) -> (BoostingKind, RowSampling?)? {
        switch text.lowercased() {
        case "gbdt", "gbrt": (.gbdt, nil)
        case "dart": (.dart, nil)
        case "rf", "random_forest": (.randomForest, nil)
        case "goss": (.gbdt, .goss)
        default: nil
        }
    }

    static func sampling(_ text: String) -> RowSampling? {
        switch text.lowercased() {
        case "bagging": .bagging
        case "goss": .goss
        default: nil
        }
    }

    static func monotoneMethod(_ text: String) -> MonotoneMethod? {
        switch text.lowercased() {
        case "basic": .basic
        case "intermediate": .intermediate
        default: nil
        }
    }
}
