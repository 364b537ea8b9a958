/// Pinball loss (`RegressionQuantileloss` in `src/objective/regression_objective.hpp`): g = 1 - level where s >= y,
/// else -level; h = 1. Leaves are quantiles.
struct QuantileObjective: PointwiseObjective {
    let labels: [Float]
    let weights: [Float]?
    /// A Float, as in LightGBM.
    private let level: Float
    private let takesRoot: Bool

    /// - Parameter takesRoot: trains on sign(y) sqrt|y| (`reg_sqrt`).
    init(labels: [Float], weights: [Float]?, level: Double, takesRoot: Bool = false) {
        self.labels = takesRoot ? signedRoots(labels) : labels
        self.takesRoot = takesRoot
        self.weights = weights
        self.level = Float(level)
    }

    var transform: OutputTransform { takesRoot ? .signedSquare : .identity }
    var modelTextName: String? { takesRoot ? "quantile sqrt" : "quantile" }
    var leafRenewal: LeafRenewal? { LeafRenewal(level: Double(level), labels: labels, weights: weights) }

    func derivatives(score: Double, label: Float, weight: Float) -> SIMD2<Float> {
        let difference = Float(score - Double(label))
        return SIMD2((difference >= 0 ? 1 - level : -level) * weight, weight)
    }

    /// The quantile of the labels.
    func initialScore(ofOutput output: Int) -> Double { labelPercentile(labels, weights, level: Double(level)) }
}
