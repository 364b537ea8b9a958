import Testing

@testable import GBDT

/// Goal: training stops when it should, and remembers the best round.
struct EarlyStoppingTests {
    private func stop(_ values: [Double], rounds: Int, isHigherBetter: Bool = false) -> (at: Int?, best: Int) {
        var stopping = EarlyStopping(rounds: rounds, isHigherBetter: isHigherBetter)
        let at = values.indices.first { stopping.shouldStop(after: $0 + 1, value: values[$0]) }
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
}
