/// One binary problem per class (`MulticlassOVA` in `src/objective/multiclass_objective.hpp`).
struct OneVersusAllObjective: Objective {
    private let problems: [BinaryObjective]
    private let slope: Double

    /// - Parameter labels: whole numbers of `0 ..< parameters.classCount`.
    init(labels: [Float], weights: [Float]?, parameters: TrainingParameters) {
        slope = parameters.sigmoid
        problems = (0..<parameters.outputCount).map { output in
            BinaryObjective(
                isPositive: labels.map { $0 == Float(output) }, weights: weights, slope: parameters.sigmoid,
                isUnbalance: parameters.isUnbalance, scalePosWeight: parameters.scalePosWeight)
        }
    }

    var outputCount: Int { problems.count }
    var transform: OutputTransform { .sigmoid(slope: slope) }
    var modelTextName: String? { "multiclassova num_class:\(outputCount) sigmoid:\(NumberFormat.general(slope))" }

    func trains(output: Int) -> Bool { problems[output].trains(output: 0) }

    func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]], pool: WorkerPool) {
        for output in problems.indices {
            problems[output].fill(&gradients[output], scores: scores[output], pool: pool)
        }
    }

    func initialScore(ofOutput output: Int) -> Double { problems[output].initialScore(ofOutput: 0) }
}
