import Testing

@testable import GBDT

/// Goal: every way of asking for the same prediction gives the same bits.
struct PredictionTests {
    private let data = SampleData(rowCount: 700, columnCount: 6, missingShare: 0.15)

    private func booster(_ change: (inout TrainingParameters) -> Void = { _ in }) throws -> Booster {
        var parameters = TrainingParameters()
        parameters.iterations = 13
        change(&parameters)
        return try data.booster(parameters)
    }

    @Test(arguments: [ObjectiveKind.regression, .binary], [false, true])
    func rowsMatricesFloatsDoublesAndThreadsAgree(_ objective: ObjectiveKind, _ zeroAsMissing: Bool) throws {
        let booster = try booster {
            $0.objective = objective
            $0.zeroAsMissing = zeroAsMissing
        }
        let expected = (0..<700).map { row in
            let values = data.row(row)
            return booster.predict(values.span)
        }
        let doubles = (0..<700).map { row in
            let values = data.row(row).map(Double.init)
            #expect(booster.predictions(values.span) == [booster.predict(values.span)])
            return booster.predict(values.span)
        }
        #expect(doubles == expected)
        let columns = (0..<6).flatMap { column in (0..<700).map { data.values[$0 * 6 + column] } }
        for threads in [1, 2, 5] {
            #expect(try booster.predict(data.matrix(), threadCount: threads) == expected)
            let matrix = try FeatureMatrix(rowCount: 700, columnCount: 6, columnMajor: columns.map(Double.init))
            #expect(try booster.predict(matrix, threadCount: threads) == expected)
        }
    }

    @Test func theRawScoreIsTheSumOverTreesInOrder() throws {
        let booster = try booster()
        for index in [0, 5, 699] {
            let row = data.row(index).map(Double.init)
            var sum = 0.0
            for (tree, leaf) in zip(booster.trees, booster.leafIndices(row.span)) { sum += tree.leafValue[leaf] }
            #expect(booster.rawScore(row.span) == sum)
        }
    }

    @Test func trainingRowsArePredictedAsTheirBinsWereScored() throws {
        var parameters = TrainingParameters()
        parameters.iterations = 13
        var last = Double.nan
        let booster = try Booster.train(on: data.dataset(parameters), parameters: parameters) {
            last = $0.trainingMetric ?? .nan
            return .proceed
        }
        let predictions = try booster.predict(data.matrix())
        #expect(abs(Metric.rmse(labels: data.labels, predictions: predictions, weights: nil) - last) < 1e-12)
    }

    @Test func softmaxSumsToOneAndKeepsTheOrder() {
        let shares = OutputTransform.softmax([1, 3, 2])
        #expect(abs(shares.reduce(0, +) - 1) < 1e-15)
        #expect(shares[1] > shares[2] && shares[2] > shares[0])
    }
}
