internal import Market

/// How far the mid moves in a minute for the shares bought less sold in it: decayed regressions, half-lives 1 h and
/// 24 h (Kyle 1985).
struct MinuteImpact: Sendable {
    private(set) var hour = DecayedRegression(halfLife: 3_600)
    private(set) var day = DecayedRegression(halfLife: 86_400)
    private var previous = QuoteSlot.missing
    private var since: Timestamp?

    /// A minute ended with `slot`. One that began or ended without a healthy quote does not count.
    mutating func minute(signedVolume: Double, slot: QuoteSlot, at t: Timestamp) {
        defer { previous = slot }
        guard !slot.isMissing, !previous.isMissing else { return }
        if since == nil { since = t }
        let change = Double(Int(slot.doubleMid) - Int(previous.doubleMid)) * 0.5e-4
        hour.add(x: signedVolume, y: change, at: t)
        day.add(x: signedVolume, y: change, at: t)
    }

    /// Whether minutes have been counted for half of the window, in seconds.
    func isWarm(_ window: Double, at t: Timestamp) -> Bool { since.map { t.seconds(since: $0) >= window / 2 } ?? false }
}

extension MinuteImpact: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try hour.archive(&coder)
        try day.archive(&coder)
        try previous.archive(&coder)
        try coder.optional(&since)
    }
}
