import Testing

@testable import GBDT

/// Goal: training as a whole on data with a property that fixes what must come out.
struct BoosterTests {
    private func parameters(_ change: (inout TrainingParameters) -> Void = { _ in }) -> TrainingParameters {
        var parameters = TrainingParameters()
        parameters.iterations = 10
        change(&parameters)
        return parameters
    }

    private func predictions(_ booster: Booster, _ data: SampleData) throws -> [Double] {
        try booster.predict(data.matrix())
    }

    @Test func trainingReducesTheError() throws {
        let data = SampleData(rowCount: 2_000)
        let parameters = parameters { $0.iterations = 60 }
        var errors: [Double] = []
        _ = try Booster.train(on: data.dataset(parameters), parameters: parameters) {
            errors.append($0.trainingMetric ?? .nan)
            return .proceed
        }
        #expect(errors.count == 60)
        #expect(zip(errors, errors.dropFirst()).allSatisfy { $1 < $0 })
        #expect((errors.last ?? 1) < 0.25)
    }

    @Test func constantLabelsGiveOneConstantTree() throws {
        var data = SampleData(rowCount: 200)
        data.labels = Array(repeating: 2.5, count: 200)
        let booster = try data.booster(parameters())
        #expect(booster.iterationCount == 1 && booster.trees[0].leafCount == 1)
        #expect(try predictions(booster, data).allSatisfy { $0 == 2.5 })
        let again = try Booster(modelText: booster.modelText())
        #expect(try predictions(again, data).allSatisfy { $0 == 2.5 })
    }

    @Test func constantLabelsAreMetWithoutAnInitialScoreToo() throws {
        var data = SampleData(rowCount: 200)
        data.labels = Array(repeating: 2.5, count: 200)
        let booster = try data.booster(parameters { $0.boostFromAverage = false })
        #expect(try predictions(booster, data).allSatisfy { $0 == 2.5 })
    }

    @Test func aRoundWithoutASplitEndsTrainingOnlyWithoutSampling() throws {
        // One useful column among ten: most draws of one feature offer nothing to split.
        var data = SampleData(rowCount: 200, columnCount: 10)
        for row in 0..<200 {
            data.labels[row] = data.values[row * 10 + 9] > 0 ? 1 : 0
            for column in 0..<9 { data.values[row * 10 + column] = row % 2 == 0 ? 1 : 2 }
        }
        let change: (inout TrainingParameters) -> Void = {
            $0.minGainToSplit = 5
            $0.iterations = 200
        }
        let sampled = try data.booster(
            parameters {
                change(&$0)
                $0.featureFraction = 0.1
            })
        #expect(sampled.iterationCount > 1 && sampled.iterationCount < 100)
        #expect(sampled.importance(.splits)[9] > 0)
    }

    @Test func smoothingAsksForTwoRowsPerLeaf() throws {
        let data = SampleData(rowCount: 60)
        let booster = try data.booster(
            parameters {
                $0.minDataInLeaf = 0
                $0.minSumHessianInLeaf = 0
                $0.pathSmooth = 0.5
            })
        #expect(booster.trees.allSatisfy { $0.leafCounts.allSatisfy { $0 >= 2 } })
    }

    @Test func aSingleRowIsPredicted() throws {
        let data = SampleData(rowCount: 1)
        let booster = try data.booster(parameters { $0.minDataInLeaf = 0 })
        #expect(try predictions(booster, data) == [Double(data.labels[0])])
    }

    @Test func aColumnOfMissingValuesIsIgnored() throws {
        var data = SampleData(rowCount: 500, columnCount: 3)
        for row in 0..<500 { data.values[row * 3 + 2] = .nan }
        let booster = try data.booster(parameters())
        #expect(booster.importance(.splits)[2] == 0)
        #expect(booster.importance(.splits)[0] > 0 && booster.importance(.gain)[0] > 0)
        #expect(booster.modelText().contains("] none\n"))
    }

    @Test func onlyMissingValuesGiveAConstant() throws {
        var data = SampleData(rowCount: 100, columnCount: 2)
        data.values = Array(repeating: .nan, count: 200)
        #expect(try data.booster(parameters { $0.featureFraction = 0.5 }).trees.map(\.leafCount) == [1])
    }

    @Test func oneClassAloneIsPredictedWithNearCertainty() throws {
        var data = SampleData(rowCount: 100)
        data.labels = Array(repeating: 1, count: 100)
        let booster = try data.booster(parameters { $0.objective = .binary })
        #expect(try predictions(booster, data).allSatisfy { $0 > 0.999 && $0 <= 1 })
    }

    @Test func weightsEqualDuplicates() throws {
        let data = SampleData(rowCount: 400, levels: 10)
        let weights = (0..<400).map { Float($0 % 3 + 1) }
        let doubled = data.picking((0..<400).flatMap { Array(repeating: $0, count: $0 % 3 + 1) })
        for objective in [ObjectiveKind.regression, .binary] {
            // Row counts are estimated from hessians, and weights distort that; a limit on rows would differ.
            let parameters = parameters {
                $0.objective = objective
                $0.minDataInLeaf = 0
                $0.minSumHessianInLeaf = 1
                $0.leafCountMax = 8
            }
            let reference = try doubled.dataset(parameters)
            let weighted = try Dataset(
                data.matrix(), labels: data.labels, weights: weights, parameters: parameters, binnedLike: reference)
            let first = try Booster.train(on: weighted, parameters: parameters)
            let second = try Booster.train(on: reference, parameters: parameters)
            for (one, other) in zip(try predictions(first, data), try predictions(second, data)) {
                #expect(abs(one - other) < 1e-6)
            }
        }
    }

    @Test func threadsDoNotChangeTheModel() throws {
        let data = SampleData(rowCount: 3_000, columnCount: 13, missingShare: 0.1)
        let change: (inout TrainingParameters) -> Void = {
            $0.baggingFraction = 0.6
            $0.baggingFrequency = 1
            $0.featureFraction = 0.7
            $0.featureFractionByNode = 0.7
        }
        let expected = try data.booster(parameters(change))
        for threads in [2, 3, 7] {
            let booster = try data.booster(
                parameters {
                    change(&$0)
                    $0.threadCount = threads
                })
            #expect(booster.trees == expected.trees)
        }
    }

    @Test func seedsDecideTheBags() throws {
        let data = SampleData(rowCount: 2_000)
        func trees(_ seed: Int) throws -> [Tree] {
            try data.booster(
                parameters {
                    $0.baggingFraction = 0.5
                    $0.baggingFrequency = 1
                    $0.seed = seed
                }
            ).trees
        }
        #expect(try trees(1) == trees(1))
        #expect(try trees(1) != trees(2))
    }

    @Test func trainingStopsWhenTold() throws {
        let data = SampleData(rowCount: 500)
        let booster = try Booster.train(on: data.dataset(), parameters: parameters()) {
            $0.iteration == 4 ? .stop : .proceed
        }
        #expect(booster.iterationCount == 4 && booster.bestIteration == nil)
    }

    @Test func earlyStoppingKeepsTheBestRound() throws {
        let data = SampleData(rowCount: 300)
        let parameters = parameters {
            $0.iterations = 500
            $0.learningRate = 0.5
            $0.minDataInLeaf = 2
            $0.earlyStoppingRounds = 5
        }
        let training = try data.dataset(parameters)
        let other = SampleData(rowCount: 300, seed: 99)
        let validation = try Dataset(other.matrix(), labels: other.labels, binnedLike: training)
        var values: [Double] = []
        let booster = try Booster.train(on: training, validation: [validation], parameters: parameters) {
            values.append($0.validationMetric ?? .nan)
            return .proceed
        }
        let best = try #require(booster.bestIteration)
        #expect(booster.iterationCount == best && values.count == best + 5)
        #expect(values[best - 1] == values.min())
        let predictions = try booster.predict(other.matrix())
        let error = Metric.rmse(labels: other.labels, predictions: predictions, weights: nil)
        #expect(abs(error - values[best - 1]) < 1e-12)
    }

    @Test func reportedTrainingMetricIncludesRowsOutOfTheBag() throws {
        let data = SampleData(rowCount: 1_000)
        let parameters = parameters {
            $0.baggingFraction = 0.5
            $0.baggingFrequency = 1
        }
        var last = Double.nan
        let booster = try Booster.train(on: data.dataset(parameters), parameters: parameters) {
            last = $0.trainingMetric ?? .nan
            return .proceed
        }
        let error = Metric.rmse(labels: data.labels, predictions: try predictions(booster, data), weights: nil)
        #expect(abs(error - last) < 1e-12)
    }

    @Test func dataThatDoNotBelongTogetherAreRefused() throws {
        let data = SampleData(rowCount: 100)
        let training = try data.dataset()
        #expect(throws: GBDTError.validationNotBinnedLikeTraining) {
            let other = SampleData(rowCount: 100, seed: 5)
            _ = try Booster.train(on: training, validation: [other.dataset()], parameters: parameters())
        }
        #expect(throws: GBDTError.columnCountMismatch(expected: 5, got: 4)) {
            let narrow = SampleData(rowCount: 100, columnCount: 4)
            _ = try Booster.train(on: training, validation: [narrow.dataset()], parameters: parameters())
        }
        #expect(throws: GBDTError.validationMissing) {
            _ = try Booster.train(on: training, parameters: parameters { $0.earlyStoppingRounds = 3 })
        }
        #expect(throws: GBDTError.binningParameterChanged(name: "binCountMax")) {
            _ = try Booster.train(on: training, parameters: parameters { $0.binCountMax = 63 })
        }
        #expect(throws: GBDTError.columnCountMismatch(expected: 5, got: 4)) {
            let narrow = SampleData(rowCount: 100, columnCount: 4)
            _ = try data.booster(parameters()).predict(narrow.matrix())
        }
    }
}
