/// `src/metric/rank_metric.hpp` and `src/metric/map_metric.hpp`. Labels are relevance grades; groups are given by the
/// rows at which they start, and the number of rows at the end. A group weighs the mean of its rows' weights.
extension Metric {
    /// Mean normalised discounted cumulative gain of the `count` best scored of each group. A group without relevant
    /// rows counts 1. NaN when a label is no grade.
    /// - Parameter labelGain: gain of each grade. Empty: 2^grade - 1.
    public static func ndcg(
        at count: Int, labels: [Float], scores: [Double], groupBoundaries: [Int], weights: [Float]?,
        labelGain: [Double] = []
    ) -> Double {
        check(labels, scores, weights)
        let gains = DiscountedGain(labelGain: labelGain)
        return groupMean(groupBoundaries, weights, countsEmptyOnce: true) { rows in
            let largest = gains.largestSum(labels[rows], count: count)
            // NaN goes on.
            if largest <= 0 { return nil }
            return gains.sum(rowsByScore(rows, scores).lazy.map { labels[$0] }, count: count) * (1 / largest)
        }
    }

    /// Mean average precision of the `count` best scored of each group. Labels above one half are relevant; a group
    /// without counts 1.
    public static func meanAveragePrecision(
        at count: Int, labels: [Float], scores: [Double], groupBoundaries: [Int], weights: [Float]?
    ) -> Double {
        check(labels, scores, weights)
        return groupMean(groupBoundaries, weights, countsEmptyOnce: false) { rows in
            let relevant = labels[rows].count { $0 > 0.5 }
            guard relevant > 0 else { return nil }
            var hits = 0.0
            var sum = 0.0
            for (rank, row) in rowsByScore(rows, scores).prefix(count).enumerated() where labels[row] > 0.5 {
                hits += 1
                sum += hits / Double(rank + 1)
            }
            return sum / Double(min(relevant, min(count, rows.count)))
        }
    }

    /// - Parameters:
    ///   - countsEmptyOnce: groups without a value count 1 whatever their weight; else 1 times their weight.
    ///   - value: of a group; nil when it has nothing relevant.
    private static func groupMean(
        _ boundaries: [Int], _ weights: [Float]?, countsEmptyOnce: Bool, _ value: (Range<Int>) -> Double?
    ) -> Double {
        var sum = 0.0
        var weightSum = 0.0
        for (start, end) in zip(boundaries, boundaries.dropFirst()) {
            let weight = weights.map { Double(meanWeight($0[start..<end])) } ?? 1
            if let value = value(start..<end) {
                sum += value * weight
            } else {
                sum += countsEmptyOnce ? 1 : weight
            }
            weightSum += weight
        }
        return sum / weightSum
    }

    /// Summed and divided in Float, as LightGBM derives the weights of queries (`src/io/metadata.cpp`).
    private static func meanWeight(_ weights: ArraySlice<Float>) -> Float {
        var sum: Float = 0
        for weight in weights { sum += weight }
        return sum / Float(weights.count)
    }
}
