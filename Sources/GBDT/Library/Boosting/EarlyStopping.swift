/// Watches metrics and says when one has stopped improving (LightGBM's `early_stopping` callback).
///
/// Every metric on every validation data set keeps its own best. The first of them, in order, that has not improved
/// for `rounds` rounds ends the training, and its best round is the model's.
struct EarlyStopping: Sendable {
    private let rounds: Int
    private let minDelta: Double
    private let firstMetricOnly: Bool
    private var best: [Best] = []

    private struct Best: Sendable {
        var value: Double?
        var iteration = 0
    }

    init(rounds: Int, minDelta: Double = 0, firstMetricOnly: Bool = false) {
        self.rounds = rounds
        self.minDelta = minDelta
        self.firstMetricOnly = firstMetricOnly
    }

    /// Number of rounds, from 1, after which the deciding metric was best.
    private(set) var bestIteration = 0

    /// Takes the validation values after round `iteration`, from 1. Whether to stop.
    ///
    /// Only a value better by more than `minDelta` improves; NaN never does.
    mutating func shouldStop(after iteration: Int, values: [RoundReport.Value]) -> Bool {
        if best.isEmpty { best = values.map { _ in Best() } }
        for index in values.indices {
            let value = values[index].value
            let improved =
                best[index].value.map {
                    values[index].metric.isHigherBetter ? value > $0 + minDelta : value < $0 - minDelta
                } ?? !value.isNaN
            if improved { best[index] = Best(value: value, iteration: iteration) }
        }
        let watched = values.indices.filter { !firstMetricOnly || values[$0].metric == values[0].metric }
        if let first = watched.first { bestIteration = best[first].iteration }
        for index in watched where iteration - best[index].iteration >= rounds {
            bestIteration = best[index].iteration
            return true
        }
        return false
    }
}
