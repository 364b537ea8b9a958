import Glibc

/// Log loss of two classes (`BinaryLogloss` in `src/objective/binary_objective.hpp`); a label above 0 is positive.
///
/// With l = +1 or -1 and slope k: r = -l k / (1 + exp(l k s)), g = r, h = |r| (k - |r|).
struct BinaryObjective: Objective {
    let labels: [Float]
    let weights: [Float]?
    let slope: Double

    var transform: OutputTransform { .sigmoid(slope: slope) }
    var modelTextName: String? { "binary sigmoid:\(NumberFormat.general(slope))" }

    /// Whether both classes occur. LightGBM trains nothing otherwise.
    var hasBothClasses: Bool { labels.contains { $0 > 0 } && labels.contains { !($0 > 0) } }

    func trains(output: Int) -> Bool { hasBothClasses }

    func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]]) {
        precondition(gradients[0].count == labels.count && scores[0].count == labels.count)
        guard hasBothClasses else {
            for row in gradients[0].indices { gradients[0][row] = .zero }
            return
        }
        for row in labels.indices {
            let sign = labels[row] > 0 ? 1.0 : -1.0
            let response = -sign * slope / (1.0 + exp(sign * slope * scores[0][row]))
            let magnitude = abs(response)
            let weight = weights.map { Double($0[row]) } ?? 1
            gradients[0][row] = SIMD2(Float(response * weight), Float(magnitude * (slope - magnitude) * weight))
        }
    }

    /// log(p / (1 - p)) / k at the share p of positives, kept off 0 and 1.
    func initialScore(ofOutput output: Int) -> Double {
        var positives = 0.0
        var total = 0.0
        for row in labels.indices {
            let weight = weights.map { Double($0[row]) } ?? 1
            if labels[row] > 0 { positives += weight }
            total += weight
        }
        let epsilon = ParityConstant.epsilon
        let share = min(max(positives / total, epsilon), 1.0 - epsilon)
        return log(share / (1.0 - share)) / slope
    }
}
