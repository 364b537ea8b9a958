/// Every knob of training: LightGBM's names in camel case with LightGBM's defaults (`include/LightGBM/config.h`).
///
/// A plain value. Ranges are checked once, by ``validated()``, which
/// ``Booster/train(on:validation:parameters:onRound:)``
/// and ``Dataset`` call themselves.
public struct TrainingParameters: Sendable, Hashable {
    /// The loss. Default: squared error.
    public var objective: ObjectiveKind = .regression
    /// The reported metrics. Empty: the objective's own.
    public var metrics: [MetricKind] = []
    /// How rounds build on each other.
    public var boosting: BoostingKind = .gbdt
    /// Which rows a round looks at.
    public var rowSampling: RowSampling = .bagging
    /// Boosting rounds (`num_iterations`), one tree each. Fewer trees come out when rounds find nothing to split.
    public var iterations = 100
    /// Factor on every leaf value (shrinkage), above 0.
    public var learningRate = 0.1
    /// Most leaves of one tree (`num_leaves`), 2 ... 131,072.
    public var leafCountMax = 31
    /// Memory for the histograms of one tree in units of 2^20 bytes (`histogram_pool_size`). 0 or less: no bound. Room
    /// for two histograms is always taken. With too little, sums are added up anew, which is slower and rounds
    /// differently. Forced splits and the monotone methods that search leaves again keep all histograms.
    public var histogramPoolMegabytes = -1.0
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
    /// Most bins per feature, the bin of missing values included (`max_bin`), 2 ... 65,535.
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
    /// Number of classes of the multiclass objectives.
    public var classCount = 1
    /// Slope of the logistic function of the binary, one-vs-all and LambdaRank objectives.
    public var sigmoid = 1.0
    /// Threshold of the Huber loss, level of the quantile loss.
    public var alpha = 0.9
    /// Scale of the Fair loss.
    public var fairC = 1.0
    /// Added to the log of Poisson hessians, to keep steps short.
    public var poissonMaxDeltaStep = 0.7
    /// Variance power of the Tweedie loss, 1 ..< 2.
    public var tweedieVariancePower = 1.5
    /// Trains squared error on sign(y) sqrt|y| (`reg_sqrt`).
    public var regressionSqrt = false
    /// Factor on the weight of positive rows.
    public var scalePosWeight = 1.0
    /// Gives both classes of a binary problem the same total weight.
    public var isUnbalance = false
    /// LambdaRank looks at pairs of which one stands among so many best of its group.
    public var lambdaRankTruncationLevel = 30
    /// Normalises LambdaRank's gradients by group.
    public var lambdaRankNorm = true
    /// Gain of each relevance grade. Empty: 2^grade - 1.
    public var labelGain: [Double] = []
    /// For `multiError`: a row is right when its class is among so many best.
    public var multiErrorTopK = 1
    /// Stop when no validation metric has improved for so many rounds. nil: never.
    public var earlyStoppingRounds: Int? = nil
    /// An improvement must exceed this.
    public var earlyStoppingMinDelta = 0.0
    /// Only the first metric stops the training.
    public var firstMetricOnly = false
    /// Share of earlier trees that DART leaves out.
    public var dropRate = 0.1
    /// Most trees that DART leaves out of a round. 0 or less: no limit.
    public var dropCountMax = 50
    /// Chance that DART leaves out none.
    public var skipDrop = 0.5
    /// DART draws trees without regard to their weight.
    public var uniformDrop = false
    /// DART scales as XGBoost does.
    public var xgboostDartMode = false
    /// Share of rows GOSS keeps for their large gradients.
    public var topRate = 0.2
    /// Share of rows GOSS draws from the others.
    public var otherRate = 0.1
    /// Share of positive rows in each bag (`pos_bagging_fraction`), of binary problems.
    public var positiveBaggingFraction = 1.0
    /// Share of negative rows in each bag.
    public var negativeBaggingFraction = 1.0
    /// Bags draw groups, not rows.
    public var baggingByQuery = false
    /// Only one random threshold per feature and leaf is considered.
    public var extraTrees = false
    /// Per column +1 (output never falls with the feature), -1 (never rises) or 0. Empty: none.
    public var monotoneConstraints: [Int] = []
    /// How monotone bounds are kept.
    public var monotoneMethod: MonotoneMethod = .basic
    /// Discourages constrained splits near the root.
    public var monotonePenalty = 0.0
    /// Sets of columns that may stand on one path. Empty: no constraint.
    public var interactionConstraints: [[Int]] = []
    /// Splits that every tree begins with.
    public var forcedSplits: ForcedSplit? = nil
    /// Factor on the gain of each column's splits (`feature_contri`). Empty: 1.
    public var featureContribution: [Double] = []
    /// Leaves hold linear models of the features on their path.
    public var linearTree = false
    /// Ridge penalty of the linear leaves.
    public var linearLambda = 0.0
    /// Gradients are rounded to a few levels; histograms are of integers. Results differ from the exact mode.
    public var usesQuantizedGradients = false
    /// Levels of quantised gradients.
    public var gradientBinCount = 4
    /// Leaf values are computed anew from the exact gradients.
    public var renewsQuantizedLeaves = false
    /// Gradients are rounded at random, so that their mean is right.
    public var stochasticRounding = true
    /// Categorical features with at most so many categories are split one against the rest.
    public var categoryOneHotMax = 4
    /// Most categories on the smaller side of a split.
    public var categoryThresholdMax = 32
    /// L2 penalty of categorical splits, on top of `lambdaL2`.
    public var categoryL2 = 10.0
    /// Smooths a category's mean when categories are ordered.
    public var categorySmooth = 10.0
    /// Least rows between two candidates of a categorical split.
    public var minDataPerGroup = 100
    /// Most bins by column, where other than `binCountMax`. Empty: none.
    public var binCountMaxByColumn: [Int] = []
    /// Bounds that bins of a column must have.
    public var forcedBins: [Int: [Double]] = [:]
    /// Ignores features that cannot give both children `minDataInLeaf` rows.
    public var featurePreFilter = true
    /// Bundles sparse features that are never non-zero together.
    public var enableBundle = true
    /// One seed from which all others are drawn, unless given below. nil: LightGBM's default seeds.
    public var seed: Int? = nil
    /// Seed of the row sample that finds the bins.
    public var dataRandomSeed: Int? = nil
    /// Seed of the bags.
    public var baggingSeed: Int? = nil
    /// Seed of the feature draws.
    public var featureFractionSeed: Int? = nil
    /// Seed of DART's draws.
    public var dropSeed: Int? = nil
    /// Seed of the ranking objective's draws.
    public var objectiveSeed: Int? = nil
    /// Seed of the random thresholds.
    public var extraSeed: Int? = nil
    /// Threads used by binning and training. The result does not depend on it.
    public var threadCount = 1

    /// LightGBM's defaults.
    public init() {}
}
