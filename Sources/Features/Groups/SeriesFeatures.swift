private import Glibc
private import Market

/// Section 3B of the catalogue: the time series of the mid. L is the log-odds of the mid.
enum SeriesFeatures {
    static let definitions: [FeatureDefinition] = returns + volatility + means + shape + trend

    private static let returns: [FeatureDefinition] = [
        .lagged("return_5m", "ratio", .none, .minutes(5)) { $0.series.relativeReturn(.fiveMinutes) },
        .lagged("return_15m", "ratio", .none, .minutes(15)) { $0.series.relativeReturn(.fifteenMinutes) },
        .lagged("return_1h", "ratio", .none, .hours(1)) { $0.series.relativeReturn(.oneHour) },
        .lagged("return_4h", "ratio", .none, .hours(4)) { $0.series.relativeReturn(.fourHours) },
        .lagged("return_24h", "ratio", .none, .hours(24)) { $0.series.relativeReturn(.day) },
        .lagged("dlogit_1m", "logit", .odd, .minutes(1)) { $0.series.logitMove(.oneMinute) },
        .lagged("dlogit_5m", "logit", .odd, .minutes(5)) { $0.series.logitMove(.fiveMinutes) },
        .lagged("dlogit_15m", "logit", .odd, .minutes(15)) { $0.series.logitMove(.fifteenMinutes) },
        .lagged("dlogit_1h", "logit", .odd, .hours(1)) { $0.series.logitMove(.oneHour) },
        .lagged("dlogit_4h", "logit", .odd, .hours(4)) { $0.series.logitMove(.fourHours) },
        .lagged("dlogit_24h", "logit", .odd, .hours(24)) { $0.series.logitMove(.day) },
        .lagged("dprice_5m", "ticks", .odd, .minutes(5)) { $0.series.priceMove(.fiveMinutes) },
        .lagged("dprice_1h", "ticks", .odd, .hours(1)) { $0.series.priceMove(.oneHour) },
        .lagged("dprice_24h", "ticks", .odd, .hours(24)) { $0.series.priceMove(.day) },
    ]

    private static let volatility: [FeatureDefinition] = [
        .series("volatility_raw", "USDC", .even, .hours(1), "Deviation of the 60 s price steps.") {
            $0.series.priceDeviation
        },
        .series(
            "volatility_annualized", "USDC/sqrt(y)", .even, .hours(1), trains: false,
            "volatility_raw times the root of the minutes of a year."
        ) { $0.series.priceDeviation * sqrt(525_600) },
        .series("rv_5m", "logit", .even, .minutes(5), "Root of the sum of squared 10 s steps of L.") {
            $0.series.realizedFiveMinutes
        },
        .series("rv_15m", "logit", .even, .minutes(15), "Root of the sum of squared 10 s steps of L.") {
            $0.series.realizedFifteenMinutes
        },
        .series("rv_1h", "logit", .even, .hours(1), "Root of the sum of squared 60 s steps of L.") {
            $0.series.realizedVolatility
        },
        .series("rv_4h", "logit", .even, .hours(4), "Root of the sum of squared 60 s steps of L.") {
            $0.series.statistics.realizedFourHours
        },
        .series("rv_24h", "logit", .even, .hours(24), "Root of the sum of squared 300 s steps of L.") {
            $0.series.statistics.realizedDay
        },
        .series("rv_price_1h", "USDC", .even, .hours(1), "Root of the sum of squared 60 s price steps.") {
            $0.series.realizedPriceVolatility
        },
        .series("bipower_1h", "logit", .even, .hours(1), "Volatility without jumps, 60 s steps of L.") {
            $0.series.statistics.bipowerHour
        },
        .series("jump_share_1h", "ratio", .even, .hours(1), "max(0, 1 - bipower^2 / rv^2).") {
            StepStatistics.jumpShare(
                bipower: $0.series.statistics.bipowerHour, realized: $0.series.realizedVolatility)
        },
        .series("semivar_skew_1h", "ratio", .odd, .hours(1), "Squared rises less squared falls over their sum.") {
            $0.series.statistics.semivarianceSkew
        },
        .series("ewma_vol_1m", "logit/sqrt(s)", .even, .minutes(1), "Decayed volatility of the weighted mid.") {
            $0.series.ewmaVolatility[0]
        },
        .series("ewma_vol_15m", "logit/sqrt(s)", .even, .minutes(15), "Decayed volatility of the weighted mid.") {
            $0.series.ewmaVolatility[1]
        },
        .series("ewma_vol_4h", "logit/sqrt(s)", .even, .hours(4), "Decayed volatility of the weighted mid.") {
            $0.series.ewmaVolatility[2]
        },
        .series("vol_ratio_1m_4h", "ratio", .even, .hours(4), "ewma_vol_1m / ewma_vol_4h.") {
            $0.series.volatilityRatio
        },
        .series("vol_of_vol_4h", "ratio", .even, .hours(4), "Deviation over mean of 48 rv_5m.") {
            $0.series.statistics.volatilityOfVolatility
        },
        .series("parkinson_1h", "logit", .even, .hours(1), "(L(hi) - L(lo)) / sqrt(4 ln 2).") {
            $0.series.parkinsonHour
        },
    ]

    private static let means: [FeatureDefinition] = [
        .series("sma_5", "USDC", .complement("sma_5"), .minutes(5), trains: false, "Mean mid of 5 minutes.") {
            $0.series.meanFiveMinutes
        },
        .series("sma_20", "USDC", .complement("sma_20"), .minutes(20), trains: false, "Mean mid of 20 minutes.") {
            $0.series.meanTwentyMinutes
        },
        .series("price_vs_sma5", "sd", .odd, .hours(1), "Mid less sma_5, over max(rv_price_1h, tick).") {
            $0.series.inNoise($0.book.mid - $0.series.meanFiveMinutes)
        },
        .series("price_vs_sma20", "sd", .odd, .hours(1), "Mid less sma_20, over max(rv_price_1h, tick).") {
            $0.series.inNoise($0.book.mid - $0.series.meanTwentyMinutes)
        },
        .series("sma5_vs_sma20", "sd", .odd, .hours(1), "sma_5 less sma_20, over max(rv_price_1h, tick).") {
            $0.series.inNoise($0.series.meanFiveMinutes - $0.series.meanTwentyMinutes)
        },
        .series("ema_gap_5m_1h", "logit", .odd, .hours(1), "EMA of L over 5 min less that over 1 h.") {
            $0.series.emaGaps[0]
        },
        .series("ema_gap_1h_24h", "logit", .odd, .hours(24), "EMA of L over 1 h less that over 24 h.") {
            $0.series.emaGaps[1]
        },
        .series("zscore_1h", "sd", .odd, .hours(1), "L against its mean and deviation.") { $0.series.zscoreHour },
        .series("zscore_24h", "sd", .odd, .hours(24), "L against its mean and deviation, 300 s slots.") {
            $0.series.zscoreDay
        },
    ]

    private static let shape: [FeatureDefinition] = [
        .series("autocorr_lag1", "", .even, .hours(4), "Lag-1 autocorrelation of the 60 s steps of L.") {
            $0.series.autocorrelation
        },
        .series("autocorr_lag5", "", .even, .hours(4), "Lag-5 autocorrelation of the 60 s steps of L.") {
            $0.series.statistics.autocorrelationLagFive
        },
        .series(
            "variance_ratio_15", "ratio", .even, .hours(24),
            "Variance of 15-step sums of 60 s steps of L over 15 times that of one."
        ) { $0.series.statistics.varianceRatio },
        .series(
            "hurst_exponent", "", .even, .hours(24),
            "Detrended fluctuation exponent of the 60 s steps of L, n = 8..256."
        ) { $0.series.hurst },
        .series(
            "hurst_rs", "", .even, .hours(24), "Rescaled-range exponent of the 60 s steps of L, corrected, n = 8..256."
        ) { $0.series.statistics.hurstRescaled },
        .series(
            "price_percentile_20", "ratio", .complement("price_percentile_20"), .minutes(20), "Mid-rank of the mid."
        ) { $0.series.percentileTwentyMinutes },
        .series(
            "price_percentile_24h", "ratio", .complement("price_percentile_24h"), .hours(24),
            "Mid-rank of the mid, 300 s slots."
        ) { $0.series.percentileDay },
        .series("range_pos_1h", "ratio", .complement("range_pos_1h"), .hours(1), "(m - lo) / (hi - lo).") {
            $0.series.rangePositionHour
        },
        .series("range_pos_24h", "ratio", .complement("range_pos_24h"), .hours(24), "(m - lo) / (hi - lo).") {
            $0.series.rangePositionDay
        },
        .series("dist_high_24h", "ticks", .swap("dist_low_24h"), .hours(24), "hi - m.") { $0.series.distanceToHigh },
        .series("dist_low_24h", "ticks", .swap("dist_high_24h"), .hours(24), "m - lo.") { $0.series.distanceToLow },
        .series("high_age_h", "h", .swap("low_age_h"), .hours(24), "Time since the high last stood.") {
            $0.series.highAge
        },
        .series("low_age_h", "h", .swap("high_age_h"), .hours(24), "Time since the low last stood.") {
            $0.series.lowAge
        },
    ]

    private static let trend: [FeatureDefinition] = [
        .series("trend_slope_1h", "logit/h", .odd, .hours(1), "Least-squares slope of L on time, 60 s slots.") {
            $0.series.statistics.trendHour.slope
        },
        .series("trend_r2_1h", "ratio", .even, .hours(1), "Share of variance that line explains.") {
            $0.series.statistics.trendHour.determination
        },
        .series("trend_slope_24h", "logit/h", .odd, .hours(24), "Least-squares slope of L on time, 300 s slots.") {
            $0.series.statistics.trendDay.slope
        },
        .series("trend_efficiency_1h", "ratio", .even, .hours(1), "|sum| over sum of |60 s steps of L|.") {
            $0.series.statistics.efficiencyHour
        },
        .series("zero_step_share_1h", "ratio", .even, .hours(1), "Share of 60 s steps that are 0.") {
            $0.series.statistics.zeroShareHour
        },
        .series("n_mid_changes_1h", "count", .even, .hours(1), "Changes of the mid, decayed.") { $0.series.midChanges },
        .series("max_abs_step_1h", "logit", .even, .hours(1), "Largest |60 s step of L|.") {
            $0.series.statistics.largestStepHour
        },
        .series("rsi_14m", "ratio", .complement("rsi_14m"), .minutes(14), "Wilder's strength of 60 s price steps.") {
            $0.series.statistics.strength
        },
    ]
}

extension FeatureDefinition {
    fileprivate static func series(
        _ name: String, _ unit: String, _ parity: Parity, _ window: Duration, trains: Bool = true, _ summary: String,
        _ formula: @escaping Formula
    ) -> Self {
        Self(name, .timeSeries, unit, parity, trains: trains, window: window, summary, formula: formula)
    }

    fileprivate static func lagged(
        _ name: String, _ unit: String, _ parity: Parity, _ lag: Duration, _ formula: @escaping Formula
    ) -> Self {
        let summary =
            switch unit {
            case "logit": "L now less L at the lag."
            case "ticks": "Mid now less mid at the lag."
            default: "Mid now over mid at the lag, less 1."
            }
        return Self(
            name, .timeSeries, unit, parity, window: lag, needsWholeWindow: true, summary, formula: formula)
    }
}
