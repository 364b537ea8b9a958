@testable import Features
import Glibc
import Market
import TestSupport
import Testing

/// Goal: quality, derived and calendar features by hand.
struct OtherFeaturesTests {
    @Test func costAndLiquidity() throws {
        let row = try #require(
            row({ $0.fee = FeeRate(millionths: 50_000) }) { script in
                BookFeaturesTests.book(&script)
                script.wait(.seconds(45))
                script.delta(.bid, 0.10, 999)
                script.wait(.seconds(15))
            })
        let breakeven = 0.02 + 0.05 * (0.42 * 0.58 + 0.40 * 0.60)
        let score = log(1 + 300 + 100.0) - log(2)
        #expect(isClose(row["taker_fee_rate"], 0.05) && isClose(row["tick_size"], 0.01))
        #expect(isClose(row["breakeven_move"], breakeven))
        #expect(isClose(row["liquidity_score"], score))
        #expect(isClose(row["quality_factor"], score - log(1 + breakeven / 0.01)))
        #expect(isClose(row["book_age_s"], 15))
        #expect(row.context.fee == FeeRate(millionths: 50_000))
    }

    @Test func aChangeOfFeeIsSeenAtOnce() throws {
        let row = try #require(
            row { script in
                BookFeaturesTests.book(&script)
                script.append(.feeChanged(FeeRate(millionths: 20_000)))
                script.wait(.minutes(1))
            })
        #expect(isClose(row["taker_fee_rate"], 0.02))
        #expect(row.context.fee == FeeRate(millionths: 20_000))
    }

    @Test func announcedAmountsLastAnHour() throws {
        func volume(after minutes: Int) throws -> FeatureRow {
            try #require(
                row({ instrument in
                    instrument.volume = 999
                    instrument.liquidity = 99
                }) { script in
                    BookFeaturesTests.book(&script)
                    script.wait(.minutes(minutes))
                })
        }
        let fresh = try volume(after: 60)
        #expect(fresh["market_volume"] == 999 && fresh["market_liquidity"] == 99)
        #expect(isClose(fresh["log_volume"], log(1_000)) && isClose(fresh["log_liquidity"], log(100)))
        let old = try volume(after: 61)
        for name in ["market_volume", "market_liquidity", "log_volume", "log_liquidity"] {
            #expect(old[name].isNaN, "\(name)")
        }
    }

    @Test func timeToTheScheduledEnd() throws {
        func row(end: Timestamp?) throws -> FeatureRow {
            try #require(
                FeaturesTests.row({ $0.scheduledEnd = end }) { script in
                    BookFeaturesTests.book(&script)
                    script.wait(.minutes(60))
                })
        }
        let ahead = try row(end: monday + .hours(13))
        #expect(isClose(ahead["time_to_resolution_hours"], 12) && isClose(ahead["time_to_resolution_days"], 0.5))
        #expect(isClose(ahead["log_time_to_resolution"], log(13)))
        #expect(try row(end: monday)["time_to_resolution_hours"] == 0)
        #expect(try row(end: nil)["time_to_resolution_hours"].isNaN)
    }

    @Test(arguments: [(0, 9.0, 0.0), (4, 9, 4), (5, 9, 5), (6, 23, 6)])
    func theCalendarIsUTC(day: Int, hour: Double, weekday: Double) throws {
        let start = monday + .days(day) + .hours(Int(hour))
        let row = try #require(
            row(start: start) { script in
                BookFeaturesTests.book(&script)
                script.wait(.minutes(30))
            })
        #expect(row["hour_of_day"] == hour && row["day_of_week"] == weekday)
        #expect(row["is_weekend"] == (weekday >= 5 ? 1 : 0))
        let angle = 2 * Double.pi * (hour + 0.5) / 24
        #expect(isClose(row["hour_sin"], sin(angle)) && isClose(row["hour_cos"], cos(angle)))
        #expect(isClose(row["dow_sin"], sin(2 * .pi * weekday / 7)))
        #expect(isClose(row["dow_cos"], cos(2 * .pi * weekday / 7)))
    }

    @Test func combinationsAreThoseOfTheirColumns() throws {
        var stream = RandomStream()
        stream.instrument = .sample(onMinutes)
        stream.spacing = 20
        let events = stream.events(seed: 11, from: monday, until: monday + .hours(26))
        var seen = 0
        for row in Driver.rows(events, step: .minutes(5), through: monday + .hours(26)) {
            let imbalance = row["depth_imbalance"]
            let flow = row["order_flow_imbalance"]
            #expect(isClose(row["flow_depth_agreement"], imbalance * flow, relative: 1e-5, absolute: 1e-6))
            #expect(isClose(row["flow_depth_combined"], (imbalance + flow) / 2, relative: 1e-5, absolute: 1e-6))
            let reversion = row["zscore_1h"] * row["autocorr_lag1"]
            #expect(isClose(row["mean_reversion_signal"], reversion, relative: 1e-5, absolute: 1e-6))
            checkRegime(row)
            if !row["dlogit_24h"].isNaN {
                seen += 1
                checkMomentum(row)
            }
        }
        #expect(seen > 20)
    }

    func checkRegime(_ row: FeatureRow) {
        let ratio = row["vol_ratio_1m_4h"]
        let z = row["spread_z_24h"]
        let regime = row["regime"]
        if ratio.isNaN {
            #expect(regime.isNaN && row["is_volatile_regime"].isNaN && row["is_calm_regime"].isNaN)
            return
        }
        if ratio > 1.501 || z > 2.001 { #expect(regime == 2) }
        if ratio < 0.699, z < 0.999 || z.isNaN { #expect(regime == 0) }
        if ratio > 0.701, ratio < 1.499, z < 1.999 || z.isNaN { #expect(regime == 1) }
        #expect(row["is_volatile_regime"] == (regime == 2 ? 1 : 0))
        #expect(row["is_calm_regime"] == (regime == 0 ? 1 : 0))
    }

    func checkMomentum(_ row: FeatureRow) {
        let hour = row["dlogit_1h"]
        let day = row["dlogit_24h"]
        let expected = hour * day > 0 ? (hour > 0 ? 1 : -1) * min(abs(hour), abs(day)) : 0
        #expect(isClose(row["momentum_strength"], expected))
    }
}
