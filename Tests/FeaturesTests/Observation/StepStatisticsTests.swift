@testable import Features
import Glibc
import TestSupport
import Testing

/// Goal: statistics of steps are those of their definitions. Method: from scratch on random steps with gaps, and cases
/// whose answer is known.
struct StepStatisticsTests {
    private func steps(_ count: Int, seed: UInt64, missing: Double = 0.1, zeros: Double = 0.3) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            generator.chance(missing) ? .nan : generator.chance(zeros) ? 0 : 0.01 * generator.normal()
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>) func sumsFromScratch(_ seed: UInt64) {
        let steps = steps(90, seed: seed)
        let recent = Array(steps.suffix(60))
        let present = recent.filter { !$0.isNaN }
        let pairs = zip(recent, recent.dropFirst()).map { abs($0 * $1) }.filter { !$0.isNaN }
        let squares = present.reduce(0) { $0 + $1 * $1 }
        let rises = present.filter { $0 > 0 }.reduce(0) { $0 + $1 * $1 }
        let falls = present.filter { $0 < 0 }.reduce(0) { $0 + $1 * $1 }
        #expect(
            isClose(
                StepStatistics.bipower(of: steps, newest: 60), sqrt(.pi / 2 * pairs.reduce(0, +)), relative: 1e-12))
        #expect(
            isClose(
                StepStatistics.semivarianceSkew(of: steps, newest: 60), (rises - falls) / squares, relative: 1e-9))
        let path = present.reduce(0) { $0 + abs($1) }
        #expect(
            isClose(
                StepStatistics.efficiency(of: steps, newest: 60), abs(present.reduce(0, +)) / path, relative: 1e-9))
        let zeros = Double(present.count { $0 == 0 }) / Double(present.count)
        #expect(StepStatistics.zeroShare(of: steps, newest: 60) == zeros)
        #expect(StepStatistics.largest(of: steps, newest: 60) == present.map { abs($0) }.max())
        let mean = present.reduce(0, +) / Double(present.count)
        let products = zip(recent, recent.dropFirst()).map { ($0 - mean) * ($1 - mean) }.filter { !$0.isNaN }
        let variance = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let one = StepStatistics.autocorrelation(of: steps, newest: 60, lag: 1)
        #expect(isClose(one, products.reduce(0, +) / variance, relative: 1e-9))
    }

    @Test func halfOfTheStepsMustBeThere() {
        let sparse = steps(60, seed: 1, missing: 0.7)
        #expect(StepStatistics.bipower(of: sparse, newest: 60).isNaN)
        #expect(StepStatistics.semivarianceSkew(of: sparse, newest: 60).isNaN)
        #expect(StepStatistics.efficiency(of: sparse, newest: 60).isNaN)
        #expect(StepStatistics.zeroShare(of: sparse, newest: 60).isNaN)
        #expect(StepStatistics.largest(of: sparse, newest: 60).isNaN)
        #expect(StepStatistics.autocorrelation(of: sparse, newest: 60, lag: 5).isNaN)
        #expect(StepStatistics.varianceRatio(of: sparse, newest: 60, horizon: 15).isNaN)
        #expect(LevelStatistics.trend(of: sparse, newest: 60, spacing: 1).slope.isNaN)
    }

    @Test func aJumpIsNotInTheBipowerVariation() {
        var steps = steps(60, seed: 2, missing: 0, zeros: 0)
        steps[30] = 1
        let bipower = StepStatistics.bipower(of: steps, newest: 60)
        let realized = GridStatistics.rootOfSquares(of: steps, newest: 60)
        #expect(StepStatistics.jumpShare(bipower: bipower, realized: realized) > 0.9)
        #expect(StepStatistics.jumpShare(bipower: 0, realized: 0).isNaN)
    }

    @Test func lagFiveIsSeenAtLagFive() {
        let steps = (0..<240).map { [1.0, 0, -1, 0, 0][$0 % 5] }
        #expect(StepStatistics.autocorrelation(of: steps, newest: 240, lag: 5) > 0.95)
        #expect(abs(StepStatistics.autocorrelation(of: steps, newest: 240, lag: 1)) < 0.1)
    }

    @Test func theVarianceRatioIsOneForIndependentStepsAndRisesWithTrends() {
        var sum = 0.0
        for seed in 0..<60 as Range<UInt64> {
            sum += StepStatistics.varianceRatio(
                of: steps(1_440, seed: seed, missing: 0, zeros: 0), newest: 1_440, horizon: 15)
        }
        #expect(abs(sum / 60 - 1) < 0.05)
        var generator = SeededGenerator(seed: 1)
        var previous = 0.0
        let trending = (0..<1_440).map { _ in
            previous = 0.5 * previous + generator.normal()
            return previous
        }
        // 1 + 2 sum (1 - k/15) 0.5^k = 2.73.
        #expect(
            isClose(StepStatistics.varianceRatio(of: trending, newest: 1_440, horizon: 15), 2.73, relative: 0.25))
    }

    @Test func theVarianceRatioFromScratch() {
        let steps = steps(400, seed: 8, missing: 0, zeros: 0.2)
        let (count, q) = (400.0, 15.0)
        let mean = steps.reduce(0, +) / count
        let single = steps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let long = (15...400).reduce(0.0) { total, end in
            let sum = steps[(end - 15)..<end].reduce(0, +) - q * mean
            return total + sum * sum
        }
        let ratio = long / (q * (count - q + 1) * (1 - q / count)) / single
        #expect(
            isClose(StepStatistics.varianceRatio(of: steps, newest: 400, horizon: 15), ratio, relative: 1e-9))
    }

    @Test func aLineIsFound() {
        var values = (0..<60).map { 2.0 + 0.5 * Double($0) }
        values[10] = .nan
        let (slope, determination) = LevelStatistics.trend(of: values, newest: 60, spacing: 0.25)
        #expect(isClose(slope, 2, relative: 1e-12) && isClose(determination, 1, relative: 1e-12))
        let flat = LevelStatistics.trend(of: Array(repeating: 3, count: 60), newest: 60, spacing: 1)
        #expect(flat.slope == 0 && flat.determination.isNaN)
    }

    @Test func variationIsRelativeToTheMean() {
        #expect(isClose(LevelStatistics.variation(of: [1, 3, .nan, 1, 3], newest: 5), 0.5, relative: 1e-12))
        #expect(LevelStatistics.variation(of: [0, 0, 0], newest: 3).isNaN)
    }

    @Test func rescaledRangesOfARandomWalkLieAboutOneHalf() {
        var walk: [Double] = []
        for seed in 0..<100 as Range<UInt64> {
            walk.append(RescaledRange.exponent(of: steps(1_440, seed: seed, missing: 0, zeros: 0)))
        }
        let mean = walk.reduce(0, +) / 100
        #expect(abs(mean - 0.5) < 0.03)
        #expect(RescaledRange.exponent(of: Array(repeating: 0, count: 1_440)).isNaN)
        #expect(RescaledRange.exponent(of: steps(200, seed: 1, missing: 0)).isNaN)
    }
}
