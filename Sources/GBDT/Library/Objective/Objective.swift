/// A loss: gradients at the current scores, the best constant score, and what raw scores mean.
///
/// Scores and gradients come as one array per output (one, or one per class), each with one entry per row.
protocol Objective: Sendable {
    /// Scores per row.
    var outputCount: Int { get }
    /// Fills gradient (x) and hessian (y) of every row, each rounded once to Float, weights included.
    mutating func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]])
    /// The best constant score of an output.
    func initialScore(ofOutput output: Int) -> Double
    /// Whether there is anything to learn for an output: not when only one class occurs.
    func trains(output: Int) -> Bool
    /// How leaf values are found anew once a tree's structure stands; nil when they are Newton steps.
    var leafRenewal: LeafRenewal? { get }
    /// What a raw score stands for.
    var transform: OutputTransform { get }
    /// The text format's name of the objective with its parameters; nil for a custom one.
    var modelTextName: String? { get }
}

extension Objective {
    var outputCount: Int { 1 }
    func trains(output: Int) -> Bool { true }
    var leafRenewal: LeafRenewal? { nil }
}

/// Leaf values that are percentiles of the residuals `label - score` of a leaf's rows.
struct LeafRenewal: Sendable, Hashable {
    /// 0.5 for the median.
    var level: Double
    /// One per row; nil: all rows alike.
    var weights: [Float]?
}

extension ObjectiveKind {
    /// - Parameter gradients: of a custom objective.
    func make(for data: Dataset, parameters: TrainingParameters, gradients: GradientFunction? = nil) -> any Objective {
        switch self {
        case .binary:
            BinaryObjective(labels: data.labels, weights: data.weights, slope: parameters.sigmoid)
        default:
            RegressionObjective(labels: data.labels, weights: data.weights)
        }
    }
}

/// Gradient (x) and hessian (y) of a custom loss at the current raw scores: one array per output, one entry per row.
public typealias GradientFunction =
    @Sendable (_ scores: [[Double]], _ gradients: inout [[SIMD2<Float>]]) -> Void
