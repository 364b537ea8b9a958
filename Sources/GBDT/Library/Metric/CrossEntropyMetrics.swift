import Glibc

/// `src/metric/xentropy_metric.hpp`. Labels are probabilities.
extension Metric {
    /// Mean cross-entropy of label and predicted probability, in nats; logarithms are those of at least 1e-12.
    public static func crossEntropy(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        sum(labels, predictions, weights) { crossEntropy($0, $1) } / floatWeightSum(weights, rowCount: labels.count)
    }

    /// The same of intensities, which weights prolong: the probability of a row is 1 - exp(-weight x intensity). The
    /// mean is over rows.
    public static func crossEntropyLambda(labels: [Float], intensities: [Double], weights: [Float]?) -> Double {
        check(labels, intensities, weights)
        var sum = 0.0
        for row in labels.indices {
            let weight = weights.map { Double($0[row]) } ?? 1
            sum += crossEntropy(labels[row], 1 - exp(-weight * intensities[row]))
        }
        return sum / Double(labels.count)
    }

    /// Mean Kullback-Leibler divergence from label to predicted probability, in nats.
    public static func kullbackLeibler(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        let negativeEntropy = sum(labels, predictions, weights) { label, _ in
            weightedLog(Double(label)) + weightedLog(1 - Double(label))
        }
        return negativeEntropy / floatWeightSum(weights, rowCount: labels.count)
            + crossEntropy(labels: labels, predictions: predictions, weights: weights)
    }

    private static func crossEntropy(_ label: Float, _ probability: Double) -> Double {
        let smallest = 1e-12
        let positive = Double(label) * log(probability > smallest ? probability : smallest)
        let negative = Double(1 - label) * log(1 - probability > smallest ? 1 - probability : smallest)
        return -(positive + negative)
    }

    /// Of pairs in Float, as LightGBM's `Common::ObtainMinMaxSum` adds them; elsewhere it sums in Double.
    private static func floatWeightSum(_ weights: [Float]?, rowCount: Int) -> Double {
        guard let weights else { return Double(rowCount) }
        let isOdd = weights.count % 2 == 1
        var sum = isOdd ? weights[0] : 0
        for row in stride(from: isOdd ? 1 : 0, to: weights.count, by: 2) { sum += weights[row] + weights[row + 1] }
        return Double(sum)
    }

    private static func weightedLog(_ value: Double) -> Double { value > 0 ? value * log(value) : 0 }
}
