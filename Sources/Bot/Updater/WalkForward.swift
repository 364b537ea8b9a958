/// The squared errors of one retrain's forecasts in the newest hours of its test part: one link of the walk-forward.
///
/// Retrains 6 h apart score adjoining hours, each with a model that saw nothing of them; chained they are an
/// out-of-sample score over the whole run that no selection has touched.
public struct WalkForwardRecord: Codable, Hashable, Sendable {
    public static let hourCount = 6

    /// Nanoseconds since 1970.
    public var asOf: Int64
    public var hours: [Hour]
    /// The candidate on the same rows, by event, ascending.
    public var events: [EventScore]

    /// Sums over an hour: w y^2 and w (y - f)^2 for each forecast; nil where there was none.
    public struct Hour: Codable, Hashable, Sendable {
        public var hour: Int64
        public var rows: Int
        public var outcome: Double
        public var candidate: Double
        public var ridge: Double
        public var champion: Double?
        public var oracle: Double?
    }
}

/// R2 against the zero forecast over all chained hours. Nil where nothing was scored.
public struct WalkForwardSummary: Codable, Hashable, Sendable {
    public var hours: Int
    public var rows: Int
    public var candidate: Estimate?
    public var ridge: Estimate?
    public var champion: Estimate?
    public var oracle: Estimate?

    /// - Parameter records: in time order. An hour that two records hold counts once, from the first of them.
    public init(_ records: [WalkForwardRecord], seed: UInt64) {
        var chained: [WalkForwardRecord.Hour] = []
        for record in records {
            let last = chained.last?.hour ?? .min
            chained += record.hours.filter { $0.hour > last }
        }
        hours = chained.count
        rows = chained.reduce(0) { $0 + $1.rows }
        candidate = Self.estimate(chained, seed: seed) { $0.candidate }
        ridge = Self.estimate(chained, seed: seed) { $0.ridge }
        champion = Self.estimate(chained, seed: seed) { $0.champion }
        oracle = Self.estimate(chained, seed: seed) { $0.oracle }
    }

    private static func estimate(
        _ hours: [WalkForwardRecord.Hour], seed: UInt64, error: (WalkForwardRecord.Hour) -> Double?
    ) -> Estimate? {
        var errors: [Double] = []
        var outcomes: [Double] = []
        for hour in hours {
            guard let value = error(hour) else { continue }
            errors.append(value)
            outcomes.append(hour.outcome)
        }
        let bootstrap = HourBootstrap(hourCount: errors.count, seed: seed)
        return bootstrap.estimate(errors, outcomes)?.complement
    }
}
