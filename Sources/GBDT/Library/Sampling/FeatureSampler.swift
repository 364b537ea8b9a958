/// Feature sampling per tree and per searched leaf (`src/treelearner/col_sampler.hpp`).
///
/// Features are numbered as in the binned matrix. One generator serves both kinds of draw, so the order of calls is
/// part of the result: once per tree, then once per searched leaf, the smaller child before the larger.
struct FeatureSampler: Sendable {
    private let featureCount: Int
    private let treeFeatureCount: Int
    private let nodeFraction: Double
    /// Sets of features that may stand on one path; empty: no constraint.
    private let interactionSets: [Set<Int>]
    private var generator: ParityRandom
    private(set) var treeFeatures: [Int]

    init(featureCount: Int, parameters: TrainingParameters, interactionSets: [Set<Int>] = []) {
        self.featureCount = featureCount
        self.interactionSets = interactionSets
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
    /// - Parameter path: features the leaf's path has split on.
    mutating func drawNode(path: [Int] = []) -> [Bool]? {
        guard nodeFraction < 1 || !interactionSets.isEmpty else { return nil }
        let candidates = interactionSets.isEmpty ? treeFeatures : partners(of: path)
        guard nodeFraction < 1 else { return mask(candidates) }
        let count = max(1, roundedToInt(Double(treeFeatures.count) * nodeFraction))
        return mask(generator.sample(min(count, candidates.count), of: candidates.count).map { candidates[$0] })
    }

    /// The tree's features that share a set with all of the path, and the path itself.
    private func partners(of path: [Int]) -> [Int] {
        var allowed = Set(path)
        for set in interactionSets where path.allSatisfy(set.contains) { allowed.formUnion(set) }
        return treeFeatures.filter(allowed.contains)
    }

    private func mask(_ features: [Int]) -> [Bool] {
        var mask = [Bool](repeating: false, count: featureCount)
        for feature in features { mask[feature] = true }
        return mask
    }
}
