import Market
import Testing

@testable import BotUpdater

/// Goal: scores that a tie cannot spoil and a martingale cannot earn. By hand-made rows.
struct EvaluationTests {
    /// 60 % of rows do not move, the others move by two ticks.
    private let tied: ExampleSet = {
        var set = ExampleSet.empty()
        for row in 0..<100 {
            let direction = row % 5 < 3 ? 0.0 : row % 2 == 0 ? 1 : -1
            let move = 0.02 * direction
            set.add(minutes: 15 * row, logitMove: logit(0.5 + move, tick: 0.01), priceMove: move)
        }
        return set
    }()

    private func report(_ set: ExampleSet, _ forecasts: [Double]) -> EvaluationReport {
        let weights = [Double](repeating: 1, count: set.rowCount)
        let evidence = Evidence(set, rows: set.allRows, weights: weights)
        let scores = HourlyScores(
            set, rows: set.allRows, weights: weights, outcomes: set.logitMoves, forecasts: forecasts)
        return EvaluationReport(
            scores, evidence: evidence, bootstrap: HourBootstrap(hourCount: evidence.hours, seed: 1))
    }

    @Test func aPerfectModelIsAlwaysRightThoughMostRowsAreTies() throws {
        let report = report(tied, tied.logitMoves)
        #expect(report.directionAccuracy?.value == 1)
        #expect(report.tieRate == 0.6)
        #expect(report.r2Zero?.value == 1)
        #expect(report.signedScore?.value == 1)
    }

    @Test func aModelThatSaysNothingHasNoDirection() {
        let report = report(tied, [Double](repeating: 0, count: 100))
        #expect(report.directionAccuracy == nil)
        #expect(report.coverage == 0)
        #expect(report.r2Zero?.value == 0)
        #expect(report.signedScore?.value == 0)
    }

    @Test func theOppositeModelIsAlwaysWrong() {
        let report = report(tied, tied.logitMoves.map { -$0 })
        #expect(report.directionAccuracy?.value == 0)
        #expect(report.r2Zero?.value == -3)
    }

    @Test(arguments: [(0.005, 1), (0.0049, 0), (-0.005, 1), (0.53 - 0.525, 1), (0.1 + 0.2 - 0.3, 0), (0.01, 2)])
    func halfTicksAreCountedInWhole(move: Double, count: Int) {
        #expect(halfTicks(move, tick: 0.01) == count)
    }

    @Test func r2IsAgainstNoChangeNotAgainstTheMean() throws {
        var set = ExampleSet.empty()
        for row in 0..<8 { set.add(minutes: 60 * row, logitMove: 0.2, priceMove: 0.05) }
        // 1 - sum (0.2 - 0.1)^2 / sum 0.2^2.
        let value = try #require(report(set, [Double](repeating: 0.1, count: 8)).r2Zero?.value)
        #expect(abs(value - 0.75) < 1e-12)
    }

    @Test func weightsCount() throws {
        var set = ExampleSet.empty()
        set.add(minutes: 0, logitMove: 0.1, priceMove: 0.02)
        set.add(minutes: 5, logitMove: -0.1, priceMove: -0.02)
        let scores = HourlyScores(
            set, rows: [0, 1], weights: [3, 1], outcomes: set.logitMoves, forecasts: [0.1, 0.1])
        #expect(scores.hits == [3])
        #expect(scores.decided == [4])
        #expect(abs(scores.logit.error[0] - 0.04) < 1e-15)
    }

    @Test func aMoveOfLogOddsIsSmallNearTheBounds() {
        #expect(priceMove(mid: 0.5, logitMove: 0, tick: 0.01) == 0)
        #expect(priceMove(mid: 0.97, logitMove: 0, tick: 0.01) == 0)
        let middle = priceMove(mid: 0.5, logitMove: 0.1, tick: 0.01)
        let edge = priceMove(mid: 0.05, logitMove: 0.1, tick: 0.01)
        #expect(middle > 0.0249 && middle < 0.025)
        #expect(edge > 0.0047 && edge < 0.0051)
        #expect(abs(edge + priceMove(mid: 0.95, logitMove: -0.1, tick: 0.01)) < 1e-12)
    }

    @Test func onlyForecastsAboveCostCountAsTradable() {
        var set = ExampleSet.empty()
        // Spread 2 ticks: a round trip costs 0.02. Forecasts of 0.005 and 0.03 in price.
        set.add(minutes: 0, logitMove: 0.1, priceMove: 0.02)
        set.add(minutes: 5, logitMove: 0.1, priceMove: 0.02)
        let scores = HourlyScores(
            set, rows: [0, 1], weights: [1, 1], outcomes: set.logitMoves, forecasts: [0.03, 0.13])
        #expect(scores.decidedAboveCost == [1])
        #expect(scores.decided == [2])
    }
}
