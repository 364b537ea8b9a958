private import Glibc
private import Market

/// Section 3C of the catalogue: trades. Without other words the window is one hour.
enum TradeFlowFeatures {
    static let definitions: [FeatureDefinition] = prices + volumes + flow + impact

    private static let prices: [FeatureDefinition] = [
        .trade("num_trades", "count", .even, trains: false, "Trades.") {
            $0.trades.total(Double($0.trades.hour.count))
        },
        .trade("log_num_trades", "ln count", .even, "ln(1 + num_trades).") {
            $0.trades.total(log(1 + Double($0.trades.hour.count)))
        },
        .trade("num_trades_5m", "count", .even, window: .minutes(5), "Trades.") { $0.trades.countFiveMinutes },
        .trade("trade_price_mean", "USDC", .complement("trade_price_mean"), trains: false, "VWAP.") {
            $0.trades.statistic($0.trades.hour.price.mean)
        },
        .trade("vwap_gap", "ticks", .odd, "Mid less VWAP.") {
            $0.trades.statistic(($0.book.mid - $0.trades.hour.price.mean) / $0.book.tick)
        },
        .trade("trade_price_std", "USDC", .even, "Deviation of trade prices, weighted by size.") {
            $0.trades.statistic($0.trades.hour.price.standardDeviation)
        },
        .trade("trade_price_min", "USDC", .complement("trade_price_max"), trains: false, "Lowest trade price.") {
            $0.trades.statistic(Double($0.trades.hour.low) * 1e-4)
        },
        .trade("trade_price_max", "USDC", .complement("trade_price_min"), trains: false, "Highest trade price.") {
            $0.trades.statistic(Double($0.trades.hour.high) * 1e-4)
        },
        .trade("trade_price_range", "USDC", .even, "Highest less lowest trade price.") {
            $0.trades.statistic(Double($0.trades.hour.high - $0.trades.hour.low) * 1e-4)
        },
    ]

    private static let volumes: [FeatureDefinition] = [
        .trade("trade_volume_total", "shares", .even, trains: false, isLevel: true, "Shares traded.") {
            $0.trades.volume
        },
        .trade("trade_volume_mean", "shares", .even, isLevel: true, "Mean size of a trade.") {
            $0.trades.statistic($0.trades.hour.size.mean)
        },
        .trade("trade_volume_std", "shares", .even, isLevel: true, "Deviation of the sizes of trades.") {
            $0.trades.statistic($0.trades.hour.size.standardDeviation)
        },
        .trade("log_trade_volume", "ln shares", .even, "ln(1 + trade_volume_total).") { log(1 + $0.trades.volume) },
        .trade("notional_1h", "USDC", .none, isLevel: true, "Sum of p v.") {
            $0.trades.total($0.trades.hour.notional)
        },
        .trade("notional_24h", "USDC", .none, window: .hours(24), isLevel: true, "Sum of p v.") {
            $0.dailyTotal($0.series.statistics.notionalDay)
        },
        .trade(
            "volume_spike", "ratio", .even, window: .hours(24),
            "Shares of the hour over an hour's part of the day's, against the same ratio of the usual ones."
        ) { $0.volumeSpike },
        .trade("buy_ratio", "ratio", .complement("buy_ratio"), "Buys among the trades of known side.") {
            $0.trades.buyRatio
        },
        .trade("sell_ratio", "ratio", .complement("sell_ratio"), trains: false, "1 - buy_ratio.") {
            1 - $0.trades.buyRatio
        },
        .trade("buy_volume_ratio", "ratio", .complement("buy_volume_ratio"), "buy_ratio by shares.") {
            $0.trades.buyVolumeRatio
        },
        .trade("order_flow_imbalance", "ratio", .odd, "Bought less sold shares over their sum.") {
            $0.trades.orderFlowImbalance
        },
    ]

    private static let flow: [FeatureDefinition] = [
        .trade("tfi_1m", "ratio", .odd, window: .minutes(1), "Signed shares, decayed, over depth.") {
            $0.trades.flow[0]
        },
        .trade("tfi_5m", "ratio", .odd, window: .minutes(5), "Signed shares, decayed, over depth.") {
            $0.trades.flow[1]
        },
        .trade("tfi_15m", "ratio", .odd, window: .minutes(15), "Signed shares, decayed, over depth.") {
            $0.trades.flow[2]
        },
        .trade("tfi_1h", "ratio", .odd, "Signed shares, decayed, over depth.") { $0.trades.flow[3] },
        .trade("signed_notional_1h", "USDC", .none, isLevel: true, "Sum of e p v.") {
            $0.trades.total($0.trades.hour.signedNotional)
        },
        .trade("trade_intensity_per_minute", "1/min", .even, window: .minutes(5), "Trades a minute, decayed.") {
            $0.trades.intensityPerMinute
        },
        .trade("hawkes_ratio", "ratio", .even, window: .minutes(30), "Intensity of half-life 30 s over 30 min.") {
            $0.trades.intensityRatio
        },
        .trade("recent_trade_return", "logit", .odd, "L of the last trade less L of the VWAP before 5 minutes ago.") {
            $0.trades.recentReturn
        },
        .trade("trade_age_s", "s", .even, window: nil, "Time since the last trade.") { $0.trades.age },
        .trade("size_z_last", "sd", .even, window: .hours(24), "ln of the last size against those before it.") {
            $0.trades.lastSizeZscore
        },
        .trade("large_share_1h", "ratio", .even, "Shares of trades of yesterday's 95th percentile and above.") {
            $0.trades.largeShare
        },
        .trade("large_imbalance_1h", "ratio", .odd, "Bought less sold shares of those, over all shares.") {
            $0.trades.largeImbalance
        },
        .trade("size_hhi_1h", "ratio", .even, "Sum of squared shares of the volume.") { $0.trades.sizeConcentration },
        .trade("sign_autocorr_1h", "", .even, "Lag-1 autocorrelation of the sides of trades.") {
            $0.trades.signAutocorrelation
        },
        .trade("buy_run_length", "count", .odd, window: nil, "Length of the present run on one side.") {
            $0.trades.run
        },
    ]

    private static let impact: [FeatureDefinition] = [
        .trade("kyle_lambda_1h", "USDC/share", .even, "Slope of 60 s price steps on 60 s signed volume, decayed.") {
            $0.activity.impactHour
        },
        .trade("kyle_lambda_24h", "USDC/share", .even, window: .hours(24), "The same, half-life 24 h.") {
            $0.activity.impactDay
        },
        .trade("kyle_r2_24h", "ratio", .even, window: .hours(24), "Share of variance that line explains.") {
            $0.activity.determinationDay
        },
        .trade("amihud_1h", "logit/USDC", .none, "Mean |60 s step of L| over notional, minutes with trades.") {
            $0.dailyTotal($0.series.statistics.illiquidityHour)
        },
        .trade("amihud_24h", "logit/USDC", .none, window: .hours(24), "The same of 24 h.") {
            $0.dailyTotal($0.series.statistics.illiquidityDay)
        },
        .trade("roll_spread_1h", "USDC", .even, "2 sqrt(-Cov) of successive trade price steps.") {
            $0.trades.rollSpread
        },
        .trade("vpin_50", "ratio", .even, window: nil, "Mean imbalance of the last 50 volume buckets.") {
            $0.trades.volumeImbalance
        },
        .trade("vpin_z", "sd", .even, window: .hours(72), "vpin_50 against its own decayed past.") {
            $0.trades.volumeImbalanceZscore
        },
        .trade("markout_5m", "ticks", .even, "Decayed mean of e times the move of the mid in 5 min.") {
            $0.activity.markout
        },
        .trade("effective_spread_1h", "USDC", .even, "Decayed mean of 2 e (p - m).") { $0.trades.effectiveSpread },
        .trade("realized_spread_5m", "USDC", .even, "effective_spread_1h less twice markout_5m.") {
            $0.trades.effectiveSpread - 2 * $0.activity.markout * $0.book.tick
        },
        .trade("unique_takers_1h", "count", .even, "Takers, where the venue names them.") { $0.trades.takerCount },
        .trade("top_taker_share_1h", "ratio", .even, "The largest taker's share of their shares.") {
            $0.trades.largestTakerShare
        },
    ]
}

extension FeatureDefinition {
    fileprivate static func trade(
        _ name: String, _ unit: String, _ parity: Parity, window: Duration? = .hours(1), trains: Bool = true,
        isLevel: Bool = false, _ summary: String, _ formula: @escaping Formula
    ) -> Self {
        Self(
            name, .tradeFlow, unit, parity, trains: trains, window: window, isLevel: isLevel, summary,
            formula: formula)
    }
}
