/// Feature sampling per tree and per searched leaf (`src/treelearner/col_sampler.hpp`).
///
/// Features are numbered as in the binned matrix. One generator serves both kinds of draw, so the order of calls is
/// part of the result: once per tree, then once per searched leaf, the smaller child before the larger.
struct FeatureSampler: Sendable {
    private let featureCount: Int
    private let treeFeatureCount: Int
    private let nodeFraction: Double
    private var generator: ParityRandom
    private(set) var treeFeatures: [Int]

    init(featureCount: Int, parameters: TrainingParameters) {
        self.featureCount = featureCount
        nodeFraction = parameters.featureFractionByNode
        treeFeatureCount =
            parameters.featureFraction < 1
            ? max(1, roundedToInt(Double(featureCount) * parameters.featureFraction)) : featureCount
        generator = ParityRandom(seed: parameters.seeds.featureFraction)
        treeFeatures = Array(0..<featureCount)
        // LightGBM draws once when the learner is set up and throws the result away.
        drawTree()
    }

    /// Draws the features of the next tree.
    mutating func drawTree() {
        if treeFeatureCount < featureCount {
            treeFeatures = generator.sample(treeFeatureCount, of: featureCount)
        }
    }

    /// Which features the next searched leaf may split on, or nil for all of the tree's.
    mutating func drawNode() -> [Bool]? {
        guard nodeFraction < 1 else { return nil }
        let count = max(1, roundedToInt(Double(treeFeatures.count) * nodeFraction))
        var allowed = [Bool](repeating: false, count: featureCount)
        for position in generator.sample(count, of: treeFeatures.count) {
            allowed[treeFeatures[position]] = true
        }
        return allowed
    }
}
