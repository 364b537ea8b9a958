private import Glibc
private import Market

/// Section 3C of the catalogue: trades. Without other words the window is one hour.
enum TradeFlowFeatures {
    static let definitions: [FeatureDefinition] = prices + volumes + flow

    private static let prices: [FeatureDefinition] = [
        .trade("num_trades", "count", .even, trains: false, "Trades.") {
            $0.trades.total(Double($0.trades.hour.count))
        },
        .trade("log_num_trades", "ln count", .even, "ln(1 + num_trades).") {
            $0.trades.total(log(1 + Double($0.trades.hour.count)))
        },
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
        .trade("trade_intensity_per_minute", "1/min", .even, window: .minutes(5), "Trades a minute, decayed.") {
            $0.trades.intensityPerMinute
        },
        .trade("recent_trade_return", "logit", .odd, "L of the last trade less L of the VWAP before 5 minutes ago.") {
            $0.trades.recentReturn
        },
        .trade("effective_spread_1h", "USDC", .even, "Decayed mean of 2 e (p - m).") { $0.trades.effectiveSpread },
    ]
}

extension FeatureDefinition {
    fileprivate static func trade(
        _ name: String, _ unit: String, _ parity: Parity, window: Duration = .hours(1), trains: Bool = true,
        isLevel: Bool = false, _ summary: String, _ formula: @escaping Formula
    ) -> Self {
        Self(
            name, .tradeFlow, unit, parity, trains: trains, window: window, isLevel: isLevel, summary,
            formula: formula)
    }
}
