import Glibc

/// How good predictions are. All means are weighted when weights are given.
///
/// Arrays must have one entry per row, at least one row. Sums run in row order in Double.
public enum Metric {
    /// Root of the mean squared error, in label units.
    public static func rmse(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        mean(labels, predictions, weights) { ($0 - $1) * ($0 - $1) }.squareRoot()
    }

    /// Mean absolute error, in label units.
    public static func mae(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        mean(labels, predictions, weights) { abs($0 - $1) }
    }

    /// Share of the labels' variance that is explained: 1 is perfect, 0 as good as their mean, negative worse.
    ///
    /// NaN when all labels are equal.
    public static func r2(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        let average = mean(labels, predictions, weights) { label, _ in label }
        let residual = mean(labels, predictions, weights) { ($0 - $1) * ($0 - $1) }
        let variance = mean(labels, predictions, weights) { label, _ in (label - average) * (label - average) }
        return variance > 0 ? 1 - residual / variance : .nan
    }

    /// Mean negative log likelihood of two classes, in nats. Labels above 0 are positive; predictions are their
    /// probabilities, kept at least 1e-15 away from 0 and 1.
    public static func logLoss(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        let epsilon = ParityConstant.epsilon
        return mean(labels, predictions, weights) { label, probability in
            let likelihood = label > 0 ? probability : 1.0 - probability
            return likelihood > epsilon ? -log(likelihood) : -log(epsilon)
        }
    }

    /// Probability that a positive row is ranked above a negative one, ties counting half. Labels above 0 are
    /// positive. 1 when one class is missing, as in LightGBM. O(n log n).
    public static func auc(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        check(labels, predictions, weights)
        let order = labels.indices.sorted { predictions[$0] > predictions[$1] }
        var positives = 0.0
        var total = 0.0
        var area = 0.0
        var start = 0
        while start < order.count {
            var tiedPositives = 0.0
            var tiedNegatives = 0.0
            var end = start
            while end < order.count, predictions[order[end]] == predictions[order[start]] || end == start {
                let row = order[end]
                let weight = weights.map { Double($0[row]) } ?? 1
                if labels[row] > 0 { tiedPositives += weight } else { tiedNegatives += weight }
                end += 1
            }
            area += tiedNegatives * (tiedPositives * 0.5 + positives)
            positives += tiedPositives
            total += tiedPositives + tiedNegatives
            start = end
        }
        guard positives > 0, positives != total else { return 1 }
        return area / (positives * (total - positives))
    }

    /// Share of rows whose prediction has the sign of the label; 0 predicts neither sign. Rows with label 0 do not
    /// count. NaN when no row counts.
    public static func directionAccuracy(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        check(labels, predictions, weights)
        var hits = 0.0
        var total = 0.0
        for row in labels.indices where labels[row] != 0 {
            let weight = weights.map { Double($0[row]) } ?? 1
            if labels[row] > 0 ? predictions[row] > 0 : predictions[row] < 0 { hits += weight }
            total += weight
        }
        return total > 0 ? hits / total : .nan
    }

    private static func mean(
        _ labels: [Float], _ predictions: [Double], _ weights: [Float]?, _ loss: (Double, Double) -> Double
    ) -> Double {
        check(labels, predictions, weights)
        var sum = 0.0
        guard let weights else {
            for row in labels.indices { sum += loss(Double(labels[row]), predictions[row]) }
            return sum / Double(labels.count)
        }
        var weightSum = 0.0
        for row in labels.indices {
            sum += loss(Double(labels[row]), predictions[row]) * Double(weights[row])
            weightSum += Double(weights[row])
        }
        return sum / weightSum
    }

    private static func check(_ labels: [Float], _ predictions: [Double], _ weights: [Float]?) {
        precondition(labels.count == predictions.count, "one prediction per label")
        precondition(weights.map { $0.count == labels.count } ?? true, "one weight per label")
    }
}
