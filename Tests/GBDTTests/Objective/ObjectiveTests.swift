import Glibc
import Testing

@testable import GBDT

/// Goal: gradients are the derivatives of the losses, and initial scores minimise them.
struct ObjectiveTests {
    private let labels: [Float] = [1, 0, 1, 1]
    private let weights: [Float] = [1, 2, 0.5, 3]

    private func data(_ weights: [Float]?) throws -> Dataset {
        let matrix = try FeatureMatrix(rowCount: 4, columnCount: 1, rowMajor: [Float](repeating: 0, count: 4))
        return try Dataset(matrix, labels: labels, weights: weights)
    }

    private func loss(_ objective: any Objective, _ score: Double, _ label: Float) -> Double {
        guard case .sigmoid(let slope) = objective.transform else {
            return (score - Double(label)) * (score - Double(label)) / 2
        }
        return log(1 + exp(-(label > 0 ? 1 : -1) * slope * score))
    }

    @Test(arguments: [ObjectiveKind.regression, .binary])
    func gradientsAreSlopesOfTheLoss(_ kind: ObjectiveKind) throws {
        var parameters = TrainingParameters()
        parameters.sigmoid = 1.5
        var objective = kind.make(for: try data(weights), parameters: parameters)
        let scores = [0.3, -0.7, 2, 0]
        var gradients = [[SIMD2<Float>](repeating: .zero, count: 4)]
        objective.fillGradients(&gradients, scores: [scores])
        for row in 0..<4 {
            let step = 1e-4
            let above = loss(objective, scores[row] + step, labels[row])
            let below = loss(objective, scores[row] - step, labels[row])
            let here = loss(objective, scores[row], labels[row])
            let weight = Double(weights[row])
            #expect(abs(Double(gradients[0][row].x) - weight * (above - below) / (2 * step)) < 1e-5)
            #expect(abs(Double(gradients[0][row].y) - weight * (above + below - 2 * here) / (step * step)) < 1e-5)
        }
    }

    @Test(arguments: [ObjectiveKind.regression, .binary])
    func atTheInitialScoreGradientsAddUpToNothing(_ kind: ObjectiveKind) throws {
        for weights in [nil, weights] {
            var objective = kind.make(for: try data(weights), parameters: TrainingParameters())
            var gradients = [[SIMD2<Float>](repeating: .zero, count: 4)]
            objective.fillGradients(
                &gradients, scores: [Array(repeating: objective.initialScore(ofOutput: 0), count: 4)])
            #expect(abs(gradients[0].reduce(.zero, +).x) < 1e-6)
        }
    }

    @Test func oneClassAloneHasNoGradients() {
        let objective = BinaryObjective(isPositive: [true, true], weights: nil, slope: 1)
        var gradients = [[SIMD2<Float>](repeating: .one, count: 2)]
        objective.fillGradients(&gradients, scores: [[0, 0]])
        #expect(gradients == [[.zero, .zero]])
        #expect(objective.initialScore(ofOutput: 0).isFinite)
    }
}
