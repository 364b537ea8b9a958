import Testing

@testable import GBDT

/// Goal: what an objective or a metric cannot work on is refused by name, row and value.
struct ObjectiveChecksTests {
    private func data(_ labels: [Float], weights: [Float]? = nil, groups: [Int]? = nil) throws -> Dataset {
        let matrix = try FeatureMatrix(
            rowCount: labels.count, columnCount: 1, rowMajor: labels.indices.map { Double($0) })
        return try Dataset(matrix, labels: labels, weights: weights, groups: groups)
    }

    private func error(
        _ kind: ObjectiveKind, _ labels: [Float], weights: [Float]? = nil, groups: [Int]? = nil,
        hasGradients: Bool = true, _ change: (inout TrainingParameters) -> Void = { _ in }
    ) throws -> GBDTError? {
        var parameters = TrainingParameters()
        change(&parameters)
        let data = try data(labels, weights: weights, groups: groups)
        do {
            try kind.checkLabels(of: data, parameters: parameters, hasGradients: hasGradients)
        } catch { return error }
        return nil
    }

    @Test(arguments: [
        (ObjectiveKind.poisson, [1, -1] as [Float], "at least 0"), (.tweedie, [2, -0.5], "at least 0"),
        (.gamma, [3, 0], "above 0"), (.crossEntropy, [0.5, 1.5], "0 ... 1"), (.crossEntropyLambda, [0, -1], "0 ... 1"),
        (.multiclass, [0, 3], "a whole number, 0 ... 2"), (.multiclassOVA, [1, 0.5], "a whole number, 0 ... 2"),
        (.lambdaRank, [0, 31], "a whole number, 0 ... 30"), (.rankXENDCG, [0, -1], "a whole number, 0 ... 30"),
    ])
    func labelsWithoutMeaningAreRefused(_ kind: ObjectiveKind, _ labels: [Float], _ requirement: String) throws {
        let got = try error(kind, labels, groups: [2]) { $0.classCount = 3 }
        #expect(got == .invalidLabel(row: 1, value: labels[1], requirement: requirement))
    }

    @Test func countsMustNotAllBeZero() throws {
        #expect(try error(.poisson, [0, 0]) != nil)
        #expect(try error(.tweedie, [0, 0]) != nil)
        #expect(try error(.poisson, [0, 1]) == nil)
    }

    @Test func rankingNeedsGroups() throws {
        #expect(try error(.lambdaRank, [0, 1]) == .groupsMissing(name: "lambdarank"))
        #expect(try error(.rankXENDCG, [0, 1]) == .groupsMissing(name: "rank_xendcg"))
    }

    @Test func intensitiesNeedPositiveWeights() throws {
        #expect(try error(.crossEntropyLambda, [0, 1], weights: [1, 0]) == .invalidWeight(row: 1))
        #expect(try error(.crossEntropy, [0, 1], weights: [1, 0]) == nil)
    }

    @Test func parametersOfTheObjectiveAreChecked() throws {
        func name(_ error: GBDTError?) -> String? {
            if case .invalidParameter(let name, _, _) = error { name } else { nil }
        }
        #expect(name(try error(.quantile, [0]) { $0.alpha = 1 }) == "alpha")
        #expect(name(try error(.huber, [0]) { $0.alpha = 0 }) == "alpha")
        #expect(name(try error(.fair, [0]) { $0.fairC = -1 }) == "fairC")
        #expect(name(try error(.poisson, [1]) { $0.poissonMaxDeltaStep = 0 }) == "poissonMaxDeltaStep")
        #expect(name(try error(.tweedie, [1]) { $0.tweedieVariancePower = 2 }) == "tweedieVariancePower")
        #expect(name(try error(.multiclass, [0])) == "classCount")
        #expect(name(try error(.binary, [0]) { $0.scalePosWeight = 0 }) == "scalePosWeight")
        let both: (inout TrainingParameters) -> Void = {
            $0.isUnbalance = true
            $0.scalePosWeight = 2
        }
        #expect(name(try error(.binary, [0], both)) == "scalePosWeight")
        #expect(
            name(try error(.lambdaRank, [0], groups: [1]) { $0.lambdaRankTruncationLevel = 0 })
                == "lambdaRankTruncationLevel")
        #expect(name(try error(.custom, [0], hasGradients: false)) == "objective")
        #expect(try error(.custom, [0]) == nil)
    }

    @Test func metricsAreCheckedAgainstTheData() throws {
        func error(_ metric: MetricKind, _ data: Dataset, classes: Int = 1) -> GBDTError? {
            var parameters = TrainingParameters()
            parameters.objective = classes > 1 ? .multiclass : .regression
            parameters.classCount = classes
            do { try metric.check(on: data, parameters: parameters) } catch { return error }
            return nil
        }
        let plain = try data([0, 2])
        let grouped = try data([0, 2], groups: [2])
        #expect(error(.ndcg(at: 3), plain) == .groupsMissing(name: "ndcg@3"))
        #expect(error(.map(at: 1), plain) == .groupsMissing(name: "map@1"))
        #expect(error(.ndcg(at: 3), grouped) == nil)
        #expect(error(.ndcg(at: 0), grouped) != nil)
        #expect(error(.multiLogLoss, plain) != nil)
        #expect(error(.multiLogLoss, plain, classes: 3) == nil)
        let requirement = "a whole number, 0 ... 1"
        #expect(
            error(.multiError, plain, classes: 2) == .invalidLabel(row: 1, value: 2, requirement: requirement))
        #expect(error(.gamma, plain) == .invalidLabel(row: 0, value: 0, requirement: "above 0"))
        #expect(error(.crossEntropy, plain) == .invalidLabel(row: 1, value: 2, requirement: "0 ... 1"))
        #expect(error(.crossEntropyLambda, try data([0, 1], weights: [0, 1])) == .invalidWeight(row: 0))
        #expect(error(.rmse, plain) == nil)
    }
}
