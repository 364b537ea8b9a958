/// The line y = a + b f fitted to outcomes that neither training nor early stopping saw.
///
/// Deployed is b f alone, b cut to [0, 1]: a calibration may take strength from a forecast, never add it, and a
/// constant
/// drift of a price is not believed.
public struct Calibrator: Codable, Hashable, Sendable {
    public let intercept: Double
    public let slope: Double

    /// Weighted least squares; slope 0 when the forecasts do not vary.
    public init(forecasts: [Double], outcomes: [Double], weights: [Double]) {
        precondition(forecasts.count == outcomes.count && forecasts.count == weights.count, "one of each per row")
        var total = 0.0
        var sumF = 0.0
        var sumY = 0.0
        for index in forecasts.indices {
            total += weights[index]
            sumF += weights[index] * forecasts[index]
            sumY += weights[index] * outcomes[index]
        }
        guard total > 0 else {
            (intercept, slope) = (0, 0)
            return
        }
        let meanF = sumF / total
        let meanY = sumY / total
        var ff = 0.0
        var fy = 0.0
        for index in forecasts.indices {
            let f = forecasts[index] - meanF
            ff += weights[index] * f * f
            fy += weights[index] * f * (outcomes[index] - meanY)
        }
        slope = ff > 0 ? fy / ff : 0
        intercept = meanY - slope * meanF
    }

    /// The factor that is deployed.
    public var deployedSlope: Double { min(1, max(0, slope)) }
}
