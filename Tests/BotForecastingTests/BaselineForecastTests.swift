import BotForecasting
import Features
import Market
import TestSupport
import Testing

/// Goal: the baseline says nothing when nothing moved, the opposite for the other token, and never much.
struct BaselineForecastTests {
    private let schema = FeatureSchema.current

    private func row(_ values: [String: Float], price: Int32 = 5_000) -> FeatureRow {
        var all = [Float](repeating: .nan, count: schema.columns.count)
        for (name, value) in values { all[schema.index(of: name)!] = value }
        return FeatureRow(
            asset: MarketID(1).yes, time: Timestamp(seconds: 0),
            context: RowContext(
                event: EventID(0), bid: Price(checked: price - 50), ask: Price(checked: price + 50), tick: 100,
                fee: .free, stalenessLimit: .seconds(30)),
            values: all)
    }

    /// Original failure 14: the baseline pulled every price 30 % to one half.
    @Test func atRestItForecastsExactlyNothingAtEveryPrice() {
        let baseline = BaselineForecast(schema: schema)
        for price in stride(from: Int32(100), to: 9_900, by: 100) {
            let still = row(
                ["dlogit_5m": 0, "dlogit_1h": 0, "rv_1h": 0.1, "p_market": Float(price) / 10_000], price: price)
            #expect(baseline.forecast(still).logitMove == 0)
            #expect(baseline.forecast(row([:], price: price)).logitMove == 0)
        }
    }

    /// By hand: 0.10 * 0.02 - 0.05 * 0.08.
    @Test func itFollowsTheShortMoveAndLeansAgainstTheLong() {
        let forecast = BaselineForecast(schema: schema).forecast(
            row(["dlogit_5m": 0.02, "dlogit_1h": 0.08, "rv_1h": 0.1]))
        #expect(abs(forecast.logitMove - (0.002 - 0.004)) < 1e-8)
        #expect(abs(forecast.standardDeviation - 0.1) < 1e-8)
        #expect(forecast.source == .baseline)
    }

    @Test func itIsOddAndDamped() {
        let baseline = BaselineForecast(schema: schema)
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            let moves = (0..<2).map { _ in Float(generator.normal()) }
            let plain = baseline.forecast(row(["dlogit_5m": moves[0], "dlogit_1h": moves[1], "rv_1h": 0.1]))
            let mirrored = baseline.forecast(row(["dlogit_5m": -moves[0], "dlogit_1h": -moves[1], "rv_1h": 0.1]))
            #expect(plain.logitMove == -mirrored.logitMove)
            #expect(abs(plain.logitMove) <= 3 * 0.1 * 0.15 + 1e-8)
        }
    }
}

/// Goal: forecasts are joined as moves in log-odds.
struct BlendTests {
    private func forecast(_ move: Double, _ source: Forecast.Source) -> Forecast {
        Forecast(
            asset: MarketID(1).yes, time: Timestamp(seconds: 0), logitMove: move, standardDeviation: 0.1,
            source: source)
    }

    private let version = ModelVersion("20260105-0123456789ab")!

    @Test func theModelWeighsItsWeightAndAtMostItsCap() {
        let blend = Blend(modelWeight: 0.7)!
        let (model, baseline) = (forecast(0.10, .model(version)), forecast(-0.05, .baseline))
        #expect(abs(blend.combine(model: model, baseline: baseline).logitMove - 0.055) < 1e-12)
        #expect(abs(blend.combine(model: model, baseline: baseline, weightMax: 0.3).logitMove - -0.005) < 1e-12)
        #expect(blend.combine(model: model, baseline: baseline, weightMax: 0).logitMove == -0.05)
        #expect(blend.combine(model: model, baseline: baseline).source == .model(version))
    }

    /// Original failure 6: a relative return was added to a probability, so that no change became a bet.
    @Test func twoForecastsOfNoChangeBlendToNoChange() {
        let blended = Blend(modelWeight: 0.7)!.combine(
            model: forecast(0, .model(version)), baseline: forecast(0, .baseline))
        #expect(blended.logitMove == 0)
    }

    @Test func aWeightOutsideZeroToOneIsNoBlend() {
        #expect(Blend(modelWeight: 1.1) == nil && Blend(modelWeight: -0.1) == nil && Blend(modelWeight: .nan) == nil)
    }
}

/// Goal: a model's name says what it is.
struct ModelVersionTests {
    @Test func onlyDateAndTwelveHexDigitsAreAName() {
        #expect(ModelVersion("20260711-0123456789ab")?.description == "20260711-0123456789ab")
        for text in [
            "", "20260711", "20260711-0123456789AB", "20260711-0123456789a", "2026071x-0123456789ab",
            "../../etc/passwd",
        ] {
            #expect(ModelVersion(text) == nil)
        }
    }
}
