import Glibc

/// A loss: gradients at the current scores, the best constant score, and what raw scores mean.
///
/// Scores and gradients come as one array per output (one, or one per class), each with one entry per row.
protocol Objective: Sendable {
    /// Scores per row.
    var outputCount: Int { get }
    /// Fills gradient (x) and hessian (y) of every row, each rounded once to Float, weights included; by several
    /// threads where rows or groups do not depend on each other.
    mutating func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]], pool: WorkerPool)
    /// The best constant score of an output.
    func initialScore(ofOutput output: Int) -> Double
    /// Whether there is anything to learn for an output: not when only one class occurs.
    func trains(output: Int) -> Bool
    /// Whether histograms count rows and take the first row's hessian for every one's, though hessians differ.
    var countsHessians: Bool { get }
    /// The same for some groups of a ranking problem alone; the others' gradients are left as they are. nil: all.
    mutating func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]], groups: [Int]?)
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
    var countsHessians: Bool { false }

    mutating func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]], groups: [Int]?) {
        fillGradients(&gradients, scores: scores)
    }

    mutating func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]]) {
        fillGradients(&gradients, scores: scores, pool: WorkerPool(threadCount: 1))
    }
}

/// Gradient (x) and hessian (y) of a custom loss at the current raw scores: one array per output, one entry per row.
///
/// The closure must keep the arrays' sizes.
public typealias GradientFunction =
    @Sendable (_ scores: [[Double]], _ gradients: inout [[SIMD2<Float>]]) -> Void

/// -1, 0 or 1 (`Common::Sign`); 0 for NaN.
@inline(__always)
func sign<Value: BinaryFloatingPoint>(_ value: Value) -> Value { value > 0 ? 1 : value < 0 ? -1 : 0 }

/// Weighted mean of the labels, summed in row order.
func mean(of labels: [Float], weights: [Float]?) -> Double {
    var sum = 0.0
    guard let weights else {
        for label in labels { sum += Double(label) }
        return sum / Double(labels.count)
    }
    var weightSum = 0.0
    for row in labels.indices {
        sum += Double(labels[row]) * Double(weights[row])
        weightSum += Double(weights[row])
    }
    return sum / weightSum
}

/// log(p / (1 - p)) at a share p, kept off 0 and 1.
func logOdds(_ share: Double) -> Double {
    let epsilon = ParityConstant.epsilon
    let share = max(min(share, 1 - epsilon), epsilon)
    return log(share / (1 - share))
}
