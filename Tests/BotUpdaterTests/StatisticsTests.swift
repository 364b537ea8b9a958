import Glibc
import Market
import Testing

@testable import BotUpdater

/// Goal: the tests that decide are the ones in the papers. By published values and simulated series.
struct StatisticsTests {
    @Test(arguments: [
        (0.0, 5.0, 0.5), (2.015_048, 5, 0.95), (1.713_872, 23, 0.95), (2.807_336, 23, 0.995), (-1.319_460, 23, 0.10),
        (1.677_927, 47, 0.95), (12.706_205, 1, 0.975),
    ])
    func studentAgreesWithItsTable(t: Double, degrees: Double, probability: Double) {
        #expect(abs(studentCDF(t, degrees: degrees) - probability) < 1e-6)
    }

    @Test func quantilesInterpolate() {
        #expect(quantile([1, 2, 3, 4, 5], 0.5) == 3)
        #expect(quantile([0, 10], 0.025) == 0.25)
        #expect(quantile([7], 0.9) == 7)
    }

    @Test func lagsAreFourAtADayAndFiveAtTwo() {
        #expect(DieboldMariano.lag(hours: 24) == 4)
        #expect(DieboldMariano.lag(hours: 48) == 5)
        #expect(DieboldMariano.lag(hours: 3) == 2)
    }

    @Test func longRunVarianceIsTheBartlettSum() {
        // Mean 0, gamma_0 = 1, gamma_1 = -3/4: with lag 1 it is 1 + 2 * (1/2) * (-3/4).
        #expect(abs(DieboldMariano.longRunVariance([1, -1, 1, -1], mean: 0, lag: 1) - 0.25) < 1e-15)
    }

    @Test func statisticCarriesTheSmallSampleFactor() throws {
        var random = SeededRandom(seed: 1)
        let series = (0..<24).map { _ in 0.3 + random.normal() }
        let test = try #require(DieboldMariano(series))
        let mean = series.reduce(0, +) / 24
        let variance = DieboldMariano.longRunVariance(series, mean: mean, lag: 4)
        // h = 2: (n + 1 - 4 + 2/n) / n.
        let factor = ((24 + 1 - 4 + 2.0 / 24) / 24).squareRoot()
        #expect(abs(test.statistic - mean / (variance / 24).squareRoot() * factor) < 1e-12)
        #expect(abs(test.probability - studentCDF(test.statistic, degrees: 23)) < 1e-15)
    }

    @Test func equalForecastsAreATie() throws {
        let test = try #require(DieboldMariano([Double](repeating: 0, count: 30)))
        #expect(test.probability == 0.5)
        #expect(DieboldMariano([1, 2]) == nil)
    }

    @Test func bootstrapRepeatsForASeedAndNotForAnother() {
        let series = (0..<24).map { Double($0) }
        let ones = [Double](repeating: 1, count: 24)
        let draw = { (seed: UInt64) in HourBootstrap(hourCount: 24, seed: seed).ratios(series, ones) }
        #expect(draw(1) == draw(1))
        #expect(draw(1) != draw(2))
        #expect(draw(1).count == 2_000)
    }

    @Test func bootstrapIsUnbiasedAndWiderForDependentHours() {
        let ones = [Double](repeating: 1, count: 240)
        // Blocks of six equal hours: the mean has six times the variance of 240 independent hours.
        var random = SeededRandom(seed: 6)
        let blocks = (0..<40).flatMap { _ in [Double](repeating: random.normal(), count: 6) }
        let shuffled = blocks.indices.map { blocks[($0 * 73) % 240] }
        let spread = { (series: [Double]) in
            let draws = HourBootstrap(hourCount: 240, seed: 9).ratios(series, ones)
            let mean = draws.reduce(0, +) / Double(draws.count)
            #expect(abs(mean - series.reduce(0, +) / 240) < 0.02)
            return draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws.count)
        }
        #expect(spread(blocks) > 2 * spread(shuffled))
    }

    @Test func intervalsOfARatioCoverIt() throws {
        var random = SeededRandom(seed: 4)
        var covered = 0
        for seed in 0..<100 as Range<UInt64> {
            let hours = (0..<48).map { _ in 0.5 + random.normal() }
            let estimate = try #require(
                HourBootstrap(hourCount: 48, seed: seed, drawCount: 400).estimate(
                    hours, [Double](repeating: 1, count: 48)))
            if estimate.lower95 < 0.5, 0.5 < estimate.upper95 { covered += 1 }
        }
        // 95 % nominal; the percentile interval of 48 hours in blocks is known to cover somewhat less.
        #expect(covered >= 82 && covered <= 99)
    }

    @Test func nothingCountedIsNoEstimate() {
        #expect(HourBootstrap(hourCount: 2, seed: 1).estimate([1, 1], [0, 0]) == nil)
        #expect(HourBootstrap(hourCount: 0, seed: 1).estimate([], []) == nil)
    }
}
