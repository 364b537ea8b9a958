import Testing

@testable import GBDT

/// Goal: LightGBM's metric values after every round. Method: its evaluation log. Tolerance 1e-10 relative: sums of
/// thousands of terms may be grouped otherwise. Skipped: no ../shared.
@Suite(.enabled(if: GoldenFiles.areAvailable))
struct GoldenMetricTests {
    private let objectives: [String: ObjectiveKind] = ["poisson": .poisson, "multiclass": .multiclass]

    typealias Log = [String: [String: [String]]]

    @Test(arguments: [
        ("reg_plain", "rmse", MetricKind.rmse), ("reg_plain", "l1", .mae), ("binary", "auc", .auc),
        ("binary", "binary_logloss", .logLoss), ("nan_use_missing", "binary_logloss", .logLoss),
        ("bagging_ff", "auc", .auc), ("reg_plain", "l2", .mse), ("reg_l1l2_depth5", "l2", .mse),
        ("nan_zero_as_missing", "l2", .mse), ("binary", "binary_error", .binaryError), ("poisson", "poisson", .poisson),
        ("poisson", "l2", .mse), ("multiclass", "multi_logloss", .multiLogLoss),
        ("multiclass", "multi_error", .multiError),
    ])
    func metricsAreLightGBMsAfterEveryRound(_ name: String, _ key: String, _ kind: MetricKind) throws {
        let golden = try GoldenCase.named(name)
        let log = try GoldenFiles.json("golden/\(name)/eval.json", as: Log.self)
        var parameters = try golden.parameters()
        parameters.metrics = [kind]
        parameters.objective = objectives[name] ?? parameters.objective
        if parameters.objective == .multiclass { parameters.classCount = 5 }
        let expected = try #require(log["training"]?[key]).map { Double($0)! }
        let expectedValidation = try #require(log["valid"]?[key]).map { Double($0)! }
        parameters.iterations = expected.count
        let training = try golden.dataset("train", parameters: parameters)
        let validation = try golden.dataset("test", parameters: parameters, like: training)
        var reports: [RoundReport] = []
        _ = try Booster.train(on: training, validation: [validation], parameters: parameters) {
            reports.append($0)
            return .proceed
        }
        #expect(reports.count == expected.count)
        for (index, report) in reports.enumerated() {
            let got = try #require(report.trainingMetric)
            #expect(abs(got - expected[index]) <= 1e-10 * abs(expected[index]), "round \(index + 1)")
            let gotValidation = try #require(report.validationMetric)
            #expect(abs(gotValidation - expectedValidation[index]) <= 1e-10 * abs(expectedValidation[index]))
        }
    }
}
