private import Glibc

/// Weight, mean and sum of squared deviations of weighted values, updated without cancellation and mergeable
/// (Chan, Golub, LeVeque 1983). Equal values have a variance of exactly zero.
struct Moments: Sendable {
    private(set) var weight = 0.0
    private var centre = 0.0
    private var squares = 0.0

    mutating func add(_ x: Double, weight w: Double = 1) {
        guard w > 0 else { return }
        weight += w
        let step = x - centre
        centre += step * (w / weight)
        squares += w * step * (x - centre)
    }

    mutating func merge(_ other: Moments) {
        guard other.weight > 0 else { return }
        let total = weight + other.weight
        let step = other.centre - centre
        let share = other.weight / total
        squares += other.squares + step * step * (weight * share)
        centre += step * share
        weight = total
    }

    /// Weighted sum of the squares of the values themselves.
    var sumOfSquares: Double { squares + weight * centre * centre }

    /// NaN when nothing was added.
    var mean: Double { weight > 0 ? centre : .nan }
    /// In the population form, as everywhere in this module; NaN when nothing was added.
    var standardDeviation: Double { weight > 0 ? sqrt(max(0, squares / weight)) : .nan }
}

extension Moments: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.double(&weight)
        try coder.double(&centre)
        try coder.double(&squares)
    }
}
