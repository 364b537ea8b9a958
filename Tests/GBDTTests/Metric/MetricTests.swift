import Glibc
import Testing

@testable import GBDT

/// Goal: every metric on numbers that can be checked by hand; a weight of 2 is a row given twice.
struct MetricTests {
    private func expectNear(_ got: Double, _ expected: Double, within tolerance: Double = 1e-14) {
        #expect(abs(got - expected) < tolerance, "\(got), not \(expected)")
    }

    private typealias Function = ([Float], [Double], [Float]?) -> Double
    private let all: [Function] = [
        { Metric.mse(labels: $0, predictions: $1, weights: $2) },
        { Metric.rmse(labels: $0, predictions: $1, weights: $2) },
        { Metric.mae(labels: $0, predictions: $1, weights: $2) },
        { Metric.r2(labels: $0, predictions: $1, weights: $2) },
        { Metric.quantileLoss(labels: $0, predictions: $1, weights: $2, level: 0.3) },
        { Metric.huberLoss(labels: $0, predictions: $1, weights: $2, threshold: 0.4) },
        { Metric.fairLoss(labels: $0, predictions: $1, weights: $2, scale: 0.4) },
        { Metric.mape(labels: $0, predictions: $1, weights: $2) },
        { Metric.poissonLoss(labels: $0, predictions: $1, weights: $2) },
        { Metric.gammaLoss(labels: $0.map { abs($0) + 1 }, predictions: $1, weights: $2) },
        { Metric.gammaDeviance(labels: $0.map { abs($0) + 1 }, predictions: $1, weights: $2) },
        { Metric.tweedieLoss(labels: $0, predictions: $1, weights: $2, power: 1.3) },
        { Metric.logLoss(labels: $0, predictions: $1, weights: $2) },
        { Metric.binaryError(labels: $0, predictions: $1, weights: $2) },
        { Metric.auc(labels: $0, predictions: $1, weights: $2) },
        { Metric.averagePrecision(labels: $0, predictions: $1, weights: $2) },
        { Metric.directionAccuracy(labels: $0, predictions: $1, weights: $2) },
        { Metric.crossEntropy(labels: $0.map(abs), predictions: $1, weights: $2) },
        { Metric.kullbackLeibler(labels: $0.map(abs), predictions: $1, weights: $2) },
        { labels, predictions, weights in
            let classes = labels.map { abs($0) }
            let scores = [predictions, predictions.map { 1 - $0 }]
            return Metric.multiLogLoss(labels: classes, predictions: scores, weights: weights)
                + Metric.multiError(labels: classes, predictions: scores, weights: weights)
                + Metric.aucMu(labels: classes, scores: scores, weights: weights)
        },
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

    @Test func robustErrorsOfRegression() {
        let labels: [Float] = [1, 2, -4]
        let predictions = [1.5, 0, -4]
        let quantile = Metric.quantileLoss(labels: labels, predictions: predictions, weights: nil, level: 0.25)
        expectNear(quantile, 0.875 / 3)
        let huber = Metric.huberLoss(labels: labels, predictions: predictions, weights: nil, threshold: 1)
        expectNear(huber, 1.625 / 3)
        let fair = Metric.fairLoss(labels: labels, predictions: predictions, weights: nil, scale: 2)
        let fairTotal: Double = 5 - 4 * log(2.5)
        expectNear(fair, fairTotal / 3)
        expectNear(Metric.mape(labels: labels, predictions: predictions, weights: nil), 0.5)
    }

    @Test func likelihoodsOfCountsAndMeans() {
        let labels: [Float] = [2, 1]
        let predictions = [3.0, 0.5]
        let poisson = Metric.poissonLoss(labels: labels, predictions: predictions, weights: nil)
        let poissonTotal: Double = 3.5 - 2 * log(3) + log(2)
        expectNear(poisson, poissonTotal / 2)
        let gamma = Metric.gammaLoss(labels: labels, predictions: predictions, weights: nil)
        let gammaTotal: Double = 8.0 / 3 + log(1.5)
        expectNear(gamma, gammaTotal / 2, within: 1e-7)
        let deviance = Metric.gammaDeviance(labels: labels, predictions: predictions, weights: nil)
        let devianceTotal: Double = 2.0 / 3 - log(4.0 / 3)
        expectNear(deviance, 2 * devianceTotal, within: 1e-8)
        let tweedie = Metric.tweedieLoss(labels: [2], predictions: [4], weights: nil, power: 1.5)
        expectNear(tweedie, 6)
        #expect(Metric.poissonLoss(labels: [1], predictions: [0], weights: nil).isFinite)
    }

    @Test func oneHalfIsNegative() {
        #expect(Metric.binaryError(labels: [1, 0, 1, 0], predictions: [0.5, 0.5, 0.6, 0.7], weights: nil) == 0.5)
    }

    @Test func averagePrecisionIsThatAtThePositiveRows() {
        let value = Metric.averagePrecision(labels: [1, 0, 1, 0], predictions: [0.9, 0.8, 0.7, 0.1], weights: nil)
        expectNear(value, 5.0 / 6)
        #expect(Metric.averagePrecision(labels: [1, 0], predictions: [0.5, 0.5], weights: nil) == 0.5)
        #expect(Metric.averagePrecision(labels: [0, 0], predictions: [0.5, 0.1], weights: nil) == 1)
        #expect(Metric.averagePrecision(labels: [0, 1], predictions: [0.5, 0.1], weights: [0, 1]) == 1)
    }

    @Test func crossEntropiesMeetTheirBounds() {
        let labels: [Float] = [0.25, 1]
        let value = Metric.crossEntropy(labels: labels, predictions: [0.5, 0.5], weights: nil)
        #expect(abs(value - log(2)) < 1e-15)
        // The divergence is nothing where prediction and label agree.
        let divergence = Metric.kullbackLeibler(labels: labels, predictions: [0.25, 1], weights: nil)
        #expect(abs(divergence) < 1e-11)
        #expect(Metric.crossEntropy(labels: [1], predictions: [0], weights: nil).isFinite)
        // An intensity of log 2 at weight 2 is a probability of 3/4.
        let intensity = Metric.crossEntropyLambda(labels: [1, 0], intensities: [log(2), log(2)], weights: [2, 1])
        expectNear(intensity, log(8.0 / 3) / 2)
    }

    @Test func rankMetricsLookAtRawScores() throws {
        let matrix = try FeatureMatrix(rowCount: 2, columnCount: 1, rowMajor: [0.0, 0])
        let data = try Dataset(matrix, labels: [1, 0])
        // Both scores are the probability 1.
        for (kind, expected) in [(MetricKind.auc, 1.0), (.averagePrecision, 1)] {
            let evaluator = MetricEvaluator(
                kind: kind, transform: .sigmoid(slope: 1), parameters: TrainingParameters())
            #expect(evaluator.value(scores: [[60, 50]], of: data) == expected)
            #expect(evaluator.value(scores: [[50, 60]], of: data) < expected)
        }
    }

    @Test func aMetricOfTheCallersGetsItsNameAndRawScores() throws {
        let matrix = try FeatureMatrix(rowCount: 2, columnCount: 1, rowMajor: [0.0, 0])
        let data = try Dataset(matrix, labels: [1, 0])
        let kind = MetricKind.custom(name: "spread", isHigherBetter: true)
        let evaluator = MetricEvaluator(
            kind: kind, transform: .exponential, parameters: TrainingParameters()
        ) { name, scores, data in Double(name.count) + scores[0][1] + Double(data.rowCount) }
        #expect(evaluator.value(scores: [[0, 10]], of: data) == 18)
        let without = MetricEvaluator(kind: kind, transform: .identity, parameters: TrainingParameters())
        #expect(without.value(scores: [[0, 10]], of: data).isNaN)
    }

    @Test func whatHasNoMeaningIsNaN() throws {
        let matrix = try FeatureMatrix(rowCount: 2, columnCount: 1, rowMajor: [0.0, 0])
        let data = try Dataset(matrix, labels: [7, -0.5])
        let kinds: [MetricKind] = [.ndcg(at: 1), .map(at: 1), .multiLogLoss, .multiError, .aucMu]
        for kind in kinds {
            let evaluator = MetricEvaluator(kind: kind, transform: .softmax, parameters: TrainingParameters())
            #expect(evaluator.value(scores: [[0, 1], [1, 0]], of: data).isNaN)
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
