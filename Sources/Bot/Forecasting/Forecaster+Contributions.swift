public import Features
import GBDT

/// What each column adds to a forecast, in log-odds.
public struct ForecastContributions: Hashable, Sendable {
    /// By column of the model, in the order of its manifest.
    public var columns: [(name: String, value: Double)] { names.indices.map { (names[$0], values[$0]) } }
    /// What is forecast of a row that says nothing. With the columns' values it adds up to `logitMove`, as far as that
    /// was not cut.
    public let constant: Double
    /// What is served: cut at the limits of training's outcomes.
    public let logitMove: Double
    private let names: [String]
    private let values: [Double]

    init(names: [String], values: [Double], constant: Double, logitMove: Double) {
        self.names = names
        self.values = values
        self.constant = constant
        self.logitMove = logitMove
    }
}

extension Forecaster {
    /// The Shapley values of the trees and the terms of the linear part, calibrated as the forecast is.
    /// - Throws: ``ForecastingError/model(_:)`` when the trees cannot be explained.
    public func contributions(_ row: FeatureRow) throws(ForecastingError) -> ForecastContributions {
        let own = columns.map { row.values[$0] }
        let trees: [Double]
        do {
            trees = try booster.contributions(own.map(Double.init).span)
        } catch {
            throw .model(error)
        }
        let slope = manifest.calibrationSlope
        let values = own.indices.map { column in
            slope * (trees[column] + (manifest.linear?.term(own[column], column: column) ?? 0))
        }
        return ForecastContributions(
            names: manifest.columns, values: values, constant: slope * trees[own.count], logitMove: logitMove(own))
    }
}
