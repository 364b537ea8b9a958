public import Market

/// How much evidence a journal of some length can carry: the table of validation.md section 11, row by row.
///
/// The tier depends on the journal's length alone, never on a result.
public enum Tier: String, Codable, Hashable, Sendable, CaseIterable {
    /// Less than 72 h: collect and rehearse; forecast 0.
    case rehearsal = "0"
    case a = "A"
    case b = "B"
    case c = "C"

    public init(journalHours: Double) {
        self = journalHours >= 216 ? .c : journalHours >= 120 ? .b : journalHours >= 72 ? .a : .rehearsal
    }

    /// Nil for the rehearsal, which asks for nothing and promotes nothing.
    public var requirements: Requirements? {
        switch self {
        case .rehearsal: nil
        case .a:
            Requirements(
                trainHoursMin: 18, stopHours: 6, calibrationHours: 12, testHours: 24, embargoHours: 1,
                effectiveSampleSizeMin: 300, eventsMin: 20, eventsWanted: 20, blendWeightMax: 0.3)
        case .b:
            Requirements(
                trainHoursMin: 46, stopHours: 12, calibrationHours: 18, testHours: 36, embargoHours: 1,
                effectiveSampleSizeMin: 450, eventsMin: 20, eventsWanted: 20, blendWeightMax: 0.5)
        case .c:
            Requirements(
                trainHoursMin: 109, stopHours: 24, calibrationHours: 24, testHours: 48, embargoHours: 2,
                effectiveSampleSizeMin: 600, eventsMin: 20, eventsWanted: 50, blendWeightMax: 0.7)
        }
    }

    public struct Requirements: Hashable, Sendable {
        public var trainHoursMin: Int
        public var stopHours: Int
        public var calibrationHours: Int
        public var testHours: Int
        public var embargoHours: Int
        public var effectiveSampleSizeMin: Double
        public var eventsMin: Int
        /// Asked for where the venue has so many; else all it has, at least `eventsMin`.
        public var eventsWanted: Int
        public var blendWeightMax: Double
    }
}

/// Hours of journal from the first row to `now`; stretches without rows that are longer than an hour do not count.
///
/// - Parameters:
///   - times: of the labelled rows, rising.
///   - labelDelay: how long a row's label takes; so much silence before `now` is natural.
public func journalHours(times: [Timestamp], now: Timestamp, labelDelay: Duration) -> Double {
    guard var last = times.first, last <= now else { return 0 }
    // Whole nanoseconds: a journal of 72 h must not come out a rounding error short.
    var sum = Duration.zero
    for time in times where time > last && time <= now {
        if time - last <= .hours(1) { sum += time - last }
        last = time
    }
    if now - last <= .hours(1) + labelDelay { sum += now - last }
    return sum.inSeconds / 3_600
}
