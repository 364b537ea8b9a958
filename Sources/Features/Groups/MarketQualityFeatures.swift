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
        .quality("breakeven_move", "USDC", .even, "Spread and both taker fees, per share.") { $0.breakevenMove },
        .quality("tick_size", "USDC", .even, "Tick size.") { $0.book.tick },
        .quality("ticks_to_bound", "ticks", .even, "Distance of the mid to 0 or 1.") {
            $0.book.boundDistance / $0.book.tick
        },
        .quality("book_age_s", "s", .even, "Time since the last book message of the token.") {
            $0.time.seconds(since: $0.lastBookMessage)
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
