public import GBDT
import Market

/// How the updater trains and judges. A plain value, set once.
public struct UpdaterSettings: Sendable {
    public var horizon: Duration = .hours(1)
    public var labelVersion = 1
    public var gate = PromotionGate()
    public var columns: ColumnPlan
    public var seed: UInt64
    /// The result does not depend on it.
    public var threadCount = 1
    /// Grow the trees on what a ridge regression leaves, and serve the sum of both; else trees alone.
    public var growsOnLinear = true
    /// The original's defaults, on a leaf size that grows with the data.
    public var training: TrainingParameters

    public init(columns: ColumnPlan, seed: UInt64, threadCount: Int = 1) {
        self.columns = columns
        self.seed = seed
        self.threadCount = threadCount
        training = Self.trainingDefaults
    }

    /// Learning rate 0.05 of the original's 0.01 to 0.05, depth 5, 31 leaves, L1 = L2 = 0.1, bagging and features 0.8,
    /// early stopping 50, at most 500 rounds. No start from the average: a price is its own best forecast, so without
    /// evidence the move is 0.
    public static var trainingDefaults: TrainingParameters {
        var parameters = TrainingParameters()
        parameters.iterations = 500
        parameters.learningRate = 0.05
        parameters.depthMax = 5
        parameters.leafCountMax = 31
        parameters.lambdaL1 = 0.1
        parameters.lambdaL2 = 0.1
        parameters.baggingFraction = 0.8
        parameters.baggingFrequency = 1
        parameters.featureFraction = 0.8
        parameters.earlyStoppingRounds = 50
        parameters.boostFromAverage = false
        return parameters
    }

    /// The parameters for so many training rows.
    func parameters(rowCount: Int, seed: UInt64) -> TrainingParameters {
        var parameters = training
        parameters.minDataInLeaf = max(50, rowCount / 200)
        parameters.seed = Int(seed & 0x7fff_ffff)
        parameters.threadCount = threadCount
        return parameters
    }
}
