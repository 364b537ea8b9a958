import Glibc
import Testing

@testable import GBDT

/// Goal: metrics within groups on rankings that can be computed by hand.
struct RankingMetricsTests {
    private let labels: [Float] = [2, 0, 1, 0, 0]
    private let scores = [1.0, 3, 2, 5, 4]

    private func ndcg(_ count: Int, weights: [Float]? = nil, gain: [Double] = []) -> Double {
        Metric.ndcg(
            at: count, labels: labels, scores: scores, groupBoundaries: [0, 3, 5], weights: weights, labelGain: gain)
    }

    /// Of the first group: grades 0, 1, 2 where 2, 1, 0 would be best.
    private var first: Double {
        let second = 1 / log2(3.0)
        return (second + 1.5) / (3 + second)
    }

    @Test func gainsAreDiscountedAndNormalised() {
        // The second group has nothing relevant and counts 1.
        #expect(abs(ndcg(3) - (first + 1) / 2) < 1e-15)
        #expect(ndcg(100) == ndcg(3))
        #expect(ndcg(1) == 0.5)
        let second: Double = 1 / log2(3)
        let equalGains: Double = second / (1 + second)
        #expect(abs(ndcg(2, gain: [0, 1, 1]) - (equalGains + 1) / 2) < 1e-15)
    }

    @Test func aPerfectRankingIsOne() {
        let value = Metric.ndcg(
            at: 5, labels: [3, 2, 1, 0], scores: [4, 3, 2, 1], groupBoundaries: [0, 4], weights: nil)
        #expect(abs(value - 1) < 1e-15)
    }

    @Test func groupsWeighTheMeanOfTheirRows() {
        // Without relevant rows LightGBM adds 1, not the group's weight.
        #expect(abs(ndcg(3, weights: [1, 2, 3, 1, 7]) - (2 * first + 1) / 6) < 1e-15)
        let precision = Metric.meanAveragePrecision(
            at: 3, labels: labels, scores: scores, groupBoundaries: [0, 3, 5], weights: [1, 2, 3, 1, 7])
        let expected: Double = (7.0 / 6 + 4) / 6
        #expect(abs(precision - expected) < 1e-15)
    }

    @Test func averagePrecisionStopsAtTheRank() {
        func value(_ count: Int) -> Double {
            Metric.meanAveragePrecision(
                at: count, labels: labels, scores: scores, groupBoundaries: [0, 3, 5], weights: nil)
        }
        #expect(value(1) == 0.5)
        #expect(value(2) == 0.625)
        #expect(abs(value(3) - 19.0 / 24) < 1e-15)
    }

    @Test func equalScoresKeepTheirOrder() {
        let value = Metric.ndcg(
            at: 1, labels: [0, 1], scores: [2, 2], groupBoundaries: [0, 2], weights: nil)
        #expect(value == 0)
    }
}
