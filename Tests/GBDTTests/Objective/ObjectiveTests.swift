import Glibc
import Testing

@testable import GBDT

/// Goal: gradients are the derivatives of the losses, and initial scores minimise them. Method: losses written down
/// here, differences instead of derivatives.
struct ObjectiveTests {
    private static let weights: [Float] = [1, 2, 0.5, 3]
    private static let rowCount = 4

    private static func labels(_ kind: ObjectiveKind) -> [Float] {
        switch kind {
        case .crossEntropy, .crossEntropyLambda: [0.2, 0, 1, 0.7]
        case .multiclass, .multiclassOVA: [0, 2, 1, 2]
        case .gamma: [1, 0.3, 2.5, 1]
        case .regression, .huber, .fair: [1, -2, 0.5, 4]
        default: [1, 0, 1, 3]
        }
    }

    private static func parameters(_ kind: ObjectiveKind) -> TrainingParameters {
        var parameters = TrainingParameters()
        parameters.objective = kind
        parameters.sigmoid = 1.5
        parameters.alpha = 1.2
        parameters.fairC = 0.8
        if kind.hasClasses { parameters.classCount = 3 }
        return parameters
    }

    private func objective(_ kind: ObjectiveKind, _ weights: [Float]?) throws -> any Objective {
        let matrix = try FeatureMatrix(
            rowCount: Self.rowCount, columnCount: 1, rowMajor: [Float](repeating: 0, count: Self.rowCount))
        let data = try Dataset(matrix, labels: Self.labels(kind), weights: weights)
        try kind.checkLabels(of: data, parameters: Self.parameters(kind))
        return kind.make(for: data, parameters: Self.parameters(kind))
    }

    private func gradients(_ objective: inout any Objective, _ scores: [[Double]]) -> [[SIMD2<Float>]] {
        let unset = [SIMD2<Float>](repeating: .init(9, 9), count: Self.rowCount)
        var gradients = Array(repeating: unset, count: scores.count)
        objective.fillGradients(&gradients, scores: scores, pool: WorkerPool(threadCount: 1))
        return gradients
    }

    /// Weighted loss of one row at its raw scores.
    private func loss(_ kind: ObjectiveKind, _ scores: [Double], _ label: Float, _ weight: Double) -> Double {
        let (score, y) = (scores[0], Double(label))
        let difference = score - y
        switch kind {
        case .regression: return weight * difference * difference / 2
        case .huber:
            let isNear = abs(difference) <= 1.2
            return weight * (isNear ? difference * difference / 2 : 1.2 * (abs(difference) - 0.6))
        case .fair:
            let ratio = abs(difference) / 0.8
            return weight * 0.64 * (ratio - log(1 + ratio))
        case .poisson: return weight * (exp(score) - y * score)
        case .gamma: return weight * (y * exp(-score) + score)
        case .tweedie:
            let root = exp(score / 2)
            return 2 * weight * (y / root + root)
        case .binary:
            let slope = label > 0 ? -1.5 : 1.5
            return weight * log(1 + exp(slope * score))
        case .crossEntropy:
            let softplus = log(1 + exp(score))
            return weight * (softplus - y * score)
        case .crossEntropyLambda:
            let logComplement = -weight * log(1 + exp(score))
            return -y * log(1 - exp(logComplement)) - (1 - y) * logComplement
        case .multiclass:
            let total: Double = scores.reduce(0) { sum, score in sum + exp(score) }
            return weight * (log(total) - scores[Int(label)])
        case .multiclassOVA:
            var sum = 0.0
            for (output, score) in scores.enumerated() {
                let slope = output == Int(label) ? -1.5 : 1.5
                sum += log(1 + exp(slope * score))
            }
            return weight * sum
        default: return .nan
        }
    }

    /// Hessians are second derivatives times this.
    private func hessianFactor(_ kind: ObjectiveKind) -> Double {
        switch kind {
        case .poisson: exp(0.7)
        case .multiclass: 1.5
        default: 1
        }
    }

    static let smooth: [ObjectiveKind] = [
        .regression, .fair, .poisson, .gamma, .tweedie, .binary, .crossEntropy, .crossEntropyLambda, .multiclass,
        .multiclassOVA,
    ]

    @Test(arguments: smooth + [.huber], [true, false])
    func gradientsAreSlopesOfTheLoss(_ kind: ObjectiveKind, _ isWeighted: Bool) throws {
        var objective = try objective(kind, isWeighted ? Self.weights : nil)
        let all = [[0.3, -0.7, 2, 0.1], [-1, 0.2, 0.4, 0.9], [0.6, 0.5, -0.3, 1.1]]
        let scores = Array(all.prefix(objective.outputCount))
        let got = gradients(&objective, scores)
        let step = 1e-4
        for (output, row) in scores.indices.flatMap({ output in (0..<Self.rowCount).map { (output, $0) } }) {
            func moved(_ offset: Double) -> Double {
                var point = scores.map { $0[row] }
                point[output] += offset
                return loss(kind, point, Self.labels(kind)[row], isWeighted ? Double(Self.weights[row]) : 1)
            }
            let slope = (moved(step) - moved(-step)) / (2 * step)
            #expect(abs(Double(got[output][row].x) - slope) < 1e-5, "output \(output), row \(row)")
            // Huber's hessian is 1 everywhere, as in LightGBM.
            guard kind != .huber else { continue }
            let curvature = (moved(step) + moved(-step) - 2 * moved(0)) / (step * step) * hessianFactor(kind)
            #expect(abs(Double(got[output][row].y) - curvature) < 2e-5, "output \(output), row \(row)")
        }
    }

    /// But for huber and fair, which start at the mean, and weighted intensities.
    @Test(arguments: smooth.filter { $0 != .fair }, [true, false])
    func atTheInitialScoreGradientsAddUpToNothing(_ kind: ObjectiveKind, _ isWeighted: Bool) throws {
        if kind == .crossEntropyLambda { return }
        var objective = try objective(kind, isWeighted ? Self.weights : nil)
        let scores = (0..<objective.outputCount).map { output in
            [Double](repeating: objective.initialScore(ofOutput: output), count: Self.rowCount)
        }
        for output in gradients(&objective, scores) { #expect(abs(output.reduce(.zero, +).x) < 1e-5) }
    }

    @Test func absoluteErrorStartsAtTheMedian() {
        let objective = AbsoluteErrorObjective(labels: [5, 1, 9, 2, 4], weights: nil)
        #expect(objective.initialScore(ofOutput: 0) == 4)
    }

    @Test func mapeWeighsRowsByTheirLabels() {
        let objective = MAPEObjective(labels: [0.5, -4], weights: [1, 2])
        var gradients = [[SIMD2<Float>](repeating: .zero, count: 2)]
        objective.fillGradients(&gradients, scores: [[1, -6]], pool: WorkerPool(threadCount: 1))
        #expect(gradients == [[SIMD2(1, 1), SIMD2(-0.5, 2)]])
        #expect(objective.leafRenewal?.weights == [1, 0.5])
    }

    @Test func quantileGradientsAreItsTwoSlopes() {
        let objective = QuantileObjective(labels: [0, 0, 0], weights: [1, 1, 2], level: 0.25)
        var gradients = [[SIMD2<Float>](repeating: .zero, count: 3)]
        objective.fillGradients(&gradients, scores: [[1, 0, -1]], pool: WorkerPool(threadCount: 1))
        #expect(gradients == [[SIMD2(0.75, 1), SIMD2(0.75, 1), SIMD2(-0.5, 2)]])
    }

    @Test func oneClassAloneHasNoGradients() {
        let objective = BinaryObjective(isPositive: [true, true], weights: nil, slope: 1)
        var gradients = [[SIMD2<Float>](repeating: .one, count: 2)]
        objective.fillGradients(&gradients, scores: [[0, 0]], pool: WorkerPool(threadCount: 1))
        #expect(gradients == [[.zero, .zero]])
        #expect(!objective.trains(output: 0))
        #expect(objective.initialScore(ofOutput: 0).isFinite)
    }

    @Test func theRarerClassWeighsAsMuchMoreAsItIsRarer() {
        let flags = [true, false, false, false]
        let plain = BinaryObjective(isPositive: flags, weights: nil, slope: 1)
        let balanced = BinaryObjective(isPositive: flags, weights: nil, slope: 1, isUnbalance: true)
        let scaled = BinaryObjective(isPositive: flags, weights: nil, slope: 1, scalePosWeight: 3)
        var results: [[SIMD2<Float>]] = []
        for objective in [plain, balanced, scaled] {
            var gradients = [[SIMD2<Float>](repeating: .zero, count: 4)]
            objective.fillGradients(&gradients, scores: [[0, 0, 0, 0]], pool: WorkerPool(threadCount: 1))
            results.append(gradients[0])
        }
        #expect(results[1] == results[2])
        #expect(results[1][0] == results[0][0] * 3)
        #expect(results[1][1...] == results[0][1...])
    }

    @Test func aClassWithoutRowsIsNotTrained() {
        let objective = MulticlassObjective(labels: [0, 2, 2], weights: nil, classCount: 3)
        #expect((0..<3).map(objective.trains) == [true, false, true])
        #expect(objective.initialScore(ofOutput: 1) < -34)
    }

    @Test func theRootOfLabelsKeepsTheirSign() {
        let objective = RegressionObjective(labels: [4, -9, 0], weights: nil, takesRoot: true)
        var gradients = [[SIMD2<Float>](repeating: .zero, count: 3)]
        objective.fillGradients(&gradients, scores: [[0, 0, 0]], pool: WorkerPool(threadCount: 1))
        #expect(gradients[0].map(\.x) == [-2, 3, 0])
        #expect(objective.transform(-3) == -9)
    }

    @Test func extremeScoresKeepCrossEntropyFinite() {
        let objective = CrossEntropyObjective(labels: [1, 0, 1, 0], weights: nil)
        var gradients = [[SIMD2<Float>](repeating: .zero, count: 4)]
        objective.fillGradients(&gradients, scores: [[-800, -800, 800, 800]], pool: WorkerPool(threadCount: 1))
        #expect(gradients[0].map(\.x) == [-1, 0, 0, 1])
        #expect(gradients[0].allSatisfy { $0.y == 0 })
    }

    @Test func aCustomLossIsTheClosures() {
        var objective = CustomObjective(outputCount: 2) { scores, gradients in
            for output in scores.indices { gradients[output][0] = SIMD2(Float(scores[output][0]), 1) }
        }
        var gradients = [[SIMD2<Float>.zero], [.zero]]
        objective.fillGradients(&gradients, scores: [[3], [4]], pool: WorkerPool(threadCount: 1))
        #expect(gradients == [[SIMD2(3, 1)], [SIMD2(4, 1)]])
        objective = CustomObjective(outputCount: 2, gradients: nil)
        objective.fillGradients(&gradients, scores: [[3], [4]], pool: WorkerPool(threadCount: 1))
        #expect(gradients == [[.zero], [.zero]])
        #expect(objective.modelTextName == nil)
    }
}
