/// Huber loss (`RegressionHuberLoss` in `src/objective/regression_objective.hpp`): g = s - y within `threshold`,
/// clipped beyond; h = 1.
struct HuberObjective: PointwiseObjective {
    let labels: [Float]
    let weights: [Float]?
    let threshold: Double

    var transform: OutputTransform { .identity }
    var modelTextName: String? { "huber" }

    func derivatives(score: Double, label: Float, weight: Float) -> SIMD2<Float> {
        let difference = score - Double(label)
        let gradient =
            abs(difference) <= threshold
            ? difference * Double(weight) : sign(difference) * Double(weight) * threshold
        return SIMD2(Float(gradient), weight)
    }

    /// The weighted mean, as for squared error.
    func initialScore(ofOutput output: Int) -> Double { mean(of: labels, weights: weights) }
}

/// Fair loss (`RegressionFairLoss` in `src/objective/regression_objective.hpp`) with scale c, of the difference
/// x = s - y: g = c x / (|x| + c), h = c^2 / (|x| + c)^2.
struct FairObjective: PointwiseObjective {
    let labels: [Float]
    let weights: [Float]?
    private let scale: Double
    private let takesRoot: Bool

    /// - Parameter takesRoot: trains on sign(y) sqrt|y| (`reg_sqrt`).
    init(labels: [Float], weights: [Float]?, scale: Double, takesRoot: Bool = false) {
        self.labels = takesRoot ? signedRoots(labels) : labels
        self.weights = weights
        self.scale = scale
        self.takesRoot = takesRoot
    }

    var transform: OutputTransform { takesRoot ? .signedSquare : .identity }
    var modelTextName: String? { takesRoot ? "fair sqrt" : "fair" }

    func derivatives(score: Double, label: Float, weight: Float) -> SIMD2<Float> {
        let difference = score - Double(label)
        let width = abs(difference) + scale
        return SIMD2(
            Float(scale * difference / width * Double(weight)),
            Float(scale * scale / (width * width) * Double(weight)))
    }

    /// The weighted mean, as for squared error.
    func initialScore(ofOutput output: Int) -> Double { mean(of: labels, weights: weights) }
}
