public import Market

/// What is expected of a token over the horizon, in log-odds.
///
/// `logitMove` is the expected change of L(mid) = ln(mid / (1 - mid)) of the row's token, and `standardDeviation` that
/// of the same change. Zero means no change: a price is its own best forecast.
public struct Forecast: Hashable, Sendable {
    public var asset: AssetID
    public var time: Timestamp
    public var logitMove: Double
    public var standardDeviation: Double
    public var source: Source

    /// Who said so. `.baseline` when there is no model, or none that fits the row.
    public enum Source: Hashable, Sendable {
        case baseline
        case model(ModelVersion)
    }

    public init(asset: AssetID, time: Timestamp, logitMove: Double, standardDeviation: Double, source: Source) {
        self.asset = asset
        self.time = time
        self.logitMove = logitMove
        self.standardDeviation = standardDeviation
        self.source = source
    }
}
