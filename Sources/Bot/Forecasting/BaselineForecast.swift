public import Features
import Market

/// The forecast without a model, ``DampedMove`` of a row's own columns: damped momentum and reversion of log-odds,
/// exactly zero at rest.
///
/// It can never buy long shots for being cheap (the original pulled every price 30 % towards one half).
public struct BaselineForecast: Hashable, Sendable {
    public var rule = DampedMove()

    private let shortMove: Int?
    private let longMove: Int?
    private let realizedVolatility: Int?

    public init(schema: FeatureSchema) {
        shortMove = schema.index(of: "dlogit_5m")
        longMove = schema.index(of: "dlogit_1h")
        realizedVolatility = schema.index(of: "rv_1h")
    }

    public func forecast(_ row: FeatureRow) -> Forecast {
        let realized = value(realizedVolatility, in: row)
        let move = rule(short: value(shortMove, in: row), long: value(longMove, in: row), realized: realized)
        return Forecast(
            asset: row.asset, time: row.time, logitMove: move,
            standardDeviation: rule.standardDeviation(realized: realized), source: .baseline)
    }

    private func value(_ column: Int?, in row: FeatureRow) -> Double { column.map { Double(row.values[$0]) } ?? .nan }
}
