public import Features
public import Market

/// What belongs to a model beside its trees: what it needs, what it was made of, how far it may be trusted.
public struct ModelManifest: Codable, Hashable, Sendable {
    /// SHA-256 over the schema's columns, 64 hex digits.
    public var schemaHash: String
    /// Columns the model reads, in the order of its features.
    public var columns: [String]
    public var labelVersion: Int
    public var horizonSeconds: Int64
    /// Forecast = slope * (linear part + sum of trees); in [0, 1].
    public var calibrationSlope: Double
    /// What the trees were grown on top of; nil for a model of trees alone.
    public var linear: LinearModel?
    /// Of the outcome around the calibrated forecast, in log-odds.
    public var residualStandardDeviation: Double
    /// The most this model may weigh in a blend.
    public var blendWeightMax: Double
    /// Limits at which outcomes were cut in training, and forecasts are when they are served.
    public var winsorLower: Double
    public var winsorUpper: Double
    /// First and last time of the training rows, and the last label end that training, early stopping or calibration
    /// touched. Nanoseconds since 1970.
    public var trainingStart: Int64
    public var trainingEnd: Int64
    public var lastLabelEnd: Int64
    /// Market time at which it was made, which for a champion is that of its promotion. Nanoseconds since 1970.
    public var created: Int64
    public var seed: UInt64
    /// Row of the table of tiers: 0, A, B or C.
    public var tier: String
    /// The champion at the time it was made.
    public var parent: String?
    /// Size of the model text, by which a cut-off file is told from a changed one.
    public var modelByteCount: Int

    public init(
        schema: SchemaHash, columns: [String], labelVersion: Int, horizon: Duration, calibrationSlope: Double,
        linear: LinearModel?,
        residualStandardDeviation: Double, blendWeightMax: Double, winsor: ClosedRange<Double>,
        trainingSpan: ClosedRange<Timestamp>, lastLabelEnd: Timestamp, created: Timestamp, seed: UInt64, tier: String,
        parent: ModelVersion?, modelByteCount: Int
    ) {
        schemaHash = schema.hex
        self.columns = columns
        self.labelVersion = labelVersion
        horizonSeconds = horizon.nanoseconds / 1_000_000_000
        self.calibrationSlope = calibrationSlope
        self.linear = linear
        self.residualStandardDeviation = residualStandardDeviation
        self.blendWeightMax = blendWeightMax
        winsorLower = winsor.lowerBound
        winsorUpper = winsor.upperBound
        trainingStart = trainingSpan.lowerBound.nanoseconds
        trainingEnd = trainingSpan.upperBound.nanoseconds
        self.lastLabelEnd = lastLabelEnd.nanoseconds
        self.created = created.nanoseconds
        self.seed = seed
        self.tier = tier
        self.parent = parent?.description
        self.modelByteCount = modelByteCount
    }

    /// What is served: slope * (linear part + trees), never beyond what training ever saw.
    func deployedMove(trees: Double, linear: Double) -> Double {
        min(max(calibrationSlope * (linear + trees), winsorLower), winsorUpper)
    }
}
