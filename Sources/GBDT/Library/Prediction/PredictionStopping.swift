/// Lets a prediction end before the last tree, once its class can hardly change any more
/// (`src/boosting/prediction_early_stop.cpp`).
///
/// Only for objectives that ask which class or which order: binary, multiclass and ranking. Others need their scores
/// as they are, and this has no effect on them.
public struct PredictionStopping: Sendable, Hashable {
    /// How sure is sure enough, in raw score: twice the distance from 0, or the lead of the best class.
    public let margin: Double
    /// Iterations between two looks.
    public let interval: Int

    /// LightGBM's `pred_early_stop_margin` and `pred_early_stop_freq`, and their defaults.
    /// - Throws: ``GBDTError/invalidParameter(name:value:requirement:)`` for a margin that is negative or NaN, or an
    ///   interval below 1.
    public init(margin: Double = 10, interval: Int = 10) throws(GBDTError) {
        guard margin >= 0 else {
            throw .invalidParameter(name: "margin", value: String(margin), requirement: "at least 0")
        }
        guard interval >= 1 else {
            throw .invalidParameter(name: "interval", value: String(interval), requirement: "at least 1")
        }
        self.margin = margin
        self.interval = interval
    }

    func isDecided(_ scores: [Double]) -> Bool {
        if scores.count == 1 { return 2 * abs(scores[0]) > margin }
        var best = -Double.infinity
        var second = -Double.infinity
        for score in scores {
            if score > best { (best, second) = (score, best) } else if score > second { second = score }
        }
        return best - second > margin
    }

    /// Whether the `objective` line of a model text names an objective that allows it.
    static func applies(to objective: String?) -> Bool {
        let name = objective?.split(separator: " ").first ?? ""
        return ["binary", "multiclass", "multiclassova", "lambdarank", "rank_xendcg"].contains(name)
    }
}
