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

    @Test func iterationsOutsideOfTheModelAreLeftOut() throws {
        let booster = try booster()
        let row = data.row(3).map(Double.init)
        let all = booster.rawScores(row.span)
        #expect(
            booster.rawScores(row.span, iterations: 0..<99) == all
                && booster.rawScores(row.span, iterations: -3..<13) == all)
        #expect(booster.rawScores(row.span, iterations: 20..<30) == [0])
        let outputs = zip(booster.trees, booster.leafIndices(row.span)).map { $0.leafValue[$1] }
        #expect(booster.rawScores(row.span, iterations: 5..<7) == [0 + outputs[5] + outputs[6]])
        #expect(booster.leafIndices(row.span, iterations: 5..<7) == Array(booster.leafIndices(row.span)[5..<7]))
        let matrix = try data.matrix()
        let part = try booster.rawScores(matrix, iterations: 5..<7, threadCount: 2)
        #expect(part[3] == 0 + outputs[5] + outputs[6] && part.count == 700)
        #expect(try booster.leafIndices(matrix, iterations: 5..<7).count == 1_400)
    }

    @Test func severalOutputsLieSideBySide() throws {
        var text = try booster { $0.iterations = 6 }.modelText()
        text.replace("num_class=1\nnum_tree_per_iteration=1", with: "num_class=3\nnum_tree_per_iteration=3")
        text.replace("objective=regression", with: "objective=multiclass num_class:3")
        let booster = try Booster(modelText: text)
        #expect(booster.outputCount == 3 && booster.iterationCount == 2)
        let matrix = try data.matrix()
        let scores = try booster.rawScores(matrix, threadCount: 3)
        let predictions = try booster.predictions(matrix)
        for row in [0, 31, 32, 699] {
            let values = data.row(row)
            let outputs = zip(booster.trees, booster.leafIndices(values.span)).map { $0.leafValue[$1] }
            let wanted = (0..<3).map { 0 + outputs[$0] + outputs[$0 + 3] }
            #expect(Array(scores[row * 3..<row * 3 + 3]) == wanted && booster.rawScores(values.span) == wanted)
            #expect(Array(predictions[row * 3..<row * 3 + 3]) == booster.predictions(values.span))
        }
        #expect(throws: GBDTError.multipleOutputs(count: 3)) { try booster.predict(matrix) }
    }

    @Test func stoppingLeavesOutTreesOnceTheMarginIsReached() throws {
        let booster = try booster { $0.objective = .binary }
        let matrix = try data.matrix()
        let full = try booster.rawScores(matrix)
        let never = try booster.rawScores(matrix, stopping: PredictionStopping(margin: .infinity, interval: 1))
        let atOnce = try booster.rawScores(matrix, stopping: PredictionStopping(margin: 0, interval: 2))
        #expect(never == full)
        #expect(try booster.rawScores(matrix, iterations: 0..<2) == atOnce && atOnce != full)
        let some = try booster.rawScores(matrix, stopping: PredictionStopping(margin: 0.4, interval: 3))
        for row in 0..<700 {
            let values = data.row(row)
            let partial = [3, 6, 9, 12].map { booster.rawScores(values.span, iterations: 0..<$0)[0] }
            #expect(some[row] == (partial.first { 2 * abs($0) > 0.4 } ?? full[row]))
        }
    }

    @Test func stoppingDoesNotTouchScoresThatAreNeededExactly() throws {
        let booster = try booster()
        let stopping = try PredictionStopping(margin: 0, interval: 1)
        #expect(try booster.rawScores(data.matrix(), stopping: stopping) == booster.rawScores(data.matrix()))
    }

    @Test func theLeadOfTheBestClassDecides() throws {
        let stopping = try PredictionStopping(margin: 1, interval: 1)
        #expect(stopping.isDecided([0, 3, 1.5]) && stopping.isDecided([-3, -5, -4.5]))
        #expect(!stopping.isDecided([3, 2, 0]) && !stopping.isDecided([2, 2, 0]) && !stopping.isDecided([0.5]))
        #expect(throws: GBDTError.self) { try PredictionStopping(margin: .nan) }
        #expect(throws: GBDTError.self) { try PredictionStopping(interval: 0) }
    }

    @Test func softmaxSumsToOneAndKeepsTheOrder() {
        let shares = OutputTransform.softmax([1, 3, 2])
        #expect(abs(shares.reduce(0, +) - 1) < 1e-15)
        #expect(shares[1] > shares[2] && shares[2] > shares[0])
    }
}
