private import Glibc
private import Market

/// Section 3F of the catalogue: combinations of the others.
enum DerivedFeatures {
    static let definitions: [FeatureDefinition] = [
        .derived("p_market", "USDC", .complement("p_market"), "Mid: the market's probability.") { $0.book.mid },
        .derived("price_source", "code", .even, "0 mid; rows are drawn from healthy books only.") { _ in 0 },
        .derived("logit_p", "logit", .odd, "L of the mid.") { $0.book.logit },
        .derived("bound_dist", "USDC", .even, "Distance of the mid to 0 or 1.") { $0.book.boundDistance },
        .derived("bernoulli_sd", "USDC", .even, "sqrt(m (1 - m)).") { sqrt($0.book.mid * (1 - $0.book.mid)) },
        .derived("outcome_skew", "", .odd, "(1 - 2 m) / sqrt(m (1 - m)).") {
            (1 - 2 * $0.book.mid) / sqrt($0.book.mid * (1 - $0.book.mid))
        },
        .derived("belief_entropy", "nat", .even, "-m ln m - (1 - m) ln(1 - m).") {
            -$0.book.mid * log($0.book.mid) - (1 - $0.book.mid) * log(1 - $0.book.mid)
        },
        .derived(
            "excess_movement_24h", "USDC^2", .even, window: .hours(24),
            "Squared 300 s steps less the reduction of uncertainty: 0 in expectation for a martingale."
        ) { $0.series.statistics.excessMovement },
        .derived(
            "var_budget_rate", "ratio", .even, window: .hours(1),
            "rv_price_1h^2 against m (1 - m) an hour left until resolution."
        ) { $0.series.varianceBudgetRate(hoursLeft: $0.hoursToResolution) },
        .derived("regime", "code", .even, window: .hours(4), "2 volatile, 1 normal, 0 calm, by the token's own past.") {
            $0.regime
        },
        .derived("is_volatile_regime", "0/1", .even, window: .hours(4), "regime = 2.") {
            indicator($0.regime, of: 2)
        },
        .derived("is_calm_regime", "0/1", .even, window: .hours(4), "regime = 0.") { indicator($0.regime, of: 0) },
        .derived("jump_age_s", "s", .even, window: .hours(4), "Time since the last 10 s step of over 4 deviations.") {
            $0.series.jumpAge
        },
        .derived("flow_depth_agreement", "", .even, window: .hours(1), "depth_imbalance * order_flow_imbalance.") {
            $0.book.imbalance(levels: 5) * $0.trades.orderFlowImbalance
        },
        .derived("flow_depth_combined", "", .odd, window: .hours(1), "Mean of the two.") {
            ($0.book.imbalance(levels: 5) + $0.trades.orderFlowImbalance) / 2
        },
        .derived("ofi_tfi_gap", "ratio", .odd, window: .minutes(5), "ofi_l1_norm_5m - tfi_5m.") { $0.flowGap },
        .derived(
            "momentum_strength", "logit", .odd, window: .hours(24), needsWholeWindow: true,
            "The smaller of the moves over 1 h and 24 h where they agree, else 0."
        ) { $0.momentumStrength },
        .derived(
            "momentum_accel", "logit", .odd, window: .hours(1), needsWholeWindow: true, "dlogit_15m - dlogit_1h / 4."
        ) { $0.series.logitMove(.fifteenMinutes) - $0.series.logitMove(.oneHour) / 4 },
        .derived(
            "vol_adj_return_1h", "sd", .odd, window: .hours(1), needsWholeWindow: true, "dlogit_1h / rv_1h."
        ) { ratio($0.series.logitMove(.oneHour), $0.series.realizedVolatility) },
        .derived(
            "vol_adj_return_24h", "sd", .odd, window: .hours(24), needsWholeWindow: true, "dlogit_24h / rv_24h."
        ) { ratio($0.series.logitMove(.day), $0.series.statistics.realizedDay) },
        .derived("horizon_agree", "ratio", .odd, window: .minutes(15), "Mean sign of the moves over six lags.") {
            $0.series.horizonAgreement
        },
        .derived("mean_reversion_signal", "", .odd, window: .hours(4), "zscore_1h * autocorr_lag1.") {
            $0.series.zscoreHour * $0.series.autocorrelation
        },
        .derived("jump_reversal", "logit", .odd, window: .hours(4), "The last jump with its sign turned, decayed.") {
            $0.series.jumpReversal
        },
        .derived("quality_factor", "", .even, "liquidity_score - ln(1 + breakeven_move / tick).") {
            $0.liquidityScore - log(1 + $0.breakevenMove / $0.book.tick)
        },
        .derived("micro_x_vol", "sd", .odd, window: .hours(1), "micro_price_gap over rv_price_1h.") {
            $0.series.inNoise($0.microPriceGap)
        },
        .derived("ofi_x_lambda", "USDC", .odd, window: .hours(1), "kyle_lambda_1h times signed shares, 5 min.") {
            $0.activity.impactHour * $0.trades.flow[1] * $0.trades.depth
        },
        .derived("edge_to_cost", "ratio", .even, "|micro_price_gap| tick / breakeven_move.") {
            abs($0.microPriceGap) * $0.book.tick / $0.breakevenMove
        },
        .derived("rv_ratio_1h_24h", "ratio", .even, window: .hours(24), "rv_1h sqrt(24) / rv_24h.") {
            ratio($0.series.realizedVolatility * sqrt(24), $0.series.statistics.realizedDay)
        },
        .derived("roll_to_quoted", "ratio", .even, window: .hours(1), "roll_spread_1h / spread.") {
            $0.trades.rollSpread / $0.book.spread
        },
        .derived(
            "baseline_pred", "logit", .odd, window: .minutes(5), needsWholeWindow: true,
            "The forecast without a model: 0.10 dlogit_5m - 0.05 dlogit_1h, each cut at 3 rv_1h."
        ) { $0.plainForecast },
    ]

    /// NaN where the divisor's square counts as zero.
    private static func ratio(_ a: Double, _ b: Double) -> Double {
        b * b < GridStatistics.varianceMin ? .nan : a / b
    }

    private static func indicator(_ value: Double, of code: Double) -> Double {
        value.isNaN ? .nan : (value == code ? 1 : 0)
    }
}

extension FeatureDefinition {
    fileprivate static func derived(
        _ name: String, _ unit: String, _ parity: Parity, version: Int = 1, window: Duration? = nil,
        needsWholeWindow: Bool = false, _ summary: String, _ formula: @escaping Formula
    ) -> Self {
        Self(
            name, .derived, unit, parity, version: version, window: window, needsWholeWindow: needsWholeWindow,
            summary, formula: formula)
    }
}
