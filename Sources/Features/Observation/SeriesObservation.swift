private import Glibc
internal import Market

/// The history of the quote at the row's time, read from the grids.
///
/// L always clips by the tick in force, so that a change of tick size is no step.
struct SeriesObservation: Sendable {
    /// Twice the mid in price units at the slot at or before t - h; 0 when there was no healthy quote.
    private let lagged: InlineArray<6, Int32>
    private let now: Int
    private let spreadNow: Int
    private let tick: Int32
    private let time: Timestamp

    /// What was computed from the slots up to the newest minute.
    let statistics: SeriesStatistics
    /// Roots of the sums of squared 10 s steps of L over 5 and 15 min.
    let realizedFiveMinutes: Double
    let realizedFifteenMinutes: Double
    /// Twice the highest and lowest mid of 1 h in price units, the present one included; nil until half was observed.
    let hourRange: (low: Int, high: Int)?
    /// Mid-rank of m among the slots of 20 min and of 24 h, in [0, 1].
    let percentileTwentyMinutes: Double
    let percentileDay: Double
    /// Decayed volatility of half-lives 1 min, 15 min, 4 h, in logit per square root of a second.
    let ewmaVolatility: InlineArray<3, Double>
    /// EMA_5m(L) - EMA_1h(L), EMA_1h(L) - EMA_24h(L).
    let emaGaps: InlineArray<2, Double>
    /// Decayed number of changes of the mid, half-life 1 h.
    let midChanges: Double
    let jumpAge: Double
    let jumpReversal: Double

    /// Call after `token.advance(through: time, tick: tick)`.
    init(_ token: TokenState, quote: BestQuote, tick: Int32, at time: Timestamp) {
        self.tick = tick
        self.time = time
        now = quote.doubleMid
        spreadNow = Int(quote.ask - quote.bid)
        lagged = InlineArray<6, Int32> { index in
            let seconds = Lag(rawValue: index)!.seconds
            let then = Timestamp(nanoseconds: time.nanoseconds - Int64(seconds) * 1_000_000_000)
            let slot = seconds <= 3_600 ? token.grid10.slot(atOrBefore: then) : token.grid60.slot(atOrBefore: then)
            return Int32(slot.doubleMid)
        }
        statistics = token.statistics
        realizedFiveMinutes = token.recent.realizedFiveMinutes
        realizedFifteenMinutes = token.recent.realizedFifteenMinutes
        hourRange = token.recent.extremesHour.map {
            (min($0.low, quote.doubleMid), max($0.high, quote.doubleMid))
        }
        percentileTwentyMinutes = token.grid60.percentile(newest: 20, now: quote.doubleMid)
        percentileDay = token.grid300.percentile(newest: 288, now: quote.doubleMid)
        ewmaVolatility = InlineArray<3, Double> { token.volatility.value($0, at: time) }
        emaGaps = InlineArray<2, Double> { token.means.logitGap($0, at: time) }
        midChanges = token.means.isWarm(3_600, at: time) ? token.pace.midChanges(at: time) : .nan
        jumpAge = token.jumps.age(at: time)
        jumpReversal = ewmaVolatility[2].isNaN ? .nan : token.jumps.reversal(at: time)
    }

    /// The lags of returns.
    enum Lag: Int, CaseIterable, Sendable {
        case oneMinute, fiveMinutes, fifteenMinutes, oneHour, fourHours, day

        var seconds: Int {
            switch self {
            case .oneMinute: 60
            case .fiveMinutes: 300
            case .fifteenMinutes: 900
            case .oneHour: 3_600
            case .fourHours: 14_400
            case .day: 86_400
            }
        }
    }

    private var logit: Double { LogOdds.of(doubleMid: now, tick: tick) }
    private var tickDollars: Double { Double(tick) * 1e-4 }

    /// D_h = L(m_t) - L(m_{t-h}).
    func logitMove(_ lag: Lag) -> Double {
        let before = lagged[lag.rawValue]
        return before == 0 ? .nan : logit - LogOdds.of(doubleMid: Int(before), tick: tick)
    }

    /// d_h = m_t - m_{t-h} in ticks.
    func priceMove(_ lag: Lag) -> Double {
        let before = lagged[lag.rawValue]
        return before == 0 ? .nan : Double(now - Int(before)) / Double(2 * tick)
    }

    /// m_t / m_{t-h} - 1.
    func relativeReturn(_ lag: Lag) -> Double {
        let before = Int(lagged[lag.rawValue])
        return before == 0 ? .nan : Double(now - before) / Double(before)
    }

    /// ewma_vol_1m / ewma_vol_4h.
    var volatilityRatio: Double {
        ewmaVolatility[2] * ewmaVolatility[2] < GridStatistics.varianceMin
            ? .nan : ewmaVolatility[0] / ewmaVolatility[2]
    }

    /// x / max(rv_price_1h, tick): a price difference in units of its noise.
    func inNoise(_ difference: Double) -> Double {
        realizedPriceVolatility.isNaN ? .nan : difference / max(realizedPriceVolatility, tickDollars)
    }

    /// (L(m) - mean) / sd over 1 h, and over 24 h.
    var zscoreHour: Double {
        LevelStatistics.zscore(logit, mean: statistics.hourMean, deviation: statistics.hourDeviation)
    }
    var zscoreDay: Double {
        LevelStatistics.zscore(logit, mean: statistics.dayMean, deviation: statistics.dayDeviation)
    }

    /// (s - mean) / sd of the spread over 24 h; the sums are exact.
    var spreadZscore: Double {
        let sums = statistics.spread
        let scaledVariance = sums.count * sums.sumOfSquares - sums.sum * sums.sum
        guard sums.count * 2 >= 1_440, scaledVariance > 0 else { return .nan }
        return Double(spreadNow * sums.count - sums.sum) / sqrt(Double(scaledVariance))
    }

    /// (L(hi) - L(lo)) / sqrt(4 ln 2) over 1 h (Parkinson 1980, on odds).
    var parkinsonHour: Double {
        guard let range = hourRange else { return .nan }
        return (LogOdds.of(doubleMid: range.high, tick: tick) - LogOdds.of(doubleMid: range.low, tick: tick))
            / sqrt(4 * Decay.ln2)
    }

    /// (m - lo) / (hi - lo); NaN when they are one.
    var rangePositionHour: Double { hourRange.map { Self.position(now, low: $0.low, high: $0.high) } ?? .nan }
    var rangePositionDay: Double { dayRange.map { Self.position(now, low: $0.low, high: $0.high) } ?? .nan }
    /// Ticks.
    var distanceToHigh: Double { dayRange.map { Double($0.high - now) / Double(2 * tick) } ?? .nan }
    var distanceToLow: Double { dayRange.map { Double(now - $0.low) / Double(2 * tick) } ?? .nan }

    /// Hours since the 24 h high and low last stood; 0 when they stand now.
    var highAge: Double {
        guard let extremes = statistics.extremesDay else { return .nan }
        return now >= extremes.high ? 0 : hours(sinceMinute: extremes.highMinute)
    }
    var lowAge: Double {
        guard let extremes = statistics.extremesDay else { return .nan }
        return now <= extremes.low ? 0 : hours(sinceMinute: extremes.lowMinute)
    }

    private var dayRange: (low: Int, high: Int)? {
        statistics.extremesDay.map { (min($0.low, now), max($0.high, now)) }
    }

    private static func position(_ now: Int, low: Int, high: Int) -> Double {
        high == low ? .nan : Double(now - low) / Double(high - low)
    }

    private func hours(sinceMinute minute: Int64) -> Double {
        time.seconds(since: Timestamp(nanoseconds: minute * Timestamp.nanosecondsPerMinute)) / 3_600
    }

    /// rv_1h^2 against what is left until resolution, m (1 - m) an hour (Augenblick, Rabin 2021).
    func varianceBudgetRate(hoursLeft: Double) -> Double {
        let m = Double(now) * 0.5e-4
        guard hoursLeft > 0 else { return .nan }
        return realizedPriceVolatility * realizedPriceVolatility / (m * (1 - m) / hoursLeft)
    }

    /// Mean sign of the moves over the six lags that are known, at least three.
    var horizonAgreement: Double {
        var known = 0.0
        var sum = 0.0
        for lag in Lag.allCases {
            let move = logitMove(lag)
            guard !move.isNaN else { continue }
            known += 1
            sum += move > 0 ? 1 : (move < 0 ? -1 : 0)
        }
        return known >= 3 ? sum / known : .nan
    }
}

extension SeriesObservation {
    var priceDeviation: Double { statistics.priceDeviation }
    var realizedPriceVolatility: Double { statistics.realizedPriceVolatility }
    var realizedVolatility: Double { statistics.realizedHour }
    var meanFiveMinutes: Double { statistics.meanFiveMinutes }
    var meanTwentyMinutes: Double { statistics.meanTwentyMinutes }
    var autocorrelation: Double { statistics.autocorrelation }
    var hurst: Double { statistics.hurst }
}
