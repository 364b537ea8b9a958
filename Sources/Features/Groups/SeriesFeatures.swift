private import Glibc
private import Market

/// Section 3B of the catalogue: the time series of the mid. L is the log-odds of the mid.
enum SeriesFeatures {
    static let definitions: [FeatureDefinition] = returns + volatility + means + shape

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
    ]

    private static let volatility: [FeatureDefinition] = [
        .series("volatility_raw", "USDC", .even, .hours(1), "Deviation of the 60 s price steps.") {
            $0.series.priceDeviation
        },
        .series(
            "volatility_annualized", "USDC/sqrt(y)", .even, .hours(1), trains: false,
            "volatility_raw times the root of the minutes of a year."
        ) { $0.series.priceDeviation * sqrt(525_600) },
        .series("rv_1h", "logit", .even, .hours(1), "Root of the sum of squared 60 s steps of L.") {
            $0.series.realizedVolatility
        },
        .series("rv_price_1h", "USDC", .even, .hours(1), "Root of the sum of squared 60 s price steps.") {
            $0.series.realizedPriceVolatility
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
        .series("zscore_1h", "sd", .odd, .hours(1), "L against its mean and deviation.") { $0.series.zscoreHour },
    ]

    private static let shape: [FeatureDefinition] = [
        .series("autocorr_lag1", "", .even, .hours(4), "Lag-1 autocorrelation of the 60 s steps of L.") {
            $0.series.autocorrelation
        },
        .series(
            "hurst_exponent", "", .even, .hours(24),
            "Detrended fluctuation exponent of the 60 s steps of L, n = 8..256."
        ) { $0.series.hurst },
        .series(
            "price_percentile_20", "ratio", .complement("price_percentile_20"), .minutes(20), "Mid-rank of the mid."
        ) { $0.series.percentileTwentyMinutes },
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
        let summary = unit == "logit" ? "L now less L at the lag." : "Mid now over mid at the lag, less 1."
        return Self(
            name, .timeSeries, unit, parity, window: lag, needsWholeWindow: true, summary, formula: formula)
    }
}
