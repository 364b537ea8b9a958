private import Glibc
internal import Market

/// The trades of the row's token at the row's time.
///
/// "No trade" is told from "not watched": counts and sums are 0 when at least half of the window was observed and no
/// trade came, and NaN otherwise, or when the whole pipeline has never seen a trade (a source that carries none).
struct TradeObservation: Sendable {
    /// The last hour, by whole minutes.
    let hour: TradeTape.Bucket
    /// Whether a count of zero over the last hour is a fact.
    let isHourWatched: Bool
    /// Shares: mean of half of the sizes at the best prices, half-life 5 min; NaN when not above 0.
    let depth: Double
    /// Signed shares over depth, half-lives 1 min, 5 min, 15 min, 1 h.
    let flow: InlineArray<4, Double>
    let intensityPerMinute: Double
    /// USDC.
    let effectiveSpread: Double
    /// L(last trade) - L(VWAP of the trades of the last hour older than five minutes).
    let recentReturn: Double
    /// Trades of the current minute and the four before it.
    let countFiveMinutes: Double
    /// Trades a second, half-life 30 s over 30 min.
    let intensityRatio: Double
    /// Seconds since the last trade.
    let age: Double
    let lastSizeZscore: Double
    /// Of the run on one side that is under way, below 0 when sold.
    let run: Double
    /// Whether a trade can be told to be large.
    let knowsLargeSizes: Bool
    /// Takers of the hour; NaN unless the venue names them.
    let takerCount: Double
    let largestTakerShare: Double
    /// Mean imbalance of the last 50 volume buckets, and that against its own past.
    let volumeImbalance: Double
    let volumeImbalanceZscore: Double

    init(_ token: TokenState, coverage: FeedCoverage, isTradeFeed: Bool, tick: Int32, at time: Timestamp) {
        let tape = token.tape
        hour = tape.summary(at: time)
        isHourWatched = isTradeFeed && coverage.covers(3_600, at: time)
        let meanDepth = token.means.depth.value(at: time)
        let depth = meanDepth > 0 ? meanDepth : .nan
        self.depth = depth
        let halfLives: InlineArray<4, Double> = [60, 300, 900, 3_600]
        flow = InlineArray<4, Double> { index in
            isTradeFeed && coverage.covers(halfLives[index], at: time)
                ? tape.signedVolume(index, at: time) / depth : .nan
        }
        intensityPerMinute =
            isTradeFeed && coverage.covers(300, at: time) ? tape.intensityPerMinute(at: time) : .nan
        let isWatched = isHourWatched
        effectiveSpread = isWatched ? tape.effectiveSpread(at: time) : .nan
        let last = tape.lastPrice.map { LogOdds.of(doubleMid: 2 * Int($0.units), tick: tick) } ?? .nan
        recentReturn = isWatched ? last - LogOdds.of(tape.oldPrice, tick: tick) : .nan
        countFiveMinutes =
            isTradeFeed && coverage.covers(300, at: time) ? Double(tape.countOfFiveMinutes(at: time)) : .nan
        intensityRatio = isTradeFeed && coverage.covers(1_800, at: time) ? tape.intensityRatio(at: time) : .nan
        age = tape.lastTime.map { time.seconds(since: $0) } ?? .nan
        lastSizeZscore = tape.lastSizeZscore(at: time)
        run = isTradeFeed ? Double(tape.run) : .nan
        knowsLargeSizes = tape.knowsLargeSizes
        let takers = token.takers.summary(at: time)
        takerCount = isWatched && token.takers.isNamed ? Double(takers.count) : .nan
        largestTakerShare = isWatched && token.takers.isNamed ? takers.largestShare : .nan
        volumeImbalance = tape.volumeImbalance
        volumeImbalanceZscore = tape.volumeImbalanceZscore(at: time)
    }

    /// A count or sum that is a fact when the hour was watched.
    func total(_ value: Double) -> Double { isHourWatched ? value : .nan }
    /// A statistic that needs a trade.
    func statistic(_ value: Double) -> Double { isHourWatched && hour.count > 0 ? value : .nan }

    /// Shares of the hour.
    var volume: Double { total(hour.price.weight) }
    var buyRatio: Double { statistic(Double(hour.buyCount) / Double(hour.buyCount + hour.sellCount)) }
    var buyVolumeRatio: Double { statistic(hour.buyVolume / (hour.buyVolume + hour.sellVolume)) }
    /// Signed over unsigned shares of known side.
    var orderFlowImbalance: Double {
        statistic((hour.buyVolume - hour.sellVolume) / (hour.buyVolume + hour.sellVolume))
    }
    /// Shares of large trades over all, and bought less sold ones of them over all.
    var largeShare: Double { knowsLargeSizes ? statistic(hour.largeVolume / hour.price.weight) : .nan }
    var largeImbalance: Double { knowsLargeSizes ? statistic(hour.largeSignedVolume / hour.price.weight) : .nan }
    /// Sum of squared shares of the volume.
    var sizeConcentration: Double { statistic(hour.size.sumOfSquares / (hour.price.weight * hour.price.weight)) }
    var signAutocorrelation: Double { statistic(hour.signs.autocorrelation) }
    /// 2 sqrt(-Cov) of successive changes of the trade price in USDC, 0 where the covariance is positive (Roll 1984).
    var rollSpread: Double {
        let covariance = hour.priceSteps.covariance
        return statistic(covariance.isNaN ? .nan : 2 * sqrt(max(0, -covariance)))
    }
}
