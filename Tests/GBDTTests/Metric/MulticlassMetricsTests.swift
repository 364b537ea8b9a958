import Glibc
import Testing

@testable import GBDT

/// Goal: metrics of several classes on numbers that can be checked by hand.
struct MulticlassMetricsTests {
    private let labels: [Float] = [0, 1, 2]
    private let predictions = [[0.5, 0.25, 0.5], [0.25, 0.25, 0.25], [0.25, 0.5, 0.25]]

    @Test func logLossIsThatOfTheTrueClass() {
        let value = Metric.multiLogLoss(labels: labels, predictions: predictions, weights: nil)
        #expect(abs(value - log(32) / 3) < 1e-15)
        #expect(Metric.multiLogLoss(labels: [1], predictions: [[1], [0]], weights: nil).isFinite)
    }

    /// Row 1 ties with class 0, row 2 with class 1: ties count against the true class.
    @Test func errorCountsTiesAgainstTheTrueClass() {
        #expect(Metric.multiError(labels: labels, predictions: predictions, weights: nil) == 2.0 / 3)
        #expect(Metric.multiError(labels: labels, predictions: predictions, weights: nil, topK: 2) == 2.0 / 3)
        #expect(Metric.multiError(labels: labels, predictions: predictions, weights: nil, topK: 3) == 0)
        #expect(Metric.multiError(labels: labels, predictions: predictions, weights: [2, 1, 1]) == 0.5)
    }

    @Test func ofTwoClassesAUCMuIsTheArea() {
        var random = ParityRandom(seed: 8)
        let labels = (0..<60).map { _ in Float(random.nextShort(from: 0, to: 2)) }
        let scores = labels.map { _ in Double(random.nextShort(from: 0, to: 12)) / 4 }
        let weights = labels.map { _ in Float(random.nextShort(from: 1, to: 4)) }
        for weights in [nil, weights] {
            let area = Metric.auc(labels: labels, predictions: scores, weights: weights)
            let mu = Metric.aucMu(labels: labels, scores: [scores.map { -$0 }, scores], weights: weights)
            #expect(abs(mu - area) < 1e-12)
        }
    }

    @Test func separatedClassesHaveAnAUCMuOfOne() {
        let scores = [[3.0, 0, 0], [0, 3, 0], [0, 0, 3]]
        #expect(Metric.aucMu(labels: labels, scores: scores, weights: nil) == 1)
        #expect(Metric.aucMu(labels: [0, 1, 1], scores: scores, weights: nil).isNaN)
    }
}
