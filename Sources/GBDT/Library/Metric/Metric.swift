/// How good predictions are. All means are weighted when weights are given.
///
/// Arrays must have one entry per row, at least one row. Sums run in row order in Double. Definitions are LightGBM's
/// (`src/metric`), down to the last bit where the order of sums is its own on one thread.
public enum Metric {
    static func mean(
        _ labels: [Float], _ predictions: [Double], _ weights: [Float]?, _ loss: (Float, Double) -> Double
    ) -> Double {
        sum(labels, predictions, weights, loss) / weightSum(weights, rowCount: labels.count)
    }

    static func sum(
        _ labels: [Float], _ predictions: [Double], _ weights: [Float]?, _ loss: (Float, Double) -> Double
    ) -> Double {
        check(labels, predictions, weights)
        var sum = 0.0
        guard let weights else {
            for row in labels.indices { sum += loss(labels[row], predictions[row]) }
            return sum
        }
        for row in labels.indices { sum += loss(labels[row], predictions[row]) * Double(weights[row]) }
        return sum
    }

    /// In row order; the number of rows without weights.
    static func weightSum(_ weights: [Float]?, rowCount: Int) -> Double {
        guard let weights else { return Double(rowCount) }
        var sum = 0.0
        for weight in weights { sum += Double(weight) }
        return sum
    }

    static func check(_ labels: [Float], _ predictions: [Double], _ weights: [Float]?) {
        precondition(labels.count == predictions.count, "one prediction per label")
        precondition(weights.map { $0.count == labels.count } ?? true, "one weight per label")
    }
}
