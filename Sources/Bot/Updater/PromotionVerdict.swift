/// What became of a candidate, with the first gate it failed and the reason in words a user reads.
public struct PromotionVerdict: Codable, Hashable, Sendable {
    public var decision: Decision
    /// The first gate that was not passed; nil when promoted or rehearsed.
    public var gate: Gate?
    public var reason: String

    public enum Decision: String, Codable, Hashable, Sendable {
        case promoted
        /// Good enough by itself, not better than the champion.
        case kept
        case rejected
        /// The journal is too young for any verdict.
        case rehearsed
    }

    public init(decision: Decision, gate: Gate? = nil, reason: String) {
        self.decision = decision
        self.gate = gate
        self.reason = reason
    }
}

/// The gates, in the order in which they are asked.
public enum Gate: String, Codable, Hashable, Sendable, CaseIterable {
    /// Rows out of order, a label from the future, or a score that is too good to be true.
    case leak
    case rows
    case trainHours = "train_hours"
    case hours
    case effectiveSampleSize = "n_eff"
    case events
    case finite
    case labelRange = "label_range"
    case calibration
    case r2 = "r2_zero"
    case r2Bound = "r2_zero_bound"
    /// R2 on the move of the price, not of its log-odds.
    case r2PriceBound = "r2_price_bound"
    case direction = "direction_accuracy"
    case directionBound = "direction_accuracy_bound"
    case coverage
    case catastrophicLoss = "catastrophic_loss"
    case subgroup
    case linearBaseline = "linear_baseline"
    /// Better than forecasting no change: asked of the first champion.
    case zeroForecast = "zero_forecast"
    case champion
}

/// One gate's answer.
public struct GateCheck: Codable, Hashable, Sendable {
    public var gate: Gate
    public var passed: Bool
    public var reason: String
}
