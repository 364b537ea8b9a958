import Features
import Testing

/// Goal: the schema is what models and stored rows are tied to. Method: golden hash, and the catalogue's lists.
struct FeatureSchemaTests {
    let schema = FeatureSchema.current

    @Test func theHashIsTheGoldenOne() {
        #expect(schema.hash.hex == "f99e18a95020feb238897e280a7971aa62a53986c47fd4df49b84d2f4423787c")
        #expect(schema.columns.count == 269)
        #expect("\(schema.hash)" == schema.hash.hex)
    }

    @Test func theHashOfAnEmptySchemaIsThatOfNoBytes() {
        let empty = FeatureSchema(columns: [])
        #expect(empty.hash.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func theHashDependsOnOrderAndVersionOnly() {
        let columns = Array(schema.columns.prefix(2))
        var raised = columns[0]
        raised = FeatureColumn(
            name: raised.name, version: 2, group: raised.group, unit: raised.unit, parity: raised.parity,
            summary: raised.summary)
        let renamed = FeatureColumn(
            name: columns[0].name, version: columns[0].version, group: .contextual, unit: "m", parity: .none,
            summary: "another text")
        let hash = FeatureSchema(columns: columns).hash
        #expect(FeatureSchema(columns: columns.reversed()).hash != hash)
        #expect(FeatureSchema(columns: [raised, columns[1]]).hash != hash)
        #expect(FeatureSchema(columns: [renamed, columns[1]]).hash == hash)
    }

    @Test func columnsAreFoundByName() {
        for (index, column) in schema.columns.enumerated() { #expect(schema.index(of: column.name) == index) }
        #expect(schema.index(of: "spred_bps") == nil)
    }

    @Test func everyFeatureOfTheOriginalIsThere() {
        let names = """
            best_bid best_ask mid_price spread spread_pct spread_bps bid_depth_total ask_depth_total total_depth \
            log_total_depth depth_imbalance bid_depth_L1 bid_depth_L2 bid_depth_L3 bid_depth_L4 bid_depth_L5 \
            ask_depth_L1 ask_depth_L2 ask_depth_L3 ask_depth_L4 ask_depth_L5 weighted_mid mid_vs_weighted \
            bid_depth_slope ask_depth_slope bid_price_range ask_price_range price_impact_10usd price_impact_50usd \
            price_impact_100usd return_5m return_15m return_1h return_4h return_24h volatility_raw \
            volatility_annualized sma_5 sma_20 price_vs_sma5 price_vs_sma20 sma5_vs_sma20 autocorr_lag1 \
            hurst_exponent price_percentile_20 num_trades log_num_trades trade_price_mean trade_price_std \
            trade_price_min trade_price_max trade_price_range trade_volume_total trade_volume_mean \
            trade_volume_std log_trade_volume buy_ratio sell_ratio order_flow_imbalance \
            trade_intensity_per_minute recent_trade_return effective_spread_pct liquidity_score market_volume \
            market_liquidity log_volume log_liquidity p_market regime is_volatile_regime is_calm_regime \
            flow_depth_agreement flow_depth_combined momentum_strength mean_reversion_signal quality_factor \
            time_to_resolution_hours time_to_resolution_days log_time_to_resolution hour_of_day day_of_week \
            is_weekend
            """
        for name in names.split(separator: " ") { #expect(schema.index(of: String(name)) != nil, "\(name)") }
        let added = "ofi_l1_10s ofi_l1_60s ofi_l1_5m micro_price_gap dlogit_1m dlogit_5m dlogit_15m dlogit_1h dlogit_4h"
        for name in added.split(separator: " ") { #expect(schema.index(of: String(name)) != nil, "\(name)") }
    }

    @Test func theReportOnlyColumnsAreTheCatalogues21() {
        let names: Set<String> = [
            "spread_bps", "volatility_annualized", "sell_ratio", "time_to_resolution_days", "hour_of_day",
            "day_of_week", "best_bid", "best_ask", "mid_price", "weighted_mid", "sma_5", "sma_20",
            "trade_price_mean", "trade_price_min", "trade_price_max", "total_depth", "num_trades",
            "trade_volume_total", "market_volume", "market_liquidity", "time_to_resolution_hours",
        ]
        #expect(Set(schema.columns.filter { !$0.trains }.map(\.name)) == names)
    }

    @Test func whatStandsOnFittedTablesSaysSoByItsVersion() throws {
        for (name, version) in [("micro_price_gap", 1), ("micro_x_vol", 1), ("edge_to_cost", 1), ("mlofi_int_60s", 2)] {
            #expect(schema.columns[try #require(schema.index(of: name))].version == version)
        }
    }

    @Test func twinsNameEachOther() throws {
        for column in schema.columns {
            switch column.parity {
            case .swap(let twin):
                let index = try #require(schema.index(of: twin), "\(column.name)")
                #expect(schema.columns[index].parity == .swap(column.name))
            case .complement(let twin):
                let index = try #require(schema.index(of: twin), "\(column.name)")
                #expect(schema.columns[index].parity == .complement(column.name))
            case .even, .odd, .none: break
            }
        }
    }

    @Test func aLaggedDifferenceNeedsItsWholeLagAndOthersHalfTheirWindow() throws {
        let lagged = schema.columns[try #require(schema.index(of: "return_4h"))]
        #expect(lagged.window == .seconds(14_400) && lagged.minSpan == .seconds(14_400))
        let rolling = schema.columns[try #require(schema.index(of: "hurst_exponent"))]
        #expect(rolling.window == .seconds(86_400) && rolling.minSpan == .seconds(43_200))
    }

    @Test func everyColumnSaysWhatItIs() {
        for column in schema.columns { #expect(!column.summary.isEmpty, "\(column.name)") }
    }
}
