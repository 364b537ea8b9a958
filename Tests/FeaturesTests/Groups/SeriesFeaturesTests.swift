@testable import Features
import Glibc
import Market
import TestSupport
import Testing

/// Goal: returns, volatility and means by hand. Method: quotes at chosen minutes; the rest is carried forward.
struct SeriesFeaturesTests {
    static func logit(_ p: Double) -> Double { log(p) - log(1 - p) }

    /// Mid p, spread 0.02.
    static func quote(_ script: inout EventScript, _ p: Double) { script.quote(p - 0.01, p + 0.01) }

    /// A quote each minute from the start on; the row is drawn with the last.
    func row(mids: [Double]) throws -> FeatureRow {
        try #require(
            FeaturesTests.row { script in
                for (index, mid) in mids.enumerated() {
                    if index > 0 { script.wait(.minutes(1)) }
                    Self.quote(&script, mid)
                }
            })
    }

    @Test func returnsReachBackExactlyTheirLag() throws {
        let lags: [(String, String, Int)] = [
            ("return_5m", "dlogit_5m", 5), ("return_15m", "dlogit_15m", 15), ("return_1h", "dlogit_1h", 60),
            ("return_4h", "dlogit_4h", 240), ("return_24h", "dlogit_24h", 1_440),
        ]
        for (name, logitName, minutes) in lags {
            let row = try #require(
                FeaturesTests.row { script in
                    Self.quote(&script, 0.20)
                    script.wait(.seconds(1))
                    Self.quote(&script, 0.30)
                    script.wait(.minutes(minutes) - .seconds(1))
                    Self.quote(&script, 0.40)
                })
            #expect(isClose(row[name], 0.40 / 0.20 - 1), "\(name)")
            #expect(isClose(row[logitName], Self.logit(0.40) - Self.logit(0.20)), "\(name)")
            let early = try #require(
                FeaturesTests.row { script in
                    Self.quote(&script, 0.20)
                    script.wait(.minutes(minutes - 1))
                    Self.quote(&script, 0.40)
                })
            #expect(early[name].isNaN && early[logitName].isNaN, "\(name) before its lag")
        }
    }

    @Test func aReturnAcrossAGapIsMissing() throws {
        let row = try #require(
            FeaturesTests.row { script in
                Self.quote(&script, 0.20)
                script.wait(.minutes(50))
                script.append(.gap)
                script.wait(.minutes(20))
                Self.quote(&script, 0.30)
                script.wait(.minutes(10))
            })
        #expect(row["return_15m"].isNaN)
        #expect(isClose(row["return_5m"], 0))
        #expect(isClose(row["dlogit_1h"], Self.logit(0.30) - Self.logit(0.20)))
    }

    @Test func volatilityOfAlternatingSteps() throws {
        // 60 steps of +0.02 and -0.02: mean 0, deviation 0.02.
        let mids = (0...60).map { $0.isMultiple(of: 2) ? 0.30 : 0.32 }
        let row = try row(mids: mids)
        #expect(isClose(row["volatility_raw"], 0.02))
        #expect(isClose(row["volatility_annualized"], 0.02 * sqrt(525_600)))
        #expect(isClose(row["rv_price_1h"], 0.02 * sqrt(60)))
        #expect(isClose(row["rv_1h"], (Self.logit(0.32) - Self.logit(0.30)) * sqrt(60)))
    }

    @Test func volatilityNeedsHalfAnHour() throws {
        #expect(try row(mids: (0...29).map { 0.30 + 0.001 * Double($0) })["volatility_raw"].isNaN)
        // 30 equal steps: no deviation.
        #expect(try abs(row(mids: (0...30).map { 0.30 + 0.001 * Double($0) })["volatility_raw"]) < 1e-9)
    }

    @Test func meansAndDistancesInUnitsOfNoise() throws {
        let mids = (0...60).map { 0.30 + 0.002 * Double($0) }
        let row = try row(mids: mids)
        let five = mids.suffix(5).reduce(0, +) / 5
        let twenty = mids.suffix(20).reduce(0, +) / 20
        let noise = 0.002 * sqrt(60)
        #expect(isClose(row["sma_5"], five) && isClose(row["sma_20"], twenty))
        #expect(isClose(row["price_vs_sma5"], (mids[60] - five) / noise, relative: 1e-5))
        #expect(isClose(row["price_vs_sma20"], (mids[60] - twenty) / noise, relative: 1e-5))
        #expect(isClose(row["sma5_vs_sma20"], (five - twenty) / noise, relative: 1e-5))
    }

    @Test func aQuietMarketsNoiseIsOneTick() throws {
        let row = try row(mids: (0...60).map { $0 == 60 ? 0.301 : 0.30 })
        #expect(isClose(row["price_vs_sma5"], (0.301 - (0.30 * 4 + 0.301) / 5) / 0.01, relative: 1e-4))
    }

    @Test func theRankCountsTiesHalf() throws {
        // Of 20 slots 5 lie below 0.32, 4 are equal (the present one among them).
        let mids =
            Array(repeating: 0.30, count: 5) + Array(repeating: 0.35, count: 11) + Array(repeating: 0.32, count: 4)
        #expect(isClose(try row(mids: mids)["price_percentile_20"], (5 + 2) / 20.0))
    }

    @Test func zscoreOfTheLastHour() throws {
        let mids = (0..<60).map { 0.30 + 0.001 * Double($0 % 7) }
        let logits = mids.map(Self.logit)
        let mean = logits.reduce(0, +) / 60
        let deviation = sqrt(logits.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 60)
        #expect(isClose(try row(mids: mids)["zscore_1h"], (logits[59] - mean) / deviation, relative: 1e-5))
    }

    @Test func autocorrelationOfBounceIsNegative() throws {
        let row = try row(mids: (0...240).map { $0.isMultiple(of: 2) ? 0.30 : 0.32 })
        #expect(isClose(row["autocorr_lag1"], -239.0 / 240, relative: 1e-5))
    }

    @Test func aConstantPriceHasNoAutocorrelationAndNoZscore() throws {
        let row = try row(mids: Array(repeating: 0.30, count: 241))
        for name in ["autocorr_lag1", "zscore_1h", "mean_reversion_signal", "spread_z_24h", "hurst_exponent"] {
            #expect(row[name].isNaN, "\(name)")
        }
        #expect(row["volatility_raw"] == 0 && row["rv_1h"] == 0)
    }

    @Test func theSpreadIsComparedWithItsDay() throws {
        let row = try #require(
            FeaturesTests.row { script in
                for minute in 0..<1_440 {
                    if minute > 0 { script.wait(.minutes(1)) }
                    script.quote(0.30, minute.isMultiple(of: 2) ? 0.32 : 0.34)
                }
                script.wait(.seconds(60))
                script.quote(0.30, 0.36)
            })
        // 1,440 slots: 719 of 0.02, 720 of 0.04, one of 0.06.
        let mean = (719 * 0.02 + 720 * 0.04 + 0.06) / 1_440
        let square = (719 * 0.02 * 0.02 + 720 * 0.04 * 0.04 + 0.06 * 0.06) / 1_440
        #expect(isClose(row["spread_z_24h"], (0.06 - mean) / sqrt(square - mean * mean), relative: 1e-5))
    }

    @Test func decayedVolatilityOfSteadySteps() throws {
        // The weighted mid equals the mid; one step of r each second for four hours.
        let r = Self.logit(0.32) - Self.logit(0.30)
        let row = try #require(
            FeaturesTests.row { script in
                for second in 0...14_400 {
                    if second > 0 { script.wait(.seconds(1)) }
                    let mid = second.isMultiple(of: 2) ? 0.30 : 0.32
                    script.snapshot(bids: [(mid - 0.01, 10)], asks: [(mid + 0.01, 10)])
                }
            })
        for name in ["ewma_vol_1m", "ewma_vol_15m", "ewma_vol_4h"] {
            #expect(isClose(row[name], r, relative: 0.01), "\(name)")
        }
        #expect(isClose(row["vol_ratio_1m_4h"], row["ewma_vol_1m"] / row["ewma_vol_4h"], relative: 1e-5))
    }
}
