private import Glibc
internal import Market

/// The history of the quote at the row's time, read from the grids.
///
/// L always clips by the tick in force, so that a change of tick size is no step.
struct SeriesObservation: Sendable {
    /// Twice the mid in price units at the slot at or before t - h; nil when there was no healthy quote.
    private let lagged: InlineArray<6, Int?>
    private let now: Int
    private let tick: Int32

    /// Standard deviation of the 60 s price steps of 1 h, in USDC.
    let priceDeviation: Double
    /// Root of the sum of squared 60 s price steps of 1 h, in USDC.
    let realizedPriceVolatility: Double
    /// Root of the sum of squared 60 s steps of L of 1 h (Andersen, Bollerslev, Diebold, Labys 2003).
    let realizedVolatility: Double
    /// (L(m) - mean) / sd over 1 h.
    let zscoreHour: Double
    /// Means of the mid in USDC.
    let meanFiveMinutes: Double
    let meanTwentyMinutes: Double
    /// Mid-rank of m among the slots of 20 min, in [0, 1].
    let percentileTwentyMinutes: Double
    /// Lag-1 autocorrelation of the 60 s steps of L of 4 h.
    let autocorrelation: Double
    /// Exponent of the detrended fluctuation analysis of the 60 s steps of L of 24 h.
    let hurst: Double
    /// (s - mean) / sd of the spread over 24 h.
    let spreadZscore: Double
    /// Decayed volatility of half-lives 1 min, 15 min, 4 h, in logit per square root of a second.
    let ewmaVolatility: InlineArray<3, Double>

    /// Call after `token.advance(through: time)`.
    init(_ token: TokenState, quote: BestQuote, tick: Int32, at time: Timestamp) {
        self.tick = tick
        now = quote.doubleMid
        lagged = InlineArray<6, Int?> { index in
            let lag = Lag(rawValue: index)!
            let grid = lag.seconds <= 3_600 ? token.grid10 : token.grid60
            let slot = grid.slot(atOrBefore: time - .seconds(lag.seconds))
            return slot.isMissing ? nil : Int(slot.doubleMid)
        }
        let grid = token.grid60
        let logits = grid.logits(newest: grid.capacity, tick: tick)
        let steps = zip(logits, logits.dropFirst()).map { $1 - $0 }
        (priceDeviation, realizedPriceVolatility) = grid.priceSteps(newest: 60)
        realizedVolatility = GridStatistics.rootOfSquares(of: steps, newest: 60)
        zscoreHour = GridStatistics.zscore(
            of: logits, newest: 60, now: LogOdds.of(doubleMid: quote.doubleMid, tick: tick))
        meanFiveMinutes = grid.meanMid(newest: 5)
        meanTwentyMinutes = grid.meanMid(newest: 20)
        percentileTwentyMinutes = grid.percentile(newest: 20, now: quote.doubleMid)
        autocorrelation = GridStatistics.autocorrelation(of: steps, newest: 240)
        hurst = GridStatistics.hurst(of: steps, newest: 1_440)
        spreadZscore = grid.spreadZscore(newest: 1_440, now: Int(quote.ask - quote.bid))
        ewmaVolatility = InlineArray<3, Double> { token.volatility.value($0, at: time) }
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

    /// D_h = L(m_t) - L(m_{t-h}).
    func logitMove(_ lag: Lag) -> Double {
        guard let before = lagged[lag.rawValue] else { return .nan }
        return LogOdds.of(doubleMid: now, tick: tick) - LogOdds.of(doubleMid: before, tick: tick)
    }

    /// m_t / m_{t-h} - 1.
    func relativeReturn(_ lag: Lag) -> Double {
        guard let before = lagged[lag.rawValue] else { return .nan }
        return Double(now - before) / Double(before)
    }

    /// ewma_vol_1m / ewma_vol_4h.
    var volatilityRatio: Double {
        ewmaVolatility[2] * ewmaVolatility[2] < GridStatistics.varianceMin
            ? .nan : ewmaVolatility[0] / ewmaVolatility[2]
    }

    /// x / max(rv_price_1h, tick): a price difference in units of its noise.
    func inNoise(_ difference: Double) -> Double {
        realizedPriceVolatility.isNaN ? .nan : difference / max(realizedPriceVolatility, Double(tick) * 1e-4)
    }
}
