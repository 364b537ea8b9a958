/// The forecast of a token's L over the next hour without a model: `momentum * D_5m - reversion * D_1h`, each move
/// first cut at three hourly standard deviations.
///
/// Odd under YES/NO, and 0 when nothing moved at any price. Its coefficients are constants: no label went into them, so
/// that as a column it can leak nothing.
public struct DampedMove: Hashable, Sendable {
    public var momentum = 0.10
    public var reversion = 0.05
    /// Used while the realised one is not known.
    public var standardDeviationDefault = 0.12

    public init() {}

    /// Of the next hour's move, by that of the last.
    public func standardDeviation(realized: Double) -> Double { realized > 0 ? realized : standardDeviationDefault }

    /// - Parameters:
    ///   - short: D_5m in logit; NaN is no move.
    ///   - long: D_1h in logit; NaN is no move.
    ///   - realized: rv_1h in logit; NaN when not known.
    public func callAsFunction(short: Double, long: Double, realized: Double) -> Double {
        let limit = 3 * standardDeviation(realized: realized)
        func cut(_ move: Double) -> Double { move.isFinite ? min(max(move, -limit), limit) : 0 }
        return momentum * cut(short) - reversion * cut(long)
    }
}
