internal import Market

/// Which trades are large: at or above the 95th percentile of the sizes of yesterday, UTC.
struct LargeSizes: Sendable {
    private static let probability = 0.95

    private var day: Int64?
    private var today = QuantileEstimator(probability: probability)
    private var threshold = Double.nan

    var isKnown: Bool { !threshold.isNaN }

    mutating func advance(to t: Timestamp) {
        let now = t.dayNumber * Timestamp.nanosecondsPerDay
        guard day.map({ now > $0 }) ?? true else { return }
        // A day without trades, or one that was not watched, says nothing.
        threshold = day == now - Timestamp.nanosecondsPerDay ? today.value : .nan
        today = QuantileEstimator(probability: Self.probability)
        day = now
    }

    /// Call after `advance(to:)` with the trade's time.
    mutating func add(_ shares: Double) { today.add(shares) }

    func isLarge(_ shares: Double) -> Bool { shares >= threshold }
}

extension LargeSizes: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.optional(&day, blank: 0) { (day, coder) throws(SnapshotError) in try coder.step(&day, of: 1) }
        try today.archive(&coder)
        try coder.double(&threshold)
    }
}
