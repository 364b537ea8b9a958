import Features
import Glibc
import Market
import TestSupport
import Testing

/// Goal: what the original system got wrong (its failures 16 to 19) stays right. Method: each failure's own example.
struct OriginalFailuresTests {
    @Test func failure16PriceImpactDependsOnTheBook() throws {
        func impacts(askSize: Double) throws -> [Double] {
            let row = try #require(
                row { script in
                    script.snapshot(
                        bids: [(0.40, 100)], asks: [(0.42, askSize), (0.43, askSize), (0.44, askSize), (0.45, 1_000)])
                    script.wait(.minutes(1))
                })
            return ["price_impact_10usd", "price_impact_50usd", "price_impact_100usd"].map { row[$0] }
        }
        let thin = try impacts(askSize: 10)
        let thick = try impacts(askSize: 1_000)
        #expect(thin[0] < thin[1] && thin[1] < thin[2])
        for (thinner, thicker) in zip(thin, thick) { #expect(thinner > thicker) }
        for impact in thin + thick { #expect(!isClose(impact, (1 - 0.41) / 0.41, relative: 1e-2)) }
        #expect(isClose(thick[0], 0.42 / 0.41 - 1))
    }

    @Test func failure17AHeavyBestBidPullsTheWeightedMidUp() throws {
        // The original gave 0.5069 under mid 0.51 with a bid nine times heavier than the ask.
        let canonicalSides = [MarketID(1): Outcome.yes]
        var pipeline = FeaturePipeline(grid: SamplingGrid(step: .minutes(1)), canonicalSides: canonicalSides)
        var script = EventScript(start: monday)
        script.list(.sample(onMinutes))
        script.snapshot(bids: [(0.505, 900)], asks: [(0.515, 100)])
        for event in script.events { _ = pipeline.apply(event) }
        var rows: [FeatureRow] = []
        pipeline.drawRows(through: monday, into: &rows)
        let row = try #require(rows.first)
        #expect(isClose(row["mid_price"], 0.51))
        #expect(isClose(row["weighted_mid"], 0.514))
        #expect(row["mid_vs_weighted"] > 0)
    }

    @Test func failure18TheHurstExponentOfARandomWalkIsOneHalf() {
        var exponents: [Double] = []
        for seed in 0..<24 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var script = EventScript(start: monday)
            script.list(.sample(onMinutes, tick: 1))
            var logit = -0.5
            for _ in 0...1_440 {
                let bid = 1 / (1 + exp(-logit))
                script.quote(bid, bid + 0.0010)
                logit += 0.01 * generator.normal()
                script.wait(.minutes(1))
            }
            let rows = Driver.rows(script.events, step: .hours(1), through: script.time)
            exponents += rows.suffix(1).map { $0["hurst_exponent"] }
        }
        let mean = exponents.reduce(0, +) / Double(exponents.count)
        #expect(exponents.count == 24)
        #expect(abs(mean - 0.5) < 0.04, "\(mean)")
    }

    @Test func failure19ReturnsOverFourHoursAndADayAreNotZero() throws {
        var stream = RandomStream()
        stream.instrument = .sample(onMinutes)
        stream.spacing = 10
        let events = stream.events(seed: 12, from: monday, until: monday + .hours(25))
        let rows = Driver.rows(events, step: .minutes(15), through: monday + .hours(25))
        let row = try #require(rows.last)
        for name in ["return_4h", "return_24h", "momentum_strength"] { #expect(!row[name].isNaN, "\(name)") }
        #expect(row["return_4h"] != 0 && row["return_24h"] != 0)
        #expect(rows.contains { abs($0["momentum_strength"]) > 0.01 })
    }
}
