/// What is minimised: fixes gradient, hessian, initial score and output conversion.
public enum ObjectiveKind: Sendable, Hashable {
    /// Squared error. Predictions are raw scores in label units.
    case regression
    /// Log loss. A label above 0 is the positive class; predictions are its probability.
    case binary
}

/// What is reported after each round, and what early stopping watches.
public enum MetricKind: Sendable, Hashable {
    /// Root mean squared error.
    case rmse
    /// Mean absolute error.
    case mae
    /// Share of variance explained; higher is better.
    case r2
    /// Mean negative log likelihood, in nats.
    case logLoss
    /// Area under the ROC curve; higher is better.
    case auc
    /// Share of rows whose direction is right, of probabilities that from one half; higher is better.
    case directionAccuracy
}

/// Every knob of training: LightGBM's names in camel case with LightGBM's defaults (`include/LightGBM/config.h`).
///
/// A plain value. Ranges are checked once, by ``validated()``, which
/// ``Booster/train(on:validation:parameters:onRound:)``
/// and ``Dataset`` call themselves.
public struct TrainingParameters: Sendable, Hashable {
    /// The loss. Default: squared error.
    public var objective: ObjectiveKind = .regression
    /// The reported metric. nil: the objective's own, RMSE or log loss.
    public var metric: MetricKind? = nil
    /// Boosting rounds (`num_iterations`), one tree each. Fewer trees come out when rounds find nothing to split.
    public var iterations = 100
    /// Factor on every leaf value (shrinkage), above 0.
    public var learningRate = 0.1
    /// Most leaves of one tree (`num_leaves`), 2 ... 131,072.
    public var leafCountMax = 31
    /// Most splits on a path from root to leaf (`max_depth`). 0 or less: no limit.
    public var depthMax = -1
    /// Least rows per leaf, as estimated from hessians during the search, as LightGBM does.
    public var minDataInLeaf = 20
    /// Least sum of hessians per leaf.
    public var minSumHessianInLeaf = 1e-3
    /// L1 penalty on leaf values.
    public var lambdaL1 = 0.0
    /// L2 penalty on leaf values.
    public var lambdaL2 = 0.0
    /// A split must gain more than this.
    public var minGainToSplit = 0.0
    /// Bound on the absolute leaf value before shrinkage. 0: none.
    public var maxDeltaStep = 0.0
    /// Pull of a leaf's value towards its parent's, in rows. 0: none. Otherwise leaves get at least two rows.
    public var pathSmooth = 0.0
    /// Share of rows drawn without replacement for each bag. Acts only with `baggingFrequency` above 0.
    public var baggingFraction = 1.0
    /// A new bag every so many rounds (`bagging_freq`). 0: no bagging.
    public var baggingFrequency = 0
    /// Share of features drawn for each tree.
    public var featureFraction = 1.0
    /// Share of the tree's features drawn for each leaf that is searched.
    public var featureFractionByNode = 1.0
    /// Most bins per feature, the bin of missing values included (`max_bin`), 2 ... 256.
    public var binCountMax = 255
    /// Least sampled rows per bin.
    public var minDataInBin = 3
    /// Rows sampled to find bin bounds (`bin_construct_sample_cnt`).
    public var binSampleCount = 200_000
    /// NaN is its own bin with a learned direction. Off: NaN counts as 0.
    public var useMissing = true
    /// Zeros count as missing too.
    public var zeroAsMissing = false
    /// Start from the best constant score instead of 0.
    public var boostFromAverage = true
    /// Slope of the logistic function of the binary objective.
    public var sigmoid = 1.0
    /// Stop when the validation metric has not improved for so many rounds. nil: never.
    public var earlyStoppingRounds: Int? = nil
    /// One seed from which all others are drawn, unless given below. nil: LightGBM's default seeds.
    public var seed: Int? = nil
    /// Seed of the row sample that finds the bins.
    public var dataRandomSeed: Int? = nil
    /// Seed of the bags.
    public var baggingSeed: Int? = nil
    /// Seed of the feature draws.
    public var featureFractionSeed: Int? = nil
    /// Threads used by binning and training. The result does not depend on it.
    public var threadCount = 1

    /// LightGBM's defaults.
    public init() {}
}

extension TrainingParameters {
    /// The metric in force.
    var effectiveMetric: MetricKind {
        metric ?? (objective == .regression ? .rmse : .logLoss)
    }

    /// Whether rounds differ by chance, so that one without a split may be followed by one with.
    var hasSampling: Bool {
        (baggingFrequency > 0 && baggingFraction < 1) || featureFraction < 1 || featureFractionByNode < 1
    }

    /// The parameters as LightGBM changes them where they conflict (`Config::CheckParamConflict`).
    func reconciled() -> TrainingParameters {
        var parameters = self
        if pathSmooth > ParityConstant.epsilon { parameters.minDataInLeaf = max(2, minDataInLeaf) }
        return parameters
    }

    /// The seeds in force: explicit ones, else drawn from `seed`, else LightGBM's defaults.
    ///
    /// The order of the draws is that of LightGBM's `Config::Set` (`src/io/config.cpp`).
    var seeds: Seeds {
        var seeds = Seeds(dataRandom: 1, bagging: 3, featureFraction: 2)
        if let seed {
            var random = ParityRandom(seed: seed)
            func draw() -> Int { random.nextShort(from: 0, to: 32_767) }
            seeds.dataRandom = draw()
            seeds.bagging = draw()
            _ = draw()  // drop_seed, of DART
            seeds.featureFraction = draw()
        }
        seeds.dataRandom = dataRandomSeed ?? seeds.dataRandom
        seeds.bagging = baggingSeed ?? seeds.bagging
        seeds.featureFraction = featureFractionSeed ?? seeds.featureFraction
        return seeds
    }

    struct Seeds: Hashable {
        var dataRandom: Int
        var bagging: Int
        var featureFraction: Int
    }
}
