import Testing

@testable import GBDT

/// Goal: gradients, hessians, initial scores, renewed leaves and names are LightGBM's, bit for bit. Method: the values
/// it had at given scores, from a golden file that lies in the package.
struct GoldenObjectiveTests {
    private let golden: ObjectiveGolden

    init() throws { golden = try ObjectiveGolden.read() }

    @Test func everyObjectiveButTheCallersHasACase() {
        let kinds = Set(ObjectiveGolden.cases.compactMap(\.kind))
        #expect(kinds.count == ObjectiveKind.allCases.count - 1)
    }

    @Test(arguments: ObjectiveGolden.cases)
    func gradientsAndHessiansAreLightGBMsBitForBit(_ expected: ObjectiveGolden.Case) throws {
        let data = try golden.data(expected)
        var objective = try expected.objective(on: data)
        #expect(objective.outputCount == expected.outputs)
        let nothing = [SIMD2<Float>](repeating: .init(9, 9), count: data.rowCount)
        var gradients = Array(repeating: nothing, count: expected.outputs)
        objective.fillGradients(&gradients, scores: golden.scores(expected))
        for output in 0..<expected.outputs {
            for row in 0..<data.rowCount {
                #expect(gradients[output][row].x == expected.g[output][row], "row \(row)")
                guard let hessian = expected.h[output][row] else { continue }
                #expect(gradients[output][row].y == hessian, "row \(row)")
            }
        }
    }

    @Test(arguments: ObjectiveGolden.cases)
    func initialScoresAndNamesAreLightGBMs(_ expected: ObjectiveGolden.Case) throws {
        let objective = try expected.objective(on: golden.data(expected))
        #expect(objective.modelTextName == expected.name)
        #expect((0..<expected.outputs).map { objective.initialScore(ofOutput: $0) } == expected.initial)
        #expect(objective.transform == (try OutputTransform.named(expected.name)))
    }

    @Test(arguments: ObjectiveGolden.cases.filter { $0.renewed != nil })
    func renewedLeavesAreLightGBMs(_ expected: ObjectiveGolden.Case) throws {
        let data = try golden.data(expected)
        let renewal = try #require(expected.objective(on: data).leafRenewal)
        let leaves = try #require(expected.leaf)
        let scores = golden.scores(expected)[0]
        for (leaf, value) in try #require(expected.renewed).enumerated() {
            let rows = leaves.indices.filter { leaves[$0] == leaf }
            let residuals = rows.map { Double(data.labels[$0]) - scores[$0] }
            let weights = renewal.weights.map { all in rows.map { all[$0] } }
            #expect(renewal.renewedValue(residuals: residuals, weights: weights) == value, "leaf \(leaf)")
        }
    }
}
