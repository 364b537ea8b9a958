@testable import Features
import Glibc
import Market
import TestSupport
import Testing

/// Goal: the incremental state equals a computation from scratch within 1e-9. Method: random streams with one-sided
/// books, observed at random times, against `NaiveHistory`.
struct NaiveBatchTests {
    func check(seed: UInt64, hours: Int, _ compare: (Observation, NaiveHistory, Timestamp) -> Void) throws {
        var stream = RandomStream()
        stream.spacing = 25
        stream.logit = -0.9
        stream.hasTraders = true
        let start = monday + .seconds(17)
        let end = start + .hours(hours)
        var generator = SeededGenerator(seed: seed)
        var state = MarketState(
            id: stream.market, generation: 0, instrument: stream.instrument, canonical: .yes, at: start)
        var room = SeriesRoom()
        var history = NaiveHistory(start: start, tick: 100)
        var next = start + .hours(1)
        var compared = 0
        for event in stream.events(seed: seed, from: start, until: end) {
            while next < event.receiveTime {
                if let (observation, _, _) = state.observe(at: next, isTradeFeed: true, room: &room) {
                    compare(observation, history, next)
                    compared += 1
                }
                next = next + .seconds(generator.int(in: 600...7_200))
            }
            var event = event
            if case .snapshot(let bids, _) = event.kind, generator.chance(0.02) {
                event.kind = .snapshot(bids: bids, asks: [])
            }
            apply(event, to: &state)
            try history.apply(event)
        }
        #expect(compared > hours / 4)
    }

    func apply(_ event: MarketEvent, to state: inout MarketState) {
        switch event.kind {
        case .snapshot, .delta, .gap:
            _ = state.applyBook(event.kind, of: .yes, at: event.receiveTime, exchangeTime: event.exchangeTime)
        case .trade(let price, let size, let taker, let trader):
            state.applyTrade(
                price: price, size: size, taker: taker, by: trader, of: .yes, at: event.receiveTime,
                exchangeTime: event.exchangeTime)
        default: break
        }
    }

    func expect(_ value: Double, _ naive: Double, _ name: String, absolute: Double = 1e-12) {
        #expect(isClose(value, naive, relative: 1e-9, absolute: absolute), "\(name): \(value), not \(naive)")
    }

    func deviation(_ values: [Double]) -> (mean: Double, deviation: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        return (mean, sqrt(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)))
    }

    /// The values that are there among the newest `count`; one NaN when they are fewer than half.
    func present(_ values: [Double], newest count: Int) -> [Double] {
        let present = values.suffix(count).filter { !$0.isNaN }
        return present.count * 2 >= count ? present : [.nan]
    }

    @Test(arguments: [21, 22] as [UInt64]) func series(seed: UInt64) throws {
        try check(seed: seed, hours: 27) { observation, history, time in
            let series = observation.series
            let mids = history.mids(step: 60, count: 1_441, at: time)
            let logits = mids.map(history.logit)
            let steps = zip(logits, logits.dropFirst()).map { $1 - $0 }
            let priceSteps = zip(mids, mids.dropFirst()).map { $1 - $0 }
            let hour = present(priceSteps, newest: 60)
            let logitHour = present(steps, newest: 60)
            expect(series.priceDeviation, deviation(hour).deviation, "volatility_raw")
            expect(series.realizedPriceVolatility, sqrt(hour.reduce(0) { $0 + $1 * $1 }), "rv_price_1h")
            expect(series.realizedVolatility, sqrt(logitHour.reduce(0) { $0 + $1 * $1 }), "rv_1h")
            let (mean, sd) = deviation(present(logits, newest: 60))
            expect(series.zscoreHour, (observation.book.logit - mean) / sd, "zscore_1h", absolute: 1e-9)
            expect(series.meanFiveMinutes, deviation(present(mids, newest: 5)).mean, "sma_5")
            expect(series.meanTwentyMinutes, deviation(present(mids, newest: 20)).mean, "sma_20")
            checkLongSeries(series, steps: steps, history: history, at: time)
            for (lag, step) in zip(SeriesObservation.Lag.allCases, [10, 10, 10, 10, 60, 60]) {
                let naive = history.logitMove(seconds: lag.seconds, step: step, at: time)
                expect(series.logitMove(lag), naive, "\(lag)")
            }
        }
    }

    func checkLongSeries(_ series: SeriesObservation, steps: [Double], history: NaiveHistory, at time: Timestamp) {
        let (mean, sd) = deviation(present(steps, newest: 240))
        let centred = steps.suffix(240).map { $0 - mean }
        let products = zip(centred, centred.dropFirst()).map { $0 * $1 }.filter { !$0.isNaN }.reduce(0, +)
        let count = Double(centred.count { !$0.isNaN })
        expect(series.autocorrelation, products / (count * sd * sd), "autocorr_lag1", absolute: 1e-9)
        let day = steps.filter { !$0.isNaN }
        expect(series.hurst, day.count >= 720 ? DetrendedFluctuationTests().naive(day) : .nan, "hurst_exponent")
        let spreads = history.spreads(count: 1_440, at: time)
        let (spreadMean, spreadDeviation) = deviation(spreads)
        guard let quote = history.quote(at: time) else { return }
        let z = (Double(quote.ask - quote.bid) / 10_000 - spreadMean) / spreadDeviation
        expect(series.spreadZscore, spreads.count >= 720 ? z : .nan, "spread_z_24h", absolute: 1e-9)
    }

    @Test(arguments: [23, 24] as [UInt64]) func decayedSums(seed: UInt64) throws {
        try check(seed: seed, hours: 12) { observation, history, time in
            for (index, halfLife) in [10.0, 60, 300].enumerated() {
                expect(observation.orderFlow[index], history.flow(halfLife: halfLife, at: time), "ofi", absolute: 1e-9)
            }
            for (index, halfLife) in [60.0, 900, 14_400].enumerated() {
                let isWarm = time.seconds(since: history.start) >= halfLife / 2
                let naive = isWarm ? history.ewmaVolatility(halfLife: halfLife, at: time) : .nan
                expect(observation.series.ewmaVolatility[index], naive, "ewma_vol")
            }
            let depth = history.depth(at: time)
            for (index, halfLife) in [60.0, 300, 900, 3_600].enumerated() {
                let naive = history.signedVolume(halfLife: halfLife, at: time) / depth
                expect(observation.trades.flow[index], naive, "tfi", absolute: 1e-9)
            }
            expect(observation.trades.effectiveSpread, history.effectiveSpread(at: time), "effective_spread_1h")
        }
    }

    @Test func tradesOfTheHour() throws {
        try check(seed: 25, hours: 12) { observation, history, time in
            let trades = history.hourTrades(at: time)
            let hour = observation.trades.hour
            let volume = trades.reduce(0) { $0 + $1.shares }
            let mean = trades.reduce(0) { $0 + $1.shares * $1.price } / volume
            let variance = trades.reduce(0) { $0 + $1.shares * ($1.price - mean) * ($1.price - mean) } / volume
            #expect(hour.count == trades.count)
            expect(hour.price.weight, volume, "trade_volume_total")
            expect(hour.price.mean, mean, "trade_price_mean")
            expect(hour.price.standardDeviation, sqrt(variance), "trade_price_std")
            expect(hour.size.standardDeviation, deviation(trades.map(\.shares)).deviation, "trade_volume_std")
            let signed = trades.reduce(0) { $0 + $1.sign * $1.shares }
            let known = trades.reduce(0) { $0 + abs($1.sign) * $1.shares }
            expect(observation.trades.orderFlowImbalance, signed / known, "order_flow_imbalance")
            let buys = Double(trades.count { $0.sign > 0 })
            expect(observation.trades.buyRatio, buys / Double(trades.count { $0.sign != 0 }), "buy_ratio")
            let takers = Dictionary(grouping: trades.suffix(512), by: \.trader).values.map {
                $0.reduce(0) { $0 + $1.shares }
            }
            expect(observation.trades.takerCount, Double(takers.count), "unique_takers_1h")
            expect(observation.trades.largestTakerShare, (takers.max() ?? .nan) / volume, "top_taker_share_1h")
            expect(observation.marketVolume, volume, "share volume of both tokens")
            let older = trades.filter { $0.time < time.floored(to: .minutes(1)) - .minutes(5) }
            let olderMean = older.reduce(0) { $0 + $1.shares * $1.price } / older.reduce(0) { $0 + $1.shares }
            let last = history.trades[history.trades.count - 1].price
            expect(
                observation.trades.recentReturn, history.logit(last) - history.logit(olderMean), "recent_trade_return")
        }
    }
}
