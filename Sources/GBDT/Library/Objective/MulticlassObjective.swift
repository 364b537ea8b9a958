import Glibc

/// Softmax over K classes (`MulticlassSoftmax` in `src/objective/multiclass_objective.hpp`): with the class's
/// probability p, g = p - 1 for the row's class, else p; h = K/(K-1) p (1 - p).
struct MulticlassObjective: Objective {
    let outputCount: Int
    private let classes: [Int]
    private let weights: [Float]?
    /// Of each class among the rows, by weight.
    private let shares: [Double]

    /// - Parameter labels: whole numbers of `0 ..< classCount`; others belong to no class.
    init(labels: [Float], weights: [Float]?, classCount: Int) {
        outputCount = classCount
        self.weights = weights
        let classes = labels.map { Int(exactly: $0) ?? -1 }
        var shares = [Double](repeating: 0, count: classCount)
        var total = 0.0
        for row in classes.indices {
            let weight = weights.map { Double($0[row]) } ?? 1
            if shares.indices.contains(classes[row]) { shares[classes[row]] += weight }
            total += weight
        }
        self.classes = classes
        self.shares = shares.map { $0 / total }
    }

    var transform: OutputTransform { .softmax }
    var modelTextName: String? { "multiclass num_class:\(outputCount)" }

    /// A class that no or every row belongs to is not trained.
    func trains(output: Int) -> Bool {
        shares[output] > ParityConstant.epsilon && shares[output] < 1 - ParityConstant.epsilon
    }

    func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]], pool: WorkerPool) {
        precondition(gradients.allSatisfy { $0.count == classes.count } && gradients.count == outputCount)
        precondition(scores.allSatisfy { $0.count == classes.count } && scores.count == outputCount)
        let factor = Double(outputCount) / (Double(outputCount) - 1)
        var probabilities = [Double](repeating: 0, count: outputCount)
        for row in classes.indices {
            for output in 0..<outputCount { probabilities[output] = scores[output][row] }
            softmax(&probabilities)
            let weight = weights.map { Double($0[row]) } ?? 1
            for output in 0..<outputCount {
                let probability = probabilities[output]
                let gradient = classes[row] == output ? probability - 1 : probability
                gradients[output][row] = SIMD2(
                    Float(gradient * weight), Float(factor * probability * (1 - probability) * weight))
            }
        }
    }

    /// Log of the class's share.
    func initialScore(ofOutput output: Int) -> Double { log(max(ParityConstant.epsilon, shares[output])) }
}

/// Scores to probabilities in place (`Common::Softmax`).
func softmax(_ values: inout [Double]) {
    guard let largest = values.max() else { return }
    var sum = 0.0
    for index in values.indices {
        values[index] = exp(values[index] - largest)
        sum += values[index]
    }
    for index in values.indices { values[index] /= sum }
}
