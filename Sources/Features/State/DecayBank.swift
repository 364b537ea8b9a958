internal import Market

/// Several decayed sums of one half-life that change together, so that one power of two serves all of them.
struct DecayBank<let count: Int>: Sendable {
    let halfLife: Double
    private var sums = InlineArray<count, Double>(repeating: 0)
    private var time = Timestamp.distantPast

    /// - Parameter halfLife: in seconds.
    init(halfLife: Double) { self.halfLife = halfLife }

    /// Lets all sums decay until `t`, at which something is going to be added.
    mutating func advance(to t: Timestamp) {
        let factor = Decay.factor(t.seconds(since: time), halfLife: halfLife)
        for index in 0..<count { sums[index] *= factor }
        time = t
    }

    /// Call after `advance(to:)` with the time of `x`.
    mutating func add(_ x: Double, to index: Int) { sums[index] += x }

    func value(_ index: Int, at t: Timestamp) -> Double {
        sums[index] == 0 ? 0 : sums[index] * Decay.factor(t.seconds(since: time), halfLife: halfLife)
    }

    /// Additions of 1 a second would come to H / ln 2 in the end: what is added a second.
    func rate(_ index: Int, at t: Timestamp) -> Double { value(index, at: t) * Decay.ln2 / halfLife }
}

extension DecayBank: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.doubles(&sums)
        try coder.time(&time)
    }
}
