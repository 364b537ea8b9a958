/// Absolute error over max(1, |y|) (`RegressionMAPELOSS` in `src/objective/regression_objective.hpp`): g = sign(s - y)
/// over that, h = 1; leaves are medians weighted likewise.
struct MAPEObjective: PointwiseObjective {
    let labels: [Float]
    let weights: [Float]?
    private let labelWeights: [Float]
    private let takesRoot: Bool

    /// - Parameter takesRoot: trains on sign(y) sqrt|y| (`reg_sqrt`).
    init(labels: [Float], weights: [Float]?, takesRoot: Bool = false) {
        let labels = takesRoot ? signedRoots(labels) : labels
        self.labels = labels
        self.takesRoot = takesRoot
        self.weights = weights
        labelWeights = labels.indices.map { 1 / max(1, abs(labels[$0])) * (weights?[$0] ?? 1) }
    }

    var transform: OutputTransform { takesRoot ? .signedSquare : .identity }
    var modelTextName: String? { takesRoot ? "mape sqrt" : "mape" }
    var leafRenewal: LeafRenewal? { LeafRenewal(level: 0.5, labels: labels, weights: labelWeights) }
    var countsHessians: Bool { weights != nil }

    func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]], pool: WorkerPool) {
        fillRows(of: &gradients[0], scores: scores[0], weights: labelWeights, pool: pool)
        guard let weights else { return }
        for row in weights.indices { gradients[0][row].y = weights[row] }
    }

    func derivatives(score: Double, label: Float, weight: Float) -> SIMD2<Float> {
        SIMD2(Float(sign(score - Double(label))) * weight, 1)
    }

    /// The median of the labels, weighted likewise.
    func initialScore(ofOutput output: Int) -> Double { labelPercentile(labels, labelWeights, level: 0.5) }
}
