/// A loss: gradients at the current scores, the best constant score, and what raw scores mean.
protocol Objective: Sendable {
    /// Fills gradient (x) and hessian (y) of every row, each rounded once to Float, weights included.
    func fillGradients(_ gradients: inout [SIMD2<Float>], scores: [Double])
    /// The best constant score.
    func initialScore() -> Double
    /// What a raw score stands for.
    var transform: OutputTransform { get }
    /// The text format's name of the objective with its parameters.
    var modelTextName: String { get }
}

extension ObjectiveKind {
    func make(labels: [Float], weights: [Float]?, parameters: TrainingParameters) -> any Objective {
        switch self {
        case .regression: RegressionObjective(labels: labels, weights: weights)
        case .binary: BinaryObjective(labels: labels, weights: weights, slope: parameters.sigmoid)
        }
    }
}
