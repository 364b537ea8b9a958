private import Glibc
private import Market

/// Section 3F of the catalogue: combinations of the others.
enum DerivedFeatures {
    static let definitions: [FeatureDefinition] = [
        .derived("p_market", "USDC", .complement("p_market"), "Mid: the market's probability.") { $0.book.mid },
        .derived("logit_p", "logit", .odd, "L of the mid.") { $0.book.logit },
        .derived("bound_dist", "USDC", .even, "Distance of the mid to 0 or 1.") { $0.book.boundDistance },
        .derived("regime", "code", .even, window: .hours(4), "2 volatile, 1 normal, 0 calm, by the token's own past.") {
            $0.regime
        },
        .derived("is_volatile_regime", "0/1", .even, window: .hours(4), "regime = 2.") {
            indicator($0.regime, of: 2)
        },
        .derived("is_calm_regime", "0/1", .even, window: .hours(4), "regime = 0.") { indicator($0.regime, of: 0) },
        .derived("flow_depth_agreement", "", .even, window: .hours(1), "depth_imbalance * order_flow_imbalance.") {
            $0.book.imbalance(levels: 5) * $0.trades.orderFlowImbalance
        },
        .derived("flow_depth_combined", "", .odd, window: .hours(1), "Mean of the two.") {
            ($0.book.imbalance(levels: 5) + $0.trades.orderFlowImbalance) / 2
        },
        .derived(
            "momentum_strength", "logit", .odd, window: .hours(24), needsWholeWindow: true,
            "The smaller of the moves over 1 h and 24 h where they agree, else 0."
        ) { $0.momentumStrength },
        .derived("mean_reversion_signal", "", .odd, window: .hours(4), "zscore_1h * autocorr_lag1.") {
            $0.series.zscoreHour * $0.series.autocorrelation
        },
        .derived("quality_factor", "", .even, "liquidity_score - ln(1 + breakeven_move / tick).") {
            $0.liquidityScore - log(1 + $0.breakevenMove / $0.book.tick)
        },
    ]

    private static func indicator(_ value: Double, of code: Double) -> Double {
        value.isNaN ? .nan : (value == code ? 1 : 0)
    }
}

extension FeatureDefinition {
    fileprivate static func derived(
        _ name: String, _ unit: String, _ parity: Parity, window: Duration? = nil, needsWholeWindow: Bool = false,
        _ summary: String, _ formula: @escaping Formula
    ) -> Self {
        Self(
            name, .derived, unit, parity, window: window, needsWholeWindow: needsWholeWindow, summary,
            formula: formula)
    }
}
