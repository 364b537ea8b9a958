/// Squared error (`RegressionL2loss` in `src/objective/regression_objective.hpp`): g = s - y, h = 1.
struct RegressionObjective: PointwiseObjective {
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
    var modelTextName: String? { takesRoot ? "regression sqrt" : "regression" }

    func derivatives(score: Double, label: Float, weight: Float) -> SIMD2<Float> {
        // Rounded before and after the weight is applied, as in LightGBM.
        SIMD2(Float(score - Double(label)) * weight, weight)
    }

    /// The weighted mean.
    func initialScore(ofOutput output: Int) -> Double { mean(of: labels, weights: weights) }
}

/// sign(y) sqrt|y|, on which `reg_sqrt` trains.
func signedRoots(_ labels: [Float]) -> [Float] { labels.map { sign($0) * abs($0).squareRoot() } }
