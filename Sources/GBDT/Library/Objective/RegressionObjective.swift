/// Squared error (`RegressionL2loss` in `src/objective/regression_objective.hpp`): g = s - y, h = 1.
struct RegressionObjective: Objective {
    let labels: [Float]
    let weights: [Float]?

    var transform: OutputTransform { .identity }
    var modelTextName: String? { "regression" }

    func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]]) {
        precondition(gradients[0].count == labels.count && scores[0].count == labels.count)
        let current = scores[0]
        let scores = current.span
        let labels = labels.span
        var target = gradients[0].mutableSpan
        if let weights {
            // Rounded before and after the weight is applied, as in LightGBM.
            for row in labels.indices {
                let weight = weights[row]
                target[row] = SIMD2(Float(scores[row] - Double(labels[row])) * weight, weight)
            }
        } else {
            for row in labels.indices { target[row] = SIMD2(Float(scores[row] - Double(labels[row])), 1) }
        }
    }

    /// The weighted mean, summed in row order.
    func initialScore(ofOutput output: Int) -> Double {
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
}
