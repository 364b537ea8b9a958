import Testing

@testable import GBDT

/// Goal: the same trees as LightGBM, to the last digit of the model text. Method: train on the golden cases' data with
/// their parameters and compare the texts of all trees. Skipped: no ../shared.
@Suite(.enabled(if: GoldenFiles.areAvailable))
struct GoldenTrainingTests {
    @Test(arguments: [
        "reg_plain", "reg_l1l2_depth5", "nan_zero_as_missing", "nan_use_missing", "bagging_ff", "categorical",
        "quantile", "poisson", "multiclass", "monotone", "goss", "dart", "rf", "lambdarank",
    ])
    func treesEqualLightGBMsByteForByte(_ name: String) throws {
        let golden = try GoldenCase.named(name)
        let parameters = try golden.parameters()
        let booster = try Booster.train(
            on: golden.dataset("train", parameters: parameters), parameters: parameters)
        try expectSameModel(booster, name)
    }

    /// Coefficients come of a system of equations that LightGBM solves by another library: close, not equal.
    @Test func linearTreesHaveLightGBMsStructureAndItsLeavesToTenDigits() throws {
        let golden = try GoldenCase.named("linear_tree")
        let parameters = try golden.parameters()
        let trained = try Booster.train(
            on: golden.dataset("train", parameters: parameters), parameters: parameters)
        let expected = try Booster(modelText: GoldenFiles.text("golden/linear_tree/model.txt"))
        #expect(trained.trees.count == expected.trees.count)
        var worst = 0.0
        for (tree, other) in zip(trained.trees, expected.trees) {
            #expect(tree.splitFeature == other.splitFeature && tree.threshold == other.threshold)
            #expect(tree.leafCounts == other.leafCounts)
            let leaves = try zip(#require(tree.linearLeaves), #require(other.linearLeaves))
            for (leaf, otherLeaf) in leaves {
                #expect(leaf.columns == otherLeaf.columns)
                for (got, wanted) in zip(
                    [leaf.constant] + leaf.coefficients, [otherLeaf.constant] + otherLeaf.coefficients)
                {
                    worst = max(worst, abs(got - wanted) / max(abs(wanted), 1e-3))
                }
            }
        }
        #expect(worst < 1e-10)
    }

    @Test func earlyStoppingOnWeightedAUCEndsWhereLightGBMEnds() throws {
        let golden = try GoldenCase.named("binary")
        var parameters = try golden.parameters()
        parameters.metrics = [.auc]
        parameters.earlyStoppingRounds = 5
        let training = try golden.dataset("train", parameters: parameters)
        let validation = try golden.dataset("test", parameters: parameters, like: training)
        var reports: [RoundReport] = []
        let booster = try Booster.train(on: training, validation: [validation], parameters: parameters) {
            reports.append($0)
            return .proceed
        }
        #expect(booster.bestIteration == 41)
        #expect(reports.count == 46)
        try expectSameModel(booster, "binary")
    }

    /// Everything of the text down to the parameters, which LightGBM lists in full and this library does not.
    private func expectSameModel(_ booster: Booster, _ name: String) throws {
        func comparable(_ text: String) -> [Substring] {
            let end = text.firstRange(of: "\nparameters:")?.lowerBound ?? text.endIndex
            return text[..<end].split(separator: "\n", omittingEmptySubsequences: false)
        }
        let expected = comparable(try GoldenFiles.text("golden/\(name)/model.txt"))
        let got = comparable(booster.modelText())
        #expect(got.count == expected.count)
        let difference = zip(got, expected).enumerated().first { $0.element.0 != $0.element.1 }
        if let difference {
            Issue.record(
                "line \(difference.offset + 1): got \(difference.element.0), LightGBM has \(difference.element.1)")
        }
    }
}
