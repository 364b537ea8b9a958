import Glibc
import Testing

@testable import GBDT

/// Goal: ranking gradients on groups that can be computed by hand, and what must hold of all.
struct RankingObjectiveTests {
    private func lambdas(
        _ labels: [Float], _ scores: [Double], groups: [Int]? = nil, weights: [Float]? = nil,
        _ change: (inout TrainingParameters) -> Void = { _ in }
    ) -> [SIMD2<Float>] {
        var parameters = TrainingParameters()
        change(&parameters)
        let objective = LambdaRankObjective(
            labels: labels, weights: weights, groupBoundaries: groups ?? [0, labels.count], parameters: parameters)
        var gradients = [[SIMD2<Float>](repeating: .one, count: labels.count)]
        objective.fillGradients(&gradients, scores: [scores], pool: WorkerPool(threadCount: 1))
        return gradients[0]
    }

    /// Two rows with equal scores: one half of what swapping them changes, 1 - 1 / log2(3).
    @Test func aPairPushesApart() {
        let change = 1 - 1 / log2(3.0)
        let got = lambdas([1, 0], [0, 0]) { $0.lambdaRankNorm = false }
        #expect(abs(Double(got[0].x) + change / 2) < 1e-6)
        #expect(got[1].x == -got[0].x)
        #expect(abs(Double(got[0].y) - change / 4) < 1e-6)
        #expect(got[1].y == got[0].y)
        let normalised = lambdas([1, 0], [0, 0])
        #expect(abs(Double(normalised[0].x) + log2(1 + change) / 2) < 1e-6)
    }

    @Test func pushesOfAGroupAddUpToNothing() {
        let labels: [Float] = [0, 3, 1, 2, 2, 0, 1]
        let got = lambdas(labels, [0.3, -1, 0.2, 2, 0.2, 0.1, -0.5], groups: [0, 4, 7])
        #expect(abs(got[..<4].reduce(.zero, +).x) < 1e-6 && abs(got[4...].reduce(.zero, +).x) < 1e-6)
        #expect(got.contains { $0.x != 0 } && got.allSatisfy { $0.y >= 0 })
        // The best row is pushed up.
        #expect(got[1].x < 0)
    }

    @Test func equalLabelsAndSingleRowsAreLeftAlone() {
        #expect(lambdas([2, 2, 0], [1, 5, 3], groups: [0, 2, 3]) == [.zero, .zero, .zero])
    }

    @Test func pairsBelowTheTruncationAreLeftAlone() {
        let got = lambdas([0, 0, 1, 0], [4, 3, 2, 1]) { $0.lambdaRankTruncationLevel = 1 }
        // Only pairs with the best scored row count.
        #expect(got[0].x > 0 && got[2].x < 0)
        #expect(got[1] == .zero && got[3] == .zero)
    }

    @Test func weightsMultiplyThePushes() {
        let plain = lambdas([1, 0, 2], [0.1, 0.4, 0.2])
        let weighted = lambdas([1, 0, 2], [0.1, 0.4, 0.2], weights: [2, 0.5, 4])
        #expect(weighted == [plain[0] * 2, plain[1] * 0.5, plain[2] * 4])
    }

    @Test func theSampledSigmoidIsNearTheTrueOneAndBounded() {
        for slope in [0.5, 1, 3] {
            let sigmoid = PairSigmoid(slope: slope)
            for distance in stride(from: -30.0, through: 30, by: 0.37) where abs(distance) < 25 / slope {
                #expect(abs(sigmoid(distance) - 1 / (1 + exp(distance * slope))) < 2e-5)
            }
            #expect(sigmoid(-1e300) > 0.999_999 && sigmoid(1e300) < 1e-6 && sigmoid(.infinity) > 0)
        }
    }

    @Test func drawsOfXENDCGAreANewOneEachRoundAndRepeatWithTheSeed() {
        func rounds(_ seed: Int) -> [[SIMD2<Float>]] {
            var objective = RankXENDCGObjective(
                labels: [0, 1, 2, 1, 0], weights: nil, groupBoundaries: [0, 3, 4, 5], seed: seed)
            return (0..<2).map { _ in
                var gradients = [[SIMD2<Float>](repeating: .one, count: 5)]
                objective.fillGradients(&gradients, scores: [[0, 0, 0, 0, 0]], pool: WorkerPool(threadCount: 1))
                return gradients[0]
            }
        }
        let first = rounds(5)
        #expect(first == rounds(5))
        #expect(first != rounds(6))
        #expect(first[0] != first[1])
        // Hessians p (1 - p) do not draw, and groups of one row have nothing to learn.
        #expect(first[0][..<3].allSatisfy { abs($0.y - 2.0 / 9) < 1e-6 })
        #expect(first[0][3...] == [.zero, .zero])
    }

    @Test func gainsAndDiscounts() {
        let gains = DiscountedGain()
        #expect(gains.gain(of: 3) == 7 && gains.gain(of: 30) == 1_073_741_823)
        #expect(gains.gain(of: 31).isNaN && gains.gain(of: -1).isNaN && gains.gain(of: 0.5).isNaN)
        #expect(DiscountedGain.discount(rank: 0) == 1 && DiscountedGain.discount(rank: 2) == 0.5)
        #expect(gains.largestSum([0, 2, 0], count: 1) == 3)
        #expect(DiscountedGain(labelGain: [0, 5]).sum([1, 0, 1], count: 9) == 7.5)
        #expect(rowsByScore(2..<6, [9, 9, 1, 3, 1, 3]) == [3, 5, 2, 4])
    }
}
