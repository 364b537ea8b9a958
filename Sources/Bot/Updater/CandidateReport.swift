/// What the gate writes down, one per candidate, kept for ever (validation.md section 10).
///
/// The same journal and seed give the same bytes; timings are therefore not in it.
public struct CandidateReport: Codable, Hashable, Sendable {
    public var identity: Identity
    public var data: DataCounts
    public var metrics: Metrics?
    public var paired: Paired?
    public var simulation: TradeSimulation?
    public var search: Search
    public var walkForward: WalkForwardRecord?
    public var checks: [GateCheck]
    public var decision: PromotionVerdict

    public struct Identity: Codable, Hashable, Sendable {
        /// Nil when it never came to a model.
        public var version: String?
        public var parent: String?
        public var schemaHash: String
        public var labelVersion: Int
        public var seed: UInt64
        /// Nanoseconds since 1970, market time.
        public var asOf: Int64
        public var tier: String
        public var columns: [String]
        public var iterations: Int?
    }

    public struct DataCounts: Codable, Hashable, Sendable {
        public var journalHours: Double
        public var rows: Int
        /// Rows whose label was known.
        public var readyRows: Int
        public var extraTestHours: Int
        public var eventCorrelation: Double?
        public var train: Evidence?
        public var stop: Evidence?
        public var calibration: Evidence?
        public var test: Evidence?
    }

    public struct Metrics: Codable, Hashable, Sendable {
        public var candidate: EvaluationReport
        public var ridge: EvaluationReport
        public var champion: EvaluationReport?
        public var oracle: EvaluationReport?
        public var subgroups: [Subgroup]
        /// On events that training did not see; nil when there is none.
        public var coldStart: EvaluationReport?
        public var calibrationSlope: Double
        public var calibrationIntercept: Double
        public var ridgeSlope: Double
        public var ridgePenalty: Double
        public var residualStandardDeviation: Double
        /// The columns with the largest sums of gains, largest first.
        public var leadingColumns: [String]
    }

    public struct Paired: Codable, Hashable, Sendable {
        public var zero: PairedComparison?
        public var champion: PairedComparison?
        public var championAgeHours: Double?
    }

    public struct Search: Codable, Hashable, Sendable {
        /// How many candidates were judged so far, this one included.
        public var trial: Int
    }
}
