/// Absolute error (`RegressionL1loss` in `src/objective/regression_objective.hpp`): g = sign(s - y), h = 1; leaves are
/// medians.
struct AbsoluteErrorObjective: PointwiseObjective {
    let labels: [Float]
    let weights: [Float]?
    private let takesRoot: Bool

    /// - Parameter takesRoot: trains on sign(y) sqrt|y| (`reg_sqrt`).
    init(labels: [Float], weights: [Float]?, takesRoot: Bool = false) {
        self.labels = takesRoot ? signedRoots(labels) : labels
        self.weights = weights
        self.takesRoot = takesRoot
    }

    var transform: OutputTransform { takesRoot ? .signedSquare : .identity }
    var modelTextName: String? { takesRoot ? "regression_l1 sqrt" : "regression_l1" }
    var leafRenewal: LeafRenewal? { LeafRenewal(level: 0.5, labels: labels, weights: weights) }

    func derivatives(score: Double, label: Float, weight: Float) -> SIMD2<Float> {
        SIMD2(Float(sign(score - Double(label))) * weight, weight)
    }

    /// The median.
    func initialScore(ofOutput output: Int) -> Double { labelPercentile(labels, weights, level: 0.5) }
}

/// A percentile of the labels, rounded to Float. 0 without labels.
func labelPercentile(_ labels: [Float], _ weights: [Float]?, level: Double) -> Double {
    let value = weights.map { percentile(of: labels, weights: $0, level: level) }
    return Double((value ?? percentile(of: labels, level: level)) ?? 0)
}
