private import Glibc
internal import Market

/// Decayed mean and variance of values that come at irregular times: sums of 1, x and x^2 with one half-life.
///
/// Values are taken relative to the first one, against cancellation at prices near 1.
struct DecayedMoments: Sendable {
    private var sums: DecayBank<3>
    private var origin = 0.0
    private(set) var count = 0

    /// - Parameter halfLife: in seconds.
    init(halfLife: Double) { sums = DecayBank(halfLife: halfLife) }

    mutating func add(_ x: Double, at t: Timestamp) {
        if count == 0 { origin = x }
        count += 1
        let shifted = x - origin
        sums.advance(to: t)
        sums.add(1, to: 0)
        sums.add(shifted, to: 1)
        sums.add(shifted * shifted, to: 2)
    }

    /// NaN before the first value. Decay touches all sums alike, so the mean stands still between values.
    func mean(at t: Timestamp) -> Double {
        let weight = sums.value(0, at: t)
        return weight > 0 ? origin + sums.value(1, at: t) / weight : .nan
    }

    /// In the population form; 0 below 1e-9, NaN before the first value.
    func standardDeviation(at t: Timestamp) -> Double {
        let weight = sums.value(0, at: t)
        guard weight > 0 else { return .nan }
        let mean = sums.value(1, at: t) / weight
        let variance = sums.value(2, at: t) / weight - mean * mean
        return variance < GridStatistics.varianceMin ? 0 : sqrt(variance)
    }
}

extension DecayedMoments: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try sums.archive(&coder)
        try coder.double(&origin)
        try coder.count(&count)
    }
}
