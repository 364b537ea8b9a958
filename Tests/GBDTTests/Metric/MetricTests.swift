import Glibc
import Testing

@testable import GBDT

/// Goal: every metric on numbers that can be checked by hand; a weight of 2 is a row given twice.
struct MetricTests {
    private typealias Function = ([Float], [Double], [Float]?) -> Double
    private let all: [Function] = [
        { Metric.rmse(labels: $0, predictions: $1, weights: $2) },
        { Metric.mae(labels: $0, predictions: $1, weights: $2) },
        { Metric.r2(labels: $0, predictions: $1, weights: $2) },
        { Metric.logLoss(labels: $0, predictions: $1, weights: $2) },
        { Metric.auc(labels: $0, predictions: $1, weights: $2) },
        { Metric.directionAccuracy(labels: $0, predictions: $1, weights: $2) },
    ]

    @Test func errorsOfRegression() {
        let labels: [Float] = [1, 2, 3, 6]
        let predictions = [1, 2, 5, 2.0]
        #expect(Metric.rmse(labels: labels, predictions: predictions, weights: nil) == 5.0.squareRoot())
        #expect(Metric.mae(labels: labels, predictions: predictions, weights: nil) == 1.5)
        #expect(abs(Metric.r2(labels: labels, predictions: predictions, weights: nil) - (1 - 20.0 / 14)) < 1e-12)
        #expect(Metric.r2(labels: [2, 2], predictions: [1, 3], weights: nil).isNaN)
    }

    @Test func logLossStaysFinite() {
        let value = Metric.logLoss(labels: [1, 0], predictions: [0.25, 0.5], weights: nil)
        #expect(abs(value - (log(4) + log(2)) / 2) < 1e-12)
        #expect(Metric.logLoss(labels: [1, 0], predictions: [0, 1], weights: nil).isFinite)
    }

    @Test func areaCountsTiesHalf() {
        #expect(Metric.auc(labels: [0, 1, 0, 1], predictions: [0.1, 0.2, 0.3, 0.4], weights: nil) == 0.75)
        #expect(Metric.auc(labels: [0, 1], predictions: [0.5, 0.5], weights: nil) == 0.5)
        #expect(Metric.auc(labels: [1, 1], predictions: [0.1, 0.5], weights: nil) == 1)
        #expect(Metric.auc(labels: [1, 0], predictions: [.nan, .nan], weights: nil).isFinite)
    }

    @Test func directionsOfZeroLabelsDoNotCount() {
        let value = Metric.directionAccuracy(labels: [1, -1, 0, 2], predictions: [0.1, 0.1, 5, 0], weights: nil)
        #expect(value == 1.0 / 3)
        #expect(Metric.directionAccuracy(labels: [0], predictions: [1], weights: nil).isNaN)
    }

    @Test func aWeightOfTwoIsARowGivenTwice() {
        let labels: [Float] = [1, 0, -1, 1]
        let predictions = [0.9, 0.4, 0.2, 0.3]
        for metric in all {
            let weighted = metric(labels, predictions, [1, 2, 1, 2])
            let doubled = metric(labels + [0, 1], predictions + [0.4, 0.3], nil)
            #expect(abs(weighted - doubled) < 1e-12)
        }
    }

    @Test func directionOfProbabilitiesIsThatFromOneHalf() throws {
        let evaluator = MetricEvaluator(
            kind: .directionAccuracy, transform: .sigmoid(slope: 1), parameters: TrainingParameters())
        let matrix = try FeatureMatrix(rowCount: 3, columnCount: 1, rowMajor: [0.0, 0, 0])
        let data = try Dataset(matrix, labels: [1, 0, 0])
        #expect(evaluator.value(scores: [[1, -1, 2]], of: data) == 2.0 / 3)
    }
}
