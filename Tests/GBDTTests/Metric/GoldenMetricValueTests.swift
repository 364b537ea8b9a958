import Testing

@testable import GBDT

/// Goal: LightGBM's metric values at given scores, within 1e-14 relative. Method: the golden file that lies in the
/// package.
struct GoldenMetricValueTests {
    private let golden: ObjectiveGolden

    init() throws { golden = try ObjectiveGolden.read() }

    private static let kinds: [MetricKind] =
        [
            .mse, .rmse, .mae, .quantile, .huber, .fair, .mape, .poisson, .gamma, .gammaDeviance, .tweedie, .r2,
            .logLoss,
            .binaryError, .auc, .averagePrecision, .multiLogLoss, .multiError, .aucMu, .crossEntropy,
            .crossEntropyLambda, .kullbackLeibler,
        ] + (1...5).flatMap { [.ndcg(at: $0), .map(at: $0)] }

    static func kind(_ name: String) -> MetricKind? {
        kinds.first { $0.name == name || name.hasPrefix("\($0.name)@") }
    }

    @Test func everyMetricOfLightGBMsHasAValue() {
        let names = Set(ObjectiveGolden.cases.flatMap(\.metrics.keys))
        #expect(Set(names.compactMap(Self.kind)) == Set(Self.kinds))
    }

    @Test(arguments: ObjectiveGolden.cases)
    func valuesAreLightGBMs(_ expected: ObjectiveGolden.Case) throws {
        let data = try golden.data(expected)
        let objective = try expected.objective(on: data)
        let parameters = expected.trainingParameters()
        #expect(!expected.metrics.isEmpty)
        for (name, value) in expected.metrics.sorted(by: { $0.key < $1.key }) {
            let kind = try #require(Self.kind(name))
            try kind.check(on: data, parameters: parameters)
            let evaluator = MetricEvaluator(kind: kind, transform: objective.transform, parameters: parameters)
            let got = evaluator.value(scores: golden.scores(expected), of: data)
            #expect(abs(got - value) <= 1e-14 * abs(value), "\(name): \(got), LightGBM has \(value)")
        }
    }
}
