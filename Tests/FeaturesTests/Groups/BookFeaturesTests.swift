@testable import Features
import Glibc
import Market
import TestSupport
import Testing

/// Goal: the order book's features have the values one computes by hand. Method: one book of six levels a side.
struct BookFeaturesTests {
    /// Bids 0.40 x 100, 0.39 x 200, 0.38 x 50, 0.36 x 150, 0.35 x 300, 0.10 x 1000; asks 0.42 x 60, 0.43 x 40, 0.45 x
    /// 100, 0.46 x 100, 0.50 x 200, 0.90 x 500.
    static func book(_ script: inout EventScript) {
        script.snapshot(
            bids: [(0.40, 100), (0.39, 200), (0.38, 50), (0.36, 150), (0.35, 300), (0.10, 1_000)],
            asks: [(0.42, 60), (0.43, 40), (0.45, 100), (0.46, 100), (0.50, 200), (0.90, 500)])
    }

    func values() throws -> FeatureRow {
        try #require(
            row { script in
                Self.book(&script)
                script.wait(.minutes(1))
            })
    }

    func check(_ expected: [(String, Double)]) throws {
        let row = try values()
        for (name, value) in expected { #expect(isClose(row[name], value), "\(name): \(row[name]), not \(value)") }
    }

    @Test func pricesAndSpread() throws {
        try check([
            ("best_bid", 0.40), ("best_ask", 0.42), ("mid_price", 0.41), ("spread", 0.02), ("spread_ticks", 2),
            ("spread_pct", 0.02 / 0.41), ("spread_rel_bound", 0.02 / 0.41), ("spread_bps", 200 / 0.41),
            ("spread_logit", log(0.42 / 0.58) - log(0.40 / 0.60)), ("p_market", 0.41),
            ("logit_p", log(0.41 / 0.59)), ("bound_dist", 0.41), ("ticks_to_bound", 41),
        ])
    }

    @Test func depth() throws {
        try check([
            ("bid_depth_total", 800), ("ask_depth_total", 500), ("total_depth", 1_300),
            ("log_total_depth", log(1_301)), ("depth_imbalance", 300.0 / 1_300),
            ("queue_imbalance_l1", 40.0 / 160), ("bid_depth_L1", 100), ("bid_depth_L2", 200), ("bid_depth_L3", 50),
            ("bid_depth_L4", 150), ("bid_depth_L5", 300), ("ask_depth_L1", 60), ("ask_depth_L2", 40),
            ("ask_depth_L3", 100), ("ask_depth_L4", 100), ("ask_depth_L5", 200), ("depth_1c_bid", 300),
            ("depth_1c_ask", 100), ("levels_bid", 6), ("levels_ask", 6),
        ])
    }

    @Test func theWeightedMidLeansTowardsTheThinSide() throws {
        let weighted = (0.42 * 100 + 0.40 * 60) / 160
        try check([
            ("weighted_mid", weighted), ("mid_vs_weighted", (weighted - 0.41) / 0.01),
            ("micro_price_gap", (weighted - 0.41) / 0.01),
        ])
        #expect(weighted > 0.41)
    }

    @Test func slopesOfCumulativeSizeAndRanges() throws {
        // Distances 0, 1, 2, 4, 5 ticks; cumulative bids 100, 300, 350, 500, 800; asks at 0, 1, 3, 4, 8: 60, 100,
        // 200, 300, 500.
        func slope(_ x: [Double], _ y: [Double]) -> Double {
            let meanX = x.reduce(0, +) / 5
            let meanY = y.reduce(0, +) / 5
            let sxy = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
            return sxy / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
        }
        try check([
            ("bid_depth_slope", slope([0, 1, 2, 4, 5], [100, 300, 350, 500, 800])),
            ("ask_depth_slope", slope([0, 1, 3, 4, 8], [60, 100, 200, 300, 500])),
            ("bid_price_range", 5), ("ask_price_range", 8),
        ])
    }

    @Test func impactIsThePriceOfWalkingTheAsks() throws {
        // 60 x 0.42 = 25.2 USDC and 40 x 0.43 = 17.2 USDC are on the first two levels.
        let fifty = 50 / (60 + 40 + (50 - 42.4) / 0.45)
        let hundred = 100 / (60 + 40 + 100 + (100 - 87.4) / 0.46)
        try check([
            ("price_impact_10usd", 0.42 / 0.41 - 1), ("price_impact_50usd", fifty / 0.41 - 1),
            ("price_impact_100usd", hundred / 0.41 - 1),
        ])
    }

    @Test func anAbsentLevelIsMissingAndAShorterSumIsReal() throws {
        let row = try #require(
            row { script in
                script.snapshot(bids: [(0.40, 10), (0.39, 5)], asks: [(0.42, 10)])
                script.wait(.minutes(1))
            })
        #expect(row["bid_depth_total"] == 15 && row["ask_depth_total"] == 10)
        #expect(row["bid_depth_L2"] == 5 && row["bid_depth_L3"].isNaN && row["ask_depth_L2"].isNaN)
        for name in ["bid_depth_slope", "ask_depth_slope", "bid_price_range", "ask_price_range"] {
            #expect(row[name].isNaN, "\(name)")
        }
        #expect(isClose(row["price_impact_10usd"].isNaN ? 1 : 0, 1), "ten shares at 0.42 are not worth 10 USDC")
    }

    @Test func impactLooksAtTenLevelsOnly() throws {
        func impact(levels: Int) throws -> Double {
            let asks = (0..<levels).map { (0.42 + 0.01 * Double($0), 2.0) }
            return try #require(
                row { script in
                    script.snapshot(bids: [(0.40, 10)], asks: asks)
                    script.wait(.minutes(1))
                })["price_impact_10usd"]
        }
        // Ten levels hold 2 x (0.42 + ... + 0.51) = 9.3 USDC.
        #expect(try impact(levels: 10).isNaN)
        #expect(try impact(levels: 20).isNaN)
    }

    @Test func depthWithinACentHoldsAllLevelsAtAFineTick() throws {
        let bids = (0..<14).map { (0.400 - 0.001 * Double($0), 1.0) }
        let row = try #require(
            row({ $0.tick = 10 }) { script in
                script.snapshot(bids: bids, asks: [(0.41, 7), (0.42, 5), (0.421, 100)])
                script.wait(.minutes(1))
            })
        #expect(row["depth_1c_bid"] == 11)
        #expect(row["depth_1c_ask"] == 12)
        #expect(isClose(row["spread_ticks"], 10))
    }

    @Test func orderFlowFollowsTheBookEvents() throws {
        let row = try #require(
            row { script in
                Self.book(&script)
                script.wait(.seconds(50))
                script.delta(.bid, 0.40, 150)  // + 50
                script.wait(.seconds(10))
                script.delta(.ask, 0.42, 0)  // ask rises to 0.43: + 60
            })
        #expect(isClose(row["ofi_l1_10s"], 50 * 0.5 + 60))
        #expect(isClose(row["ofi_l1_60s"], 50 * exp2(-10.0 / 60) + 60))
        #expect(row["ofi_l1_5m"].isNaN)
    }

    @Test func aChangeOfTickSizeIsNoOrderFlow() throws {
        let row = try #require(
            row { script in
                Self.book(&script)
                script.wait(.minutes(5))
                script.append(.tickChanged(10))
                script.snapshot(bids: [(0.409, 5_000)], asks: [(0.411, 10)])
                script.wait(.minutes(1))
            })
        #expect(row["ofi_l1_60s"] == 0)
        #expect(isClose(row["tick_size"], 0.001) && isClose(row["spread_ticks"], 2))
    }

    @Test func theFirstBookAfterAResyncIsNoOrderFlow() throws {
        let row = try #require(
            row { script in
                Self.book(&script)
                script.wait(.minutes(5))
                script.append(.resynced)
                script.snapshot(bids: [(0.41, 5_000)], asks: [(0.42, 10)])
                script.wait(.minutes(1))
            })
        #expect(row["ofi_l1_60s"] == 0)
    }
}
