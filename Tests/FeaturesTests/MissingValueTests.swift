import Features
import Market
import TestSupport
import Testing

/// Goal: what is not known is NaN, and what has no healthy book has no row.
struct MissingValueTests {
    /// Rows at minute 2, after `build` spoiled the book at minute 1.
    func rowsAfter(_ build: (inout EventScript) -> Void) -> [FeatureRow] {
        var script = EventScript(start: monday)
        script.list(.sample(onMinutes))
        BookFeaturesTests.book(&script)
        script.wait(.seconds(90))
        build(&script)
        script.wait(.seconds(30))
        return Driver.rows(script.events, through: script.time)
    }

    @Test func anUnhealthyBookGivesNoRow() {
        let twoRows = 2
        #expect(rowsAfter { _ in }.count == twoRows + 1)
        #expect(rowsAfter { $0.snapshot(bids: [], asks: []) }.count == twoRows)
        #expect(rowsAfter { $0.snapshot(bids: [(0.4, 1)], asks: []) }.count == twoRows)
        #expect(rowsAfter { $0.snapshot(bids: [], asks: [(0.4, 1)]) }.count == twoRows)
        #expect(rowsAfter { $0.snapshot(bids: [(0.4, 1)], asks: [(0.4, 1)]) }.count == twoRows)
        #expect(rowsAfter { $0.quote(nil, 0.5) }.count == twoRows)
        #expect(rowsAfter { $0.append(.gap) }.count == twoRows)
        #expect(rowsAfter { $0.append(.tickChanged(10)) }.count == twoRows)
        #expect(rowsAfter { $0.snapshot(bids: [(0.3, 1), (0.4, 1)], asks: [(0.5, 1)]) }.count == twoRows)
        #expect(rowsAfter { $0.append(.resynced) }.count == twoRows + 1)
    }

    @Test func quotesWithoutSizesGivePricesButNothingOfDepth() throws {
        var stream = RandomStream()
        stream.instrument = .sample(onMinutes)
        stream.hasOnlyQuotes = true
        stream.hasTrades = false
        stream.spacing = 60
        let end = monday + .hours(26)
        let row = try #require(
            Driver.rows(stream.events(seed: 1, from: monday, until: end), step: .minutes(5), through: end).last)
        let needsSizes: Set<String> = [
            "bid_depth_total", "ask_depth_total", "total_depth", "log_total_depth", "depth_imbalance",
            "queue_imbalance_l1", "bid_depth_L1", "bid_depth_L2", "bid_depth_L3", "bid_depth_L4", "bid_depth_L5",
            "ask_depth_L1", "ask_depth_L2", "ask_depth_L3", "ask_depth_L4", "ask_depth_L5", "depth_1c_bid",
            "depth_1c_ask", "weighted_mid", "mid_vs_weighted", "micro_price_gap", "bid_depth_slope",
            "ask_depth_slope", "bid_price_range", "ask_price_range", "price_impact_10usd", "price_impact_50usd",
            "price_impact_100usd", "ofi_l1_10s", "ofi_l1_60s", "ofi_l1_5m", "levels_bid", "levels_ask", "ewma_vol_1m",
            "ewma_vol_15m", "ewma_vol_4h", "vol_ratio_1m_4h", "liquidity_score", "regime", "is_volatile_regime",
            "is_calm_regime", "quality_factor", "ask_collateral_usd_5", "ask_gap_l2", "ask_top_share",
            "bid_depth_usd_5", "bid_gap_l2", "bid_top_share", "buy_impact_50_ticks", "cancel_trade_ratio_5m",
            "depth_cv_1h", "depth_imbalance_10", "depth_imbalance_3", "depth_imbalance_decay", "edge_to_cost",
            "imbalance_1c", "imbalance_5c", "jump_reversal", "micro_x_vol", "mlofi_2_60s", "mlofi_3_60s",
            "mlofi_4_60s", "mlofi_5_60s", "mlofi_int_60s", "net_add_ask_60s", "net_add_bid_60s", "ofi_l1_norm_5m",
            "roundtrip_cost_50", "sell_impact_50_ticks", "slope_imbalance", "vamp_gap", "jump_age_s",
        ]
        let needsTrades = Set(FeatureSchema.current.columns.filter { $0.group == .tradeFlow }.map(\.name))
            .union([
                "effective_spread_pct", "flow_depth_agreement", "flow_depth_combined", "ofi_tfi_gap", "ofi_x_lambda",
                "quote_to_trade_24h", "resilience_hl_s", "roll_to_quoted", "how_volume_pct",
            ])
        let needsAnnouncement: Set<String> = [
            "market_volume", "market_liquidity", "log_volume", "log_liquidity", "time_to_resolution_hours",
            "time_to_resolution_days", "log_time_to_resolution", "life_fraction", "market_age_h", "past_end_date",
            "var_budget_rate", "category_code", "game_start_h", "resolution_state", "reward_active",
            "reward_band_share", "ext_ref_move_15m",
        ]
        // One feed, and no resync in it.
        let needsOthers = Set(FeatureSchema.current.columns.filter { $0.group == .crossMarket }.map(\.name))
            .subtracting(["event_n", "event_rank"]).union(["resync_age_s", "platform_activity_z"])
        let missing = Set(FeatureSchema.current.columns.map(\.name).filter { row[$0].isNaN })
        let expected = needsSizes.union(needsTrades).union(needsAnnouncement).union(needsOthers)
        #expect(missing.symmetricDifference(expected).sorted() == [])
        #expect(row.context.bidSize == nil && row.context.askSize == nil)
    }

    @Test func theFirstRowKnowsTheBookAndNoHistory() throws {
        var script = EventScript(start: monday)
        script.list(.sample(onMinutes))
        BookFeaturesTests.book(&script)
        let row = try #require(Driver.rows(script.events, through: monday).first)
        for column in FeatureSchema.current.columns where column.window != nil {
            #expect(row[column.name].isNaN, "\(column.name)")
        }
        #expect(isClose(row["mid_price"], 0.41) && row["bid_depth_total"] == 800)
    }

    @Test func valuesAreFiniteOrTheOneNaNAndNeverANegativeZero() {
        var stream = RandomStream()
        stream.hasFaults = true
        stream.spacing = 20
        let end = monday + .hours(25)
        let rows = Driver.rows(stream.events(seed: 2, from: monday, until: end), step: .minutes(5), through: end)
        for row in rows {
            for value in row.values {
                #expect(value.isFinite || value.bitPattern == Float.nan.bitPattern)
                #expect(value.bitPattern != Float(-0.0).bitPattern)
            }
        }
        #expect(rows.count > 200)
    }

    @Test func anInfiniteResultIsMissingAndCounted() throws {
        var script = EventScript(start: monday)
        var instrument = Instrument.sample(onMinutes)
        instrument.volume = -1
        script.list(instrument)
        BookFeaturesTests.book(&script)
        var driver = Driver()
        driver.apply(script.events)
        driver.draw(through: monday)
        let index = try #require(FeatureSchema.current.index(of: "log_volume"))
        #expect(driver.rows.first?["log_volume"].isNaN == true)
        #expect(driver.pipeline.infiniteCounts[index] == 1)
        #expect(driver.pipeline.infiniteCounts.reduce(0, +) == 1)
    }
}
