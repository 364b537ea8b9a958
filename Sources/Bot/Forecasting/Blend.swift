/// Joins a model's forecast with the baseline's in log-odds move space: `w * model + (1 - w) * baseline`.
///
/// Both are expected *moves*, so two forecasts of no change blend to no change at every price. The original added a
/// relative return to a probability.
public struct Blend: Hashable, Sendable {
    /// Weight of the model, 0 to 1.
    public let modelWeight: Double

    /// Nil unless the weight lies in [0, 1].
    public init?(modelWeight: Double) {
        guard modelWeight >= 0, modelWeight <= 1 else { return nil }
        self.modelWeight = modelWeight
    }

    /// The blended forecast, under the model's name and with the model's standard deviation.
    ///
    /// - Parameter weightMax: the most this model may weigh (young journals trust less).
    public func combine(model: Forecast, baseline: Forecast, weightMax: Double = 1) -> Forecast {
        precondition(model.asset == baseline.asset && model.time == baseline.time, "forecasts of different rows")
        let weight = min(modelWeight, max(0, weightMax))
        var blended = model
        blended.logitMove = weight * model.logitMove + (1 - weight) * baseline.logitMove
        return blended
    }
}
