private import Glibc
private import Market

/// Section 3A of the catalogue: the order book.
enum BookFeatures {
    static let definitions: [FeatureDefinition] = quote + depth + levels + shape + flow + deeperFlow + activity

    private static let quote: [FeatureDefinition] = [
        .book("best_bid", "USDC", .complement("best_ask"), trains: false, "Best bid.") { $0.book.bid },
        .book("best_ask", "USDC", .complement("best_bid"), trains: false, "Best ask.") { $0.book.ask },
        .book("mid_price", "USDC", .complement("mid_price"), trains: false, "Mean of best bid and ask.") {
            $0.book.mid
        },
        .book("spread", "USDC", .even, "Best ask less best bid.") { $0.book.spread },
        .book("spread_ticks", "ticks", .even, "Spread in ticks.") { $0.book.spreadTicks },
        .book("spread_pct", "ratio", .none, "Spread over mid.") { $0.book.spread / $0.book.mid },
        .book("spread_rel_bound", "ratio", .even, "Spread over the distance of the mid to 0 or 1.") {
            $0.book.spread / $0.book.boundDistance
        },
        .book("spread_logit", "logit", .even, "L(best ask) - L(best bid).") { $0.book.spreadLogit },
        .book("spread_bps", "bps", .none, trains: false, "Spread over mid in basis points.") {
            1e4 * $0.book.spread / $0.book.mid
        },
        .book("spread_ewma_5m", "USDC", .even, window: .minutes(5), "Time-weighted mean spread.") {
            $0.activity.spreadMean
        },
        .book(
            "spread_z_24h", "sd", .even, window: .hours(24), "Spread against its mean and deviation over the day."
        ) { $0.series.spreadZscore },
    ]

    private static let depth: [FeatureDefinition] = [
        .book("bid_depth_total", "shares", .swap("ask_depth_total"), isLevel: true, "Sizes of the 5 best bids.") {
            $0.book.bids.depth(levels: 5)
        },
        .book("ask_depth_total", "shares", .swap("bid_depth_total"), isLevel: true, "Sizes of the 5 best asks.") {
            $0.book.asks.depth(levels: 5)
        },
        .book("total_depth", "shares", .even, trains: false, isLevel: true, "Sizes of 5 levels on both sides.") {
            $0.book.totalDepth
        },
        .book("log_total_depth", "ln shares", .even, "ln(1 + total_depth).") { log(1 + $0.book.totalDepth) },
        .book("bid_depth_usd_5", "USDC", .swap("ask_collateral_usd_5"), isLevel: true, "Sum of b B over 5 levels.") {
            $0.book.bids.sum { $0 }
        },
        .book("ask_collateral_usd_5", "USDC", .swap("bid_depth_usd_5"), isLevel: true, "Sum of (1 - a) A, 5 levels.") {
            $0.book.asks.sum { 1 - $0 }
        },
        .book("depth_imbalance", "ratio", .odd, "(bids - asks) / (bids + asks), sizes of 5 levels.") {
            $0.book.imbalance(levels: 5)
        },
        .book("queue_imbalance_l1", "ratio", .odd, "The same at the best level.") { $0.book.imbalance(levels: 1) },
        .book("depth_imbalance_3", "ratio", .odd, "The same of 3 levels.") { $0.book.imbalance(levels: 3) },
        .book("depth_imbalance_10", "ratio", .odd, "The same of 10 levels.") { $0.book.imbalance(levels: 10) },
        .book("depth_imbalance_decay", "ratio", .odd, "The same, weighted by e^(-d / 2), d ticks from mid.") {
            $0.book.imbalanceDecayed
        },
    ]

    private static let levels: [FeatureDefinition] =
        (0..<5).map { index in
            .book(
                "bid_depth_L\(index + 1)", "shares", .swap("ask_depth_L\(index + 1)"), isLevel: true,
                "Size of bid level \(index + 1)."
            ) { $0.book.bids.sizes[index] }
        }
        + (0..<5).map { index in
            .book(
                "ask_depth_L\(index + 1)", "shares", .swap("bid_depth_L\(index + 1)"), isLevel: true,
                "Size of ask level \(index + 1)."
            ) { $0.book.asks.sizes[index] }
        }

    private static let shape: [FeatureDefinition] = [
        .book("depth_1c_bid", "shares", .swap("depth_1c_ask"), isLevel: true, "Sizes within 0.01 of the best bid.") {
            $0.book.bids.depthOneCent
        },
        .book("depth_1c_ask", "shares", .swap("depth_1c_bid"), isLevel: true, "Sizes within 0.01 of the best ask.") {
            $0.book.asks.depthOneCent
        },
        .book("imbalance_1c", "ratio", .odd, "(bids - asks) / (bids + asks), sizes within 0.01 of the best.") {
            BookObservation.imbalance($0.book.bids.depthOneCent, $0.book.asks.depthOneCent)
        },
        .book("imbalance_5c", "ratio", .odd, "The same within 0.05.") {
            BookObservation.imbalance($0.book.bids.depthFiveCents, $0.book.asks.depthFiveCents)
        },
        .book(
            "weighted_mid", "USDC", .complement("weighted_mid"), trains: false,
            "Each best price weighted by the size on the other side."
        ) { $0.book.quote.weightedMid },
        .book("mid_vs_weighted", "ticks", .odd, "Weighted mid less mid.") { $0.book.weightedMidGap },
        .book("micro_price_gap", "ticks", .odd, "Fitted micro-price less mid; the weighted mid's until one is fitted.")
        {
            $0.microPriceGap
        },
        .book("vamp_gap", "ticks", .odd, "Volume-adjusted mid of 5 levels less mid.") { $0.book.volumeAdjustedGap },
        .book(
            "bid_depth_slope", "shares/tick", .swap("ask_depth_slope"), isLevel: true,
            "Slope of cumulative bid size on distance, 5 levels."
        ) { $0.book.bidSlope },
        .book(
            "ask_depth_slope", "shares/tick", .swap("bid_depth_slope"), isLevel: true,
            "Slope of cumulative ask size on distance, 5 levels."
        ) { $0.book.askSlope },
        .book("slope_imbalance", "ratio", .odd, "(bids - asks) / (bids + asks) of the slopes.") {
            BookObservation.imbalance($0.book.bidSlope, $0.book.askSlope)
        },
        .book("bid_top_share", "ratio", .swap("ask_top_share"), "Best bid's share of 5 levels.") {
            $0.book.bids.topShare
        },
        .book("ask_top_share", "ratio", .swap("bid_top_share"), "Best ask's share of 5 levels.") {
            $0.book.asks.topShare
        },
        .book("bid_price_range", "ticks", .swap("ask_price_range"), "Best to fifth bid.") {
            $0.book.bids.rangeOfFive / Double($0.book.tickUnits)
        },
        .book("ask_price_range", "ticks", .swap("bid_price_range"), "Best to fifth ask.") {
            $0.book.asks.rangeOfFive / Double($0.book.tickUnits)
        },
        .book("bid_gap_l2", "ticks", .swap("ask_gap_l2"), "Best to second bid.") {
            $0.book.bids.gapOfTwo / Double($0.book.tickUnits)
        },
        .book("ask_gap_l2", "ticks", .swap("bid_gap_l2"), "Best to second ask.") {
            $0.book.asks.gapOfTwo / Double($0.book.tickUnits)
        },
        .book("price_impact_10usd", "ratio", .none, "VWAP of buying for 10 USDC over mid, less 1.") {
            $0.book.buyImpact(dollars: 10)
        },
        .book("price_impact_50usd", "ratio", .none, "VWAP of buying for 50 USDC over mid, less 1.") {
            $0.book.buyImpact(dollars: 50)
        },
        .book("price_impact_100usd", "ratio", .none, "VWAP of buying for 100 USDC over mid, less 1.") {
            $0.book.buyImpact(dollars: 100)
        },
        .book("buy_impact_50_ticks", "ticks", .swap("sell_impact_50_ticks"), "VWAP of buying for 50 USDC less mid.") {
            ($0.book.buyPrice(dollars: 50) - $0.book.mid) / $0.book.tick
        },
        .book(
            "sell_impact_50_ticks", "ticks", .swap("buy_impact_50_ticks"),
            "Mid less VWAP of selling for 50 USDC of collateral."
        ) { ($0.book.mid - $0.book.sellPrice(dollars: 50)) / $0.book.tick },
        .book("roundtrip_cost_50", "USDC", .even, "The two VWAPs' difference and both fees, per share.") {
            $0.book.roundTrip(fee: $0.instrument.fee)
        },
    ]

    private static let flow: [FeatureDefinition] = [
        .book("ofi_l1_10s", "shares", .odd, window: .seconds(10), isLevel: true, "Order flow imbalance, decayed.") {
            $0.orderFlow[0]
        },
        .book("ofi_l1_60s", "shares", .odd, window: .seconds(60), isLevel: true, "Order flow imbalance, decayed.") {
            $0.orderFlow[1]
        },
        .book("ofi_l1_5m", "shares", .odd, window: .minutes(5), isLevel: true, "Order flow imbalance, decayed.") {
            $0.orderFlow[2]
        },
        .book("ofi_l1_norm_5m", "ratio", .odd, window: .minutes(5), "ofi_l1_5m over mean depth.") {
            $0.bestFlowOverDepth
        },
    ]

    private static let deeperFlow: [FeatureDefinition] =
        (0..<4).map { index in
            .book(
                "mlofi_\(index + 2)_60s", "shares", .odd, window: .seconds(60), isLevel: true,
                "Order flow imbalance at level \(index + 2), decayed."
            ) { $0.activity.levelFlow[index] }
        }

    private static let activity: [FeatureDefinition] = [
        .book(
            "mlofi_int_60s", "ratio", .odd, version: 2, window: .seconds(60),
            "Weighted flow of 5 levels over mean depth."
        ) {
            $0.activity.integratedFlow
        },
        .book(
            "net_add_bid_60s", "shares", .swap("net_add_ask_60s"), window: .seconds(60), isLevel: true,
            "Added to bids within 5 ticks less cancelled, decayed."
        ) { $0.activity.netBids },
        .book(
            "net_add_ask_60s", "shares", .swap("net_add_bid_60s"), window: .seconds(60), isLevel: true,
            "Added to asks within 5 ticks less cancelled, decayed."
        ) { $0.activity.netAsks },
        .book("book_update_rate_60s", "1/s", .even, window: .seconds(60), "Book messages a second, decayed.") {
            $0.activity.updateRate
        },
        .book(
            "cancel_trade_ratio_5m", "ratio", .even, window: .minutes(5),
            "Decreases within 5 ticks that were not traded, over traded shares + 1."
        ) { $0.activity.cancelTradeRatio },
        .book("bbo_age_s", "s", .even, "Time since the best prices changed.") { $0.activity.quoteAge },
        .book("bbo_lifetime_ewma", "s", .even, window: .minutes(15), "Mean time between changes of the best prices.") {
            $0.activity.quoteLifetime
        },
        .book("levels_bid", "count", .swap("levels_ask"), "Number of bid levels.") {
            $0.book.bids.levelCountIfSized
        },
        .book("levels_ask", "count", .swap("levels_bid"), "Number of ask levels.") {
            $0.book.asks.levelCountIfSized
        },
    ]
}

extension FeatureDefinition {
    fileprivate static func book(
        _ name: String, _ unit: String, _ parity: Parity, version: Int = 1, trains: Bool = true,
        window: Duration? = nil, isLevel: Bool = false, _ summary: String, _ formula: @escaping Formula
    ) -> Self {
        Self(
            name, .orderBook, unit, parity, version: version, trains: trains, window: window, isLevel: isLevel,
            summary, formula: formula)
    }
}
