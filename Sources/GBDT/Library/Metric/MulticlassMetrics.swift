import Glibc

/// `src/metric/multiclass_metric.hpp`. Predictions come as one array per class, each with one entry per row; labels are
/// whole numbers of 0 ..< classes. NaN when a label is not.
extension Metric {
    /// Mean negative log likelihood of the true class, in nats; probabilities are kept at least 1e-15.
    public static func multiLogLoss(labels: [Float], predictions: [[Double]], weights: [Float]?) -> Double {
        let epsilon = ParityConstant.epsilon
        return classMean(labels, predictions, weights) { row, label in
            let likelihood = predictions[label][row]
            return likelihood > epsilon ? -log(likelihood) : -log(epsilon)
        }
    }

    /// Share of rows whose true class is not among the `topK` best; classes that tie with it come before it.
    public static func multiError(
        labels: [Float], predictions: [[Double]], weights: [Float]?, topK: Int = 1
    ) -> Double {
        classMean(labels, predictions, weights) { row, label in
            var rank = 0
            for prediction in predictions where prediction[row] >= predictions[label][row] { rank += 1 }
            return rank > topK ? 1 : 0
        }
    }

    private static func classMean(
        _ labels: [Float], _ predictions: [[Double]], _ weights: [Float]?, _ loss: (_ row: Int, _ label: Int) -> Double
    ) -> Double {
        guard let classes = classes(labels, predictions, weights) else { return .nan }
        var sum = 0.0
        for (row, label) in classes.enumerated() {
            sum += loss(row, label) * (weights.map { Double($0[row]) } ?? 1)
        }
        return sum / weightSum(weights, rowCount: labels.count)
    }

    private static func classes(_ labels: [Float], _ predictions: [[Double]], _ weights: [Float]?) -> [Int]? {
        for prediction in predictions { check(labels, prediction, weights) }
        var classes: [Int] = []
        classes.reserveCapacity(labels.count)
        for label in labels {
            guard let value = Int(exactly: label), predictions.indices.contains(value) else { return nil }
            classes.append(value)
        }
        return classes
    }

    /// Mean over pairs of classes of the probability that rows of the two are told apart, ties counting half (Kleiman &
    /// Page, 2019), all misclassifications weighing the same. NaN when a class is missing or there is only one.
    /// O(classes x n log n).
    /// - Parameter scores: raw scores. Rows whose scores differ by less than 1e-15 tie.
    public static func aucMu(labels: [Float], scores: [[Double]], weights: [Float]?) -> Double {
        guard let classes = classes(labels, scores, weights) else { return .nan }
        var rows = [[Int]](repeating: [], count: scores.count)
        for (row, label) in classes.enumerated() { rows[label].append(row) }
        let sizes = rows.map { rows in weightSum(weights.map { all in rows.map { all[$0] } }, rowCount: rows.count) }
        var sum = 0.0
        for first in scores.indices {
            for second in scores.indices where second > first {
                let area = pairArea(rows[first], rows[second], scores[first], scores[second], weights)
                sum += (area / sizes[first]) / sizes[second]
            }
        }
        return (2 * sum / Double(scores.count)) / Double(scores.count - 1)
    }

    /// Weight of the pairs (row of the first class, row of the second) that are ranked as they should.
    private static func pairArea(
        _ firstRows: [Int], _ secondRows: [Int], _ firstScores: [Double], _ secondScores: [Double], _ weights: [Float]?
    ) -> Double {
        struct Entry {
            var distance: Double
            var isFirst: Bool
            var row: Int
        }
        func entry(_ row: Int, isFirst: Bool) -> Entry {
            Entry(distance: -2 * (secondScores[row] - firstScores[row]), isFirst: isFirst, row: row)
        }
        var entries = firstRows.map { entry($0, isFirst: true) } + secondRows.map { entry($0, isFirst: false) }
        func ties(_ one: Double, _ other: Double) -> Bool { abs(one - other) < ParityConstant.epsilon }
        entries.sort {
            // Among equals the second class comes first, so that the first sees its ties.
            ties($0.distance, $1.distance) ? !$0.isFirst && $1.isFirst : $0.distance < $1.distance
        }
        var area = 0.0
        var passed = 0.0
        var tied = 0.0
        var tiedDistance = 0.0
        for entry in entries {
            let weight = weights.map { Double($0[entry.row]) } ?? 1
            let isTie = ties(entry.distance, tiedDistance)
            if entry.isFirst {
                area += weight * (isTie ? passed - 0.5 * tied : passed)
            } else {
                passed += weight
                tied = isTie ? tied + weight : weight
                if !isTie { tiedDistance = entry.distance }
            }
        }
        return area
    }
}
