public import Features
import Market

/// The forecast without a model: damped momentum and reversion of log-odds, exactly zero at rest.
///
/// `momentum * D_5m - reversion * D_1h`, each move first cut at three hourly standard deviations. Odd under YES/NO, and
/// 0 when nothing moved at any price, so that it can never buy long shots for being cheap (the original pulled every
/// price 30 % towards one half).
public struct BaselineForecast: Hashable, Sendable {
    public var momentum = 0.10
    public var reversion = 0.05
    /// Used for the standard deviation when the row has none yet.
    public var standardDeviationDefault = 0.12

    private let shortMove: Int?
    private let longMove: Int?
    private let realizedVolatility: Int?

    public init(schema: FeatureSchema) {
        shortMove = schema.index(of: "dlogit_5m")
        longMove = schema.index(of: "dlogit_1h")
        realizedVolatility = schema.index(of: "rv_1h")
    }

    public func forecast(_ row: FeatureRow) -> Forecast {
        let deviation = value(realizedVolatility, in: row)
        let sd = deviation > 0 ? deviation : standardDeviationDefault
        let cut = { (move: Double) in min(max(move, -3 * sd), 3 * sd) }
        let move =
            momentum * cut(value(shortMove, in: row)) - reversion * cut(value(longMove, in: row))
        return Forecast(asset: row.asset, time: row.time, logitMove: move, standardDeviation: sd, source: .baseline)
    }

    /// A missing value is no move.
    private func value(_ column: Int?, in row: FeatureRow) -> Double {
        guard let column, row.values[column].isFinite else { return 0 }
        return Double(row.values[column])
    }
}
