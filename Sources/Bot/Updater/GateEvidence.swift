/// All that the gates look at.
public struct GateEvidence: Sendable {
    public var requirements: Tier.Requirements
    public var train: Evidence
    public var test: Evidence
    /// Events that had any row in the test part's time, ready or not.
    public var venueEvents: Int
    public var report: EvaluationReport
    public var ridge: EvaluationReport
    public var simulation: TradeSimulation
    public var subgroups: [Subgroup]
    /// Slope b of outcomes on raw forecasts in the calibration part, not cut.
    public var slope: Double
    /// Forecasts on test and fuzzed rows that are NaN or infinite.
    public var nonFiniteForecasts: Int
    /// Of all finite forecasts on test and fuzzed rows.
    public var forecastRange: ClosedRange<Double>?
    public var labelRange: ClosedRange<Double>
    /// R2 of earlier retrains on their newest hours.
    public var walkForwardR2: Estimate?
    public var againstZero: PairedComparison?
    public var champion: Rival?

    public struct Rival: Sendable {
        public var version: String
        public var ageHours: Double
        /// On the rows neither has seen; nil for fewer than 3 hours of them.
        public var comparison: PairedComparison?
    }
}

/// Rows of a kind, and what the forecast does there.
public struct Subgroup: Codable, Hashable, Sendable {
    static let effectiveSampleSizeMin = 100.0
    static let r2Min = -0.10

    public var name: String
    public var effectiveSampleSize: Double
    public var r2: Estimate

    /// Clearly worse than no forecast, on enough evidence.
    var isHarmful: Bool {
        effectiveSampleSize >= Self.effectiveSampleSizeMin && r2.value < Self.r2Min && r2.upper90 < 0
    }
}
