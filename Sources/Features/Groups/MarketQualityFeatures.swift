private import Glibc
private import Market

/// Section 3D of the catalogue: cost, liquidity, staleness.
enum MarketQualityFeatures {
    static let definitions: [FeatureDefinition] = [
        .quality("effective_spread_pct", "ratio", .none, window: .hours(1), "effective_spread_1h over mid.") {
            $0.trades.effectiveSpread / $0.book.mid
        },
        .quality("liquidity_score", "", .even, "ln(1 + depth within a cent) - ln(spread in ticks).") {
            $0.liquidityScore
        },
        .quality("market_volume", "USDC", .even, trains: false, isLevel: true, "Announced volume, up to 1 h old.") {
            $0.announced($0.instrument.volume)
        },
        .quality(
            "market_liquidity", "USDC", .even, trains: false, isLevel: true, "Announced liquidity, up to 1 h old."
        ) { $0.announced($0.instrument.liquidity) },
        .quality("log_volume", "ln USDC", .even, "ln(1 + market_volume).") {
            log(1 + $0.announced($0.instrument.volume))
        },
        .quality("log_liquidity", "ln USDC", .even, "ln(1 + market_liquidity).") {
            log(1 + $0.announced($0.instrument.liquidity))
        },
        .quality("taker_fee_rate", "ratio", .even, "The market's fee rate r.") { $0.instrument.fee.rate },
        .quality("taker_fee_per_share", "USDC", .even, "r m (1 - m).") {
            $0.instrument.fee.perShare(at: $0.book.mid)
        },
        .quality("breakeven_move", "USDC", .even, "Spread and both taker fees, per share.") { $0.breakevenMove },
        .quality("vol_to_cost_1h", "ratio", .even, window: .hours(1), "rv_price_1h over breakeven_move.") {
            $0.series.realizedPriceVolatility / $0.breakevenMove
        },
        .quality("tick_size", "USDC", .even, "Tick size.") { $0.book.tick },
        .quality("ticks_to_bound", "ticks", .even, "Distance of the mid to 0 or 1.") {
            $0.book.boundDistance / $0.book.tick
        },
        .quality("book_age_s", "s", .even, "Time since the last book message of the token.") {
            $0.time.seconds(since: $0.lastBookMessage)
        },
        .quality("feed_lag_ms", "ms", .even, "Receive time less exchange time, decayed mean.") {
            $0.activity.feedLag
        },
        .quality("link_silence_s", "s", .even, "Time since the last message of any token of the link.") {
            $0.time.seconds(since: $0.lastLinkMessage)
        },
        .quality("resync_age_s", "s", .even, "Time since the last resync.") { $0.activity.resyncAge },
        .quality("two_sided_share_1h", "ratio", .even, window: .hours(1), "Share of time with a healthy book.") {
            $0.activity.twoSidedShare
        },
        .quality("depth_cv_1h", "ratio", .even, window: .hours(1), "Deviation over mean of total_depth.") {
            $0.series.statistics.depthVariationHour
        },
        .quality("resilience_hl_s", "s", .even, window: .hours(24), "Mean time in which a widened spread comes back.") {
            $0.activity.recoveryTime
        },
        .quality("quote_to_trade_24h", "ratio", .even, window: .hours(24), "Book messages over trades.") {
            $0.dailyTotal($0.series.statistics.bookEventsDay / $0.series.statistics.tradesDay)
        },
        .quality("reward_band_share", "ratio", .even, "Share of total_depth that rests where rewards are paid.") {
            $0.rewardedShare
        },
    ]
}

extension FeatureDefinition {
    fileprivate static func quality(
        _ name: String, _ unit: String, _ parity: Parity, window: Duration? = nil, trains: Bool = true,
        isLevel: Bool = false, _ summary: String, _ formula: @escaping Formula
    ) -> Self {
        Self(
            name, .marketQuality, unit, parity, trains: trains, window: window, isLevel: isLevel, summary,
            formula: formula)
    }
}
