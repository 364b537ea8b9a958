@testable import Features
import Glibc
import Market
import TestSupport
import Testing

/// Goal: trade flow by hand. Method: one watched hour with five trades; mid 0.41, depth 80 shares.
struct TradeFlowFeaturesTests {
    static func book(_ script: inout EventScript) {
        script.snapshot(bids: [(0.40, 100)], asks: [(0.42, 60)])
    }

    /// Minutes 10, 20, 56, 58 and 59: bought 10 at 0.42, sold 30 at 0.40, unknown 20 at 0.41, bought 40 at 0.43,
    /// bought 5 at 0.42; the row is drawn at minute 60.
    func hour() throws -> FeatureRow {
        try #require(
            row { script in
                Self.book(&script)
                script.wait(.minutes(10))
                script.trade(0.42, 10, .buy)
                script.wait(.minutes(10))
                script.trade(0.40, 30, .sell)
                script.wait(.minutes(36))
                script.trade(0.41, 20, .unknown)
                script.wait(.minutes(2))
                script.trade(0.43, 40, .buy)
                script.wait(.minutes(1))
                script.trade(0.42, 5, .buy)
                script.wait(.minutes(1))
            })
    }

    func check(_ expected: [(String, Double)]) throws {
        let row = try hour()
        for (name, value) in expected {
            #expect(isClose(row[name], value, relative: 2e-6), "\(name): \(row[name]), not \(value)")
        }
    }

    @Test func countsVolumesAndPrices() throws {
        let mean = (10 * 0.42 + 30 * 0.40 + 20 * 0.41 + 40 * 0.43 + 5 * 0.42) / 105
        let squares: [(Double, Double)] = [(10, 0.42), (30, 0.40), (20, 0.41), (40, 0.43), (5, 0.42)]
        let variance = squares.reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) } / 105
        let sizes = [10.0, 30, 20, 40, 5]
        let sizeVariance = sizes.reduce(0) { $0 + ($1 - 21) * ($1 - 21) } / 5
        try check([
            ("num_trades", 5), ("log_num_trades", log(6)), ("trade_price_mean", mean),
            ("vwap_gap", (0.41 - mean) / 0.01), ("trade_price_std", sqrt(variance)), ("trade_price_min", 0.40),
            ("trade_price_max", 0.43), ("trade_price_range", 0.03), ("trade_volume_total", 105),
            ("trade_volume_mean", 21), ("trade_volume_std", sqrt(sizeVariance)), ("log_trade_volume", log(106)),
        ])
    }

    @Test func anUnknownSideIsNotASell() throws {
        try check([
            ("buy_ratio", 0.75), ("sell_ratio", 0.25), ("buy_volume_ratio", 55.0 / 85),
            ("order_flow_imbalance", 25.0 / 85),
        ])
    }

    @Test func decayedFlowOverDepth() throws {
        func flow(_ halfLife: Double) -> Double {
            let trades: [(Double, Double)] = [(3_000, 10), (2_400, -30), (120, 40), (60, 5)]
            return trades.reduce(0) { $0 + $1.1 * exp2(-$1.0 / halfLife) } / 80
        }
        let ages = [3_000.0, 2_400, 240, 120, 60]
        let intensity = ages.reduce(0) { $0 + exp2(-$1 / 300) } * log(2) / 300 * 60
        try check([
            ("tfi_1m", flow(60)), ("tfi_5m", flow(300)), ("tfi_15m", flow(900)), ("tfi_1h", flow(3_600)),
            ("trade_intensity_per_minute", intensity),
        ])
    }

    @Test func theEffectiveSpreadIsThatOfTradesAgainstTheMidBefore() throws {
        // 2 e (p - m): +0.02 for each but the buy at 0.43, which paid 0.04; the unknown side counts not.
        let trades: [(Double, Double)] = [(3_000, 0.02), (2_400, 0.02), (120, 0.04), (60, 0.02)]
        let weight = trades.reduce(0) { $0 + exp2(-$1.0 / 3_600) }
        let spread = trades.reduce(0) { $0 + $1.1 * exp2(-$1.0 / 3_600) } / weight
        try check([("effective_spread_1h", spread), ("effective_spread_pct", spread / 0.41)])
    }

    @Test func theLastTradeIsComparedWithTradesOlderThanFiveMinutes() throws {
        let older = (10 * 0.42 + 30 * 0.40) / 40
        try check([("recent_trade_return", log(0.42 / 0.58) - log(older / (1 - older)))])
    }

    @Test func anHourLaterTheTradesAreGone() throws {
        let row = try #require(
            row { script in
                Self.book(&script)
                script.wait(.minutes(30))
                script.trade(0.42, 10, .buy)
                script.wait(.minutes(60))
            })
        #expect(row["num_trades"] == 0 && row["trade_volume_total"] == 0 && row["log_trade_volume"] == 0)
        for name in ["trade_price_mean", "trade_volume_mean", "buy_ratio", "order_flow_imbalance", "vwap_gap"] {
            #expect(row[name].isNaN, "\(name)")
        }
        #expect(isClose(row["tfi_1h"], 10 * 0.5 / 80))
    }

    @Test func withoutAnyTradeFeedNothingIsSaidOfTrades() throws {
        let row = try #require(
            row { script in
                Self.book(&script)
                script.wait(.minutes(90))
            })
        for column in FeatureSchema.current.columns where column.group == .tradeFlow {
            #expect(row[column.name].isNaN, "\(column.name)")
        }
    }

    @Test func noTradesAreZeroOnceTheFeedWasWatched() throws {
        func trades(watched minutes: Int) throws -> FeatureRow {
            try #require(
                row { script in
                    Self.book(&script)
                    script.trade(0.42, 10, .buy)
                    script.append(.gap)
                    script.wait(.minutes(120))
                    Self.book(&script)
                    script.wait(.minutes(minutes))
                })
        }
        #expect(try trades(watched: 29)["num_trades"].isNaN)
        #expect(try trades(watched: 30)["num_trades"] == 0)
        #expect(try trades(watched: 2)["tfi_5m"].isNaN)
        #expect(try !trades(watched: 3)["tfi_5m"].isNaN)
    }

    @Test func aTradeThatCameAMinuteLateEntersNoState() throws {
        let row = try #require(
            row { script in
                Self.book(&script)
                script.wait(.minutes(40))
                script.trade(0.42, 10, .buy)
                script.trade(0.10, 900, .sell, delay: .seconds(61))
                script.wait(.minutes(1))
            })
        #expect(row["num_trades"] == 1 && row["trade_volume_total"] == 10)
    }
}
