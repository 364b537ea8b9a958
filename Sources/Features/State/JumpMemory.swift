internal import Market

/// The last step of L over 10 s that was larger than four standard deviations.
struct JumpMemory: Sendable {
    private static let deviations = 4.0
    private static let memory = 86_400.0
    private static let halfLife = 900.0

    private var last: (time: Timestamp, step: Double)?

    /// A step of L that ended at `t`.
    /// - Parameter volatility: of L per square root of a second, half-life 4 h; NaN: not known yet.
    mutating func stepped(_ step: Double, volatility: Double, at t: Timestamp) {
        guard abs(step) > Self.deviations * volatility * 10.0.squareRoot() else { return }
        last = (t, step)
    }

    /// Seconds; NaN without one in 24 h.
    func age(at t: Timestamp) -> Double {
        guard let last else { return .nan }
        let age = t.seconds(since: last.time)
        return age > Self.memory ? .nan : age
    }

    /// The step with its sign turned, halved every 15 minutes; 0 without one in 24 h.
    func reversal(at t: Timestamp) -> Double {
        let age = age(at: t)
        guard let last, !age.isNaN else { return 0 }
        return -last.step * Decay.factor(age, halfLife: Self.halfLife)
    }
}

extension JumpMemory: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.optional(&last, blank: (.distantPast, 0)) { (jump, coder) throws(SnapshotError) in
            try coder.time(&jump.time)
            try coder.double(&jump.step)
        }
    }
}
