import BotForecasting
import Features
import Glibc
import Market

@testable import BotUpdater

/// A made-up world of labelled rows with a known edge, after the simulations of validation.md section 11: markets in
/// pairs, rows every 15 minutes at the market's own phase, t4 noise with event and market factors, clusters of
/// volatility, mids on half-ticks, 24 columns of which the first informs.
struct SyntheticMarket {
    var marketCount = 50
    var marketsPerEvent = 2
    var hours = 96
    /// R2 of the true coefficient at one hour, in log-odds before rounding to ticks.
    var oracleR2 = 0.07
    /// Of the one-hour move, in log-odds.
    var hourlyDeviation = 0.12
    var columnCount = 24
    /// How much a slow column turns the signal up or down: the effect is `1 +- interaction`, which no line can express.
    var interaction = 0.0
    var seed: UInt64 = 1

    static let stepMinutes = 15
    static let stepsPerHour = 4
    static let persistence = 0.8
    static let start = Timestamp(hour: 489_000)

    /// A schema of columns `x0`, `x1`, ...; no column is a level.
    static func schema(columnCount: Int = 24) -> FeatureSchema {
        FeatureSchema(
            columns: (0..<columnCount).map {
                FeatureColumn(name: "x\($0)", group: .orderBook, unit: "ratio", parity: .none, summary: "made up")
            })
    }

    static func plan(columnCount: Int = 24) -> ColumnPlan {
        let names = (0..<columnCount).map { "x\($0)" }
        return ColumnPlan(early: names, full: names)
    }

    /// Market time after so many hours.
    func time(hours: Int) -> Timestamp { Self.start + .hours(hours) }

    private struct Path {
        var mids: [Double] = []
        var signals: [Double] = []
        var noise: [[Float]] = []
    }

    func examples() -> ExampleSet {
        var random = SeededRandom(seed: seed)
        let stepCount = (hours + 2) * Self.stepsPerHour
        let factors = Factors(self, stepCount: stepCount, using: &random)
        let paths = (0..<marketCount).map { path(market: $0, stepCount: stepCount, factors, using: &random) }
        var set = ExampleSet(
            schema: Self.schema(columnCount: columnCount).hash, columnNames: (0..<columnCount).map { "x\($0)" })
        let gain = loading * (0..<Self.stepsPerHour).reduce(0) { $0 + pow(Self.persistence, Double($1)) }
        var oracle: [Double] = []
        for step in 0..<hours * Self.stepsPerHour {
            // Phases rise with the market's number, so rows come out ordered by time.
            for market in 0..<marketCount {
                let path = paths[market]
                append(market, step, path, to: &set)
                oracle.append(gain * path.signals[step] * effect(path.noise[step][modulator]))
            }
        }
        set.oracleMoves = oracle
        return set
    }

    /// Coefficient of the signal on the next step's move, for the planned R2 at one hour.
    private var loading: Double {
        let gain = (0..<Self.stepsPerHour).reduce(0.0) { $0 + pow(Self.persistence, Double($1)) }
        return hourlyDeviation * oracleR2.squareRoot() / gain
    }

    /// The noise column, with persistence 0.99, that modulates the signal.
    private var modulator: Int { 3 }

    private func effect(_ state: Float) -> Double {
        (1 + (state > 0 ? interaction : -interaction)) / (1 + interaction * interaction).squareRoot()
    }

    private func append(_ market: Int, _ step: Int, _ path: Path, to set: inout ExampleSet) {
        let phase = Duration.seconds(market * Self.stepMinutes * 60 / marketCount)
        let time = Self.start + .minutes(step * Self.stepMinutes) + phase
        let now = quote(path.mids[step])
        let later = quote(path.mids[step + Self.stepsPerHour])
        set.assets.append(MarketID(UInt32(market)).yes)
        set.events.append(EventID(UInt32(market / marketsPerEvent)))
        set.times.append(time)
        set.ends.append(time + .hours(1))
        set.ready.append(time + .hours(1) + .seconds(60))
        let mid = (now.bid + now.ask) / 2
        let laterMid = (later.bid + later.ask) / 2
        set.logitMoves.append(logit(laterMid, tick: 0.01) - logit(mid, tick: 0.01))
        set.priceMoves.append(laterMid - mid)
        set.buyGains.append(later.bid - now.ask)
        set.sellGains.append(now.bid - later.ask)
        set.bids.append(now.bid)
        set.asks.append(now.ask)
        set.ticks.append(0.01)
        set.feeRates.append(0)
        set.values.append(Float(path.signals[step]))
        set.values += path.noise[step]
    }

    private func quote(_ price: Double) -> (bid: Double, ask: Double) {
        let ticks = min(max(price * 100, 2), 98)
        return ((ticks - 0.5).rounded(.down) / 100, (ticks + 0.5).rounded(.up) / 100)
    }

    /// Shared shocks and the clusters of volatility.
    private struct Factors {
        var world: [Double] = []
        var events: [[Double]] = []
        var volatility: [Double] = []

        init(_ market: SyntheticMarket, stepCount: Int, using random: inout SeededRandom) {
            var level = 0.0
            for _ in 0..<stepCount {
                world.append(random.studentT4())
                level = 0.98 * level + 0.08 * random.normal()
                volatility.append(exp(level - 0.16))
            }
            let eventCount = (market.marketCount + market.marketsPerEvent - 1) / market.marketsPerEvent
            for _ in 0..<eventCount { events.append((0..<stepCount).map { _ in random.studentT4() }) }
        }
    }

    private func path(
        market: Int, stepCount: Int, _ factors: Factors, using random: inout SeededRandom
    ) -> Path {
        var path = Path()
        var log = 2 * random.unit() - 1.5
        var signal = random.normal()
        let innovation = (1 - Self.persistence * Self.persistence).squareRoot()
        var noise = (1..<columnCount).map { _ in random.normal() }
        let persistence = (1..<columnCount).map { [0.0, 0.5, 0.9, 0.99, 1.0][$0 % 5] }
        let stepDeviation = hourlyDeviation * ((1 - oracleR2) / Double(Self.stepsPerHour)).squareRoot()
        let event = factors.events[market / marketsPerEvent]
        for step in 0..<stepCount {
            path.mids.append(1 / (1 + exp(-log)))
            path.signals.append(signal)
            path.noise.append(noise.map { Float($0) })
            let shock =
                0.2.squareRoot() * factors.world[step] + 0.3.squareRoot() * event[step]
                + 0.5.squareRoot() * random.studentT4()
            log +=
                loading * signal * effect(path.noise[step][modulator]) + stepDeviation * factors.volatility[step]
                * shock
            signal = Self.persistence * signal + innovation * random.normal()
            for column in noise.indices {
                let kept = persistence[column]
                noise[column] = kept * noise[column] + (1 - kept * kept).squareRoot() * random.normal()
            }
        }
        return path
    }
}

extension SeededRandom {
    /// Standard normal, by Box and Muller.
    mutating func normal() -> Double {
        (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
    }

    /// Student's t with 4 degrees of freedom, scaled to variance 1.
    mutating func studentT4() -> Double {
        let chi = (0..<4).reduce(0.0) { sum, _ in
            let value = normal()
            return sum + value * value
        }
        return normal() / (chi / 4).squareRoot() / 2.squareRoot()
    }
}
