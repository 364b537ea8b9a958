/// Watches one metric and says when it has stopped improving (LightGBM's `early_stopping` callback).
struct EarlyStopping: Sendable {
    private let rounds: Int
    private let isHigherBetter: Bool
    private var bestValue: Double?
    /// Number of rounds, from 1, after which the metric was best.
    private(set) var bestIteration = 0

    init(rounds: Int, isHigherBetter: Bool) {
        self.rounds = rounds
        self.isHigherBetter = isHigherBetter
    }

    /// Takes the value after round `iteration`, from 1. Whether to stop: `rounds` rounds since the best one.
    ///
    /// Only a strictly better value improves; NaN never does.
    mutating func shouldStop(after iteration: Int, value: Double) -> Bool {
        let improved = bestValue.map { isHigherBetter ? value > $0 : value < $0 } ?? !value.isNaN
        if improved {
            bestValue = value
            bestIteration = iteration
        }
        return iteration - bestIteration >= rounds
    }
}
