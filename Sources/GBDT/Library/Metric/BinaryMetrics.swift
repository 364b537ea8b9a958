import Glibc

/// `src/metric/binary_metric.hpp`. Labels above 0 are positive.
extension Metric {
    /// Mean negative log likelihood of two classes, in nats. Predictions are probabilities of the positive class, kept
    /// at least 1e-15 away from 0 and 1.
    public static func logLoss(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        let epsilon = ParityConstant.epsilon
        return mean(labels, predictions, weights) { label, probability in
            let likelihood = label > 0 ? probability : 1.0 - probability
            return likelihood > epsilon ? -log(likelihood) : -log(epsilon)
        }
    }

    /// Share of rows on the wrong side of one half; one half itself is negative.
    public static func binaryError(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        mean(labels, predictions, weights) { label, probability in
            (probability <= 0.5) == (label > 0) ? 1 : 0
        }
    }

    /// Probability that a positive row is ranked above a negative one, ties counting half. 1 when one class is missing,
    /// as in LightGBM. O(n log n).
    public static func auc(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        let total = weightSum(weights, rowCount: labels.count)
        var positives = 0.0
        var area = 0.0
        forEachTie(labels, predictions, weights) { tiedPositives, tiedNegatives in
            area += tiedNegatives * (tiedPositives * 0.5 + positives)
            positives += tiedPositives
        }
        guard positives > 0, positives != total else { return 1 }
        return area / (positives * (total - positives))
    }

    /// Area under the precision-recall curve: mean precision at the ranks of the positive rows. 1 when one class is
    /// missing, as in LightGBM. O(n log n).
    public static func averagePrecision(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        let total = weightSum(weights, rowCount: labels.count)
        var positives = 0.0
        var passed = 0.0
        var area = 0.0
        forEachTie(labels, predictions, weights) { tiedPositives, tiedNegatives in
            positives += tiedPositives
            passed += tiedPositives + tiedNegatives
            // Rows of weight 0 in front have no precision, and add nothing.
            if tiedPositives > 0 { area += tiedPositives * (positives / passed) }
        }
        guard positives > 0, positives != total else { return 1 }
        return area / positives
    }

    /// Weights of the positive and the negative rows of each distinct prediction, from the largest down.
    private static func forEachTie(
        _ labels: [Float], _ predictions: [Double], _ weights: [Float]?,
        _ body: (_ positives: Double, _ negatives: Double) -> Void
    ) {
        check(labels, predictions, weights)
        let order = rowsByScore(labels.indices, predictions)
        var start = 0
        while start < order.count {
            var positives = 0.0
            var negatives = 0.0
            var end = start
            while end < order.count, predictions[order[end]] == predictions[order[start]] || end == start {
                let row = order[end]
                let weight = weights.map { Double($0[row]) } ?? 1
                if labels[row] > 0 { positives += weight } else { negatives += weight }
                end += 1
            }
            body(positives, negatives)
            start = end
        }
    }
}
