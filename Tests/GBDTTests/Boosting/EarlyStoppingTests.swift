import Testing

@testable import GBDT

/// Goal: training stops when it should, and remembers the best round.
struct EarlyStoppingTests {
    private func stop(_ values: [Double], rounds: Int, isHigherBetter: Bool = false) -> (at: Int?, best: Int) {
        var stopping = EarlyStopping(rounds: rounds)
        let metric = isHigherBetter ? MetricKind.auc : .rmse
        let at = values.indices.first {
            stopping.shouldStop(
                after: $0 + 1, values: [RoundReport.Value(validation: 0, metric: metric, value: values[$0])])
        }
        return (at.map { $0 + 1 }, stopping.bestIteration)
    }

    @Test func itWaitsForTheGivenNumberOfRounds() {
        #expect(stop([3, 2, 2, 2, 1], rounds: 2) == (4, 2))
        #expect(stop([3, 2, 2, 1, 2], rounds: 3) == (nil, 4))
        #expect(stop([1, 2, 1, 1], rounds: 2, isHigherBetter: true) == (4, 2))
    }

    @Test func whatIsNoNumberNeverImproves() {
        #expect(stop([.nan, 2, .nan, .nan], rounds: 2) == (4, 2))
        #expect(stop([.nan, .nan], rounds: 2) == (2, 0))
    }

    @Test func theFirstMetricThatStallsDecides() {
        func run(firstOnly: Bool, minDelta: Double = 0) -> (at: Int?, best: Int) {
            var stopping = EarlyStopping(rounds: 2, minDelta: minDelta, firstMetricOnly: firstOnly)
            let rounds: [(Double, Double)] = [(5, 0.5), (4, 0.6), (3, 0.6), (2, 0.6), (1, 0.6)]
            let at = rounds.indices.first {
                stopping.shouldStop(
                    after: $0 + 1,
                    values: [
                        RoundReport.Value(validation: 0, metric: .rmse, value: rounds[$0].0),
                        RoundReport.Value(validation: 0, metric: .auc, value: rounds[$0].1),
                    ])
            }
            return (at.map { $0 + 1 }, stopping.bestIteration)
        }
        #expect(run(firstOnly: false) == (4, 2))
        #expect(run(firstOnly: true) == (nil, 5))
        #expect(run(firstOnly: true, minDelta: 3) == (3, 1))
    }
}
