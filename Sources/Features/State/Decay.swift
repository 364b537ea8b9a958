private import Glibc
internal import Market

/// Constants and factors of exponential decay in time.
enum Decay {
    static let ln2 = 0.693147180559945309417

    /// 2^(-seconds / halfLife).
    @inline(__always)
    static func factor(_ seconds: Double, halfLife: Double) -> Double { exp2(-seconds / halfLife) }
}

/// An exponentially time-decayed sum: X <- X 2^(-dt/H) + x. Exact for irregular arrivals; reading changes nothing.
struct DecayedSum: Sendable {
    let halfLife: Double
    private var sum = 0.0
    private var time = Timestamp.distantPast

    /// - Parameter halfLife: in seconds.
    init(halfLife: Double) { self.halfLife = halfLife }

    mutating func add(_ x: Double, at t: Timestamp) {
        sum = value(at: t) + x
        time = t
    }

    /// - Parameter factor: what `factor(at: t)` says, known already.
    mutating func add(_ x: Double, factor: Double, at t: Timestamp) {
        sum = sum * factor + x
        time = t
    }

    /// What is left at `t` of 1 at the last addition.
    func factor(at t: Timestamp) -> Double { Decay.factor(t.seconds(since: time), halfLife: halfLife) }

    func value(at t: Timestamp) -> Double { sum == 0 ? 0 : sum * factor(at: t) }
}

/// The time-weighted mean of a quantity that is in force between events: M <- M d + x_before (1 - d), d = 2^(-dt/H).
///
/// Paused while the quantity is unknown. It starts at the first value seen.
struct TimeWeightedMean: Sendable {
    let halfLife: Double
    private var mean = Double.nan
    private var current = Double.nan
    private var time = Timestamp.distantPast

    init(halfLife: Double) { self.halfLife = halfLife }

    /// From `t` on the quantity is `x`; NaN pauses.
    mutating func set(_ x: Double, at t: Timestamp) {
        // What stays the same needs no power of two.
        if x == current { return }
        mean = value(at: t)
        current = x
        time = t
        if mean.isNaN { mean = x }
    }

    func value(at t: Timestamp) -> Double {
        guard !current.isNaN else { return mean }
        let d = Decay.factor(t.seconds(since: time), halfLife: halfLife)
        return mean * d + current * (1 - d)
    }
}

extension DecayedSum: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.double(&sum)
        try coder.time(&time)
    }
}

extension TimeWeightedMean: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.double(&mean)
        try coder.double(&current)
        try coder.time(&time)
    }
}
