private import Glibc
internal import Market

/// The numbers of a market's announcement. No names: whoever reads an observation counts no references.
struct InstrumentObservation: Sendable {
    let fee: FeeRate
    let isNegativeRisk: Bool
    let created: Timestamp?
    let scheduledEnd: Timestamp?
    /// USDC.
    let volume: Double?
    let liquidity: Double?
    let gameStart: Timestamp?
    let reward: MakerReward?
    /// NaN when unknown.
    let categoryCode: Double

    init(_ instrument: Instrument, categoryCode: Double) {
        fee = instrument.fee
        isNegativeRisk = instrument.isNegativeRisk
        created = instrument.created
        scheduledEnd = instrument.scheduledEnd
        volume = instrument.volume
        liquidity = instrument.liquidity
        gameStart = instrument.gameStart
        reward = instrument.reward
        self.categoryCode = categoryCode
    }
}

/// All that a formula may see: one market at one time, from the row's token. A value; reading it changes nothing.
struct Observation: Sendable {
    let time: Timestamp
    let instrument: InstrumentObservation
    /// When the instrument's latest announcement was received.
    let announced: Timestamp
    /// As announced in time; nil when nobody said.
    let resolution: ResolutionState?
    /// When the last book message of the token was received.
    let lastBookMessage: Timestamp
    let book: BookObservation
    let series: SeriesObservation
    let trades: TradeObservation
    let activity: ActivityObservation
    let complement: ComplementObservation
    var cross = CrossObservation()
    /// Move of the outside price over 15 min, as a ratio.
    var referenceMove = Double.nan
    /// When the last message of any token of the link was received.
    let lastLinkMessage: Timestamp
    /// Sums of order flow in shares, half-lives 10 s, 60 s, 300 s.
    let orderFlow: InlineArray<3, Double>
    /// Nil while none has been fitted.
    let microPrice: MicroPriceTable?
    let usualVolume: UsualVolume

    /// USDC per share for a taker to go in and out at the present quote: s + r a (1 - a) + r b (1 - b).
    var breakevenMove: Double {
        book.spread + instrument.fee.perShare(at: book.ask) + instrument.fee.perShare(at: book.bid)
    }

    /// ln(1 + depth within a cent on both sides) - ln(spread in ticks).
    var liquidityScore: Double {
        log(1 + book.bids.depthOneCent + book.asks.depthOneCent) - log(book.spreadTicks)
    }

    /// A number of the latest announcement, unless that is more than an hour old.
    func announced(_ value: Double?) -> Double {
        guard let value, time.seconds(since: announced) <= 3_600 else { return .nan }
        return value
    }

    /// Hours to the scheduled end, not below zero; NaN when unknown.
    var hoursToResolution: Double {
        guard let end = instrument.scheduledEnd else { return .nan }
        return max(0, end.seconds(since: time) / 3_600)
    }

    /// Hours since the market was created; NaN when unknown.
    var marketAge: Double {
        instrument.created.map { max(0, time.seconds(since: $0) / 3_600) } ?? .nan
    }

    /// Hours to the scheduled start of the game, below 0 after it; NaN when unknown.
    var hoursToGame: Double { instrument.gameStart.map { $0.seconds(since: time) / 3_600 } ?? .nan }

    /// Sizes of five levels on both sides within the band that is rewarded, over all of them; NaN without a reward.
    var rewardedShare: Double {
        guard let reward = instrument.reward, reward.isOffered else { return .nan }
        return book.depth(within: reward.band) / book.totalDepth
    }

    /// Micro-price less mid in ticks; the weighted mid stands in for it where none has been fitted.
    var microPriceGap: Double {
        guard let microPrice else { return book.weightedMidGap }
        let quote = book.quote
        return microPrice.gap(
            bidSize: quote.bidSize, askSize: quote.askSize, spreadTicks: quote.spreadTicks(book.tickUnits))
    }

    /// The hour's volume against an hour's part of the day's, over the same of usual volumes.
    var volumeSpike: Double {
        dailyTotal(trades.volume / (series.statistics.volumeDay / 24)) / (usualVolume.hour / usualVolume.dailyMean)
    }

    /// Shares of both tokens over the last hour.
    var marketVolume: Double { trades.volume + complement.volume }

    /// The forecast without a model; NaN where neither move is known.
    var plainForecast: Double {
        let (short, long) = (series.logitMove(.fiveMinutes), series.logitMove(.oneHour))
        if short.isNaN, long.isNaN { return .nan }
        return DampedMove()(short: short, long: long, realized: series.realizedVolatility)
    }

    /// Passive less aggressive pressure: order flow at the best level less signed trades, both over depth, 5 min.
    var flowGap: Double { bestFlowOverDepth - trades.flow[1] }

    /// ofi_l1_5m over depth.
    var bestFlowOverDepth: Double { orderFlow[2] / trades.depth }

    /// A daily sum of trades that is a fact when half of the day was watched.
    func dailyTotal(_ value: Double) -> Double { trades.isHourWatched ? value : .nan }

    /// Seconds since 00:00 UTC.
    var secondOfDay: Double { Double(time.nanoseconds - time.dayNumber * Timestamp.nanosecondsPerDay) * 1e-9 }

    /// 0 Monday ... 6 Sunday, UTC. 1970-01-01 was a Thursday.
    var dayOfWeek: Int { Int(((time.dayNumber + 3) % 7 + 7) % 7) }

    /// 2 volatile, 0 calm, 1 normal, relative to the token's own history; NaN until that is known.
    var regime: Double {
        let ratio = series.volatilityRatio
        let z = series.spreadZscore
        if ratio.isNaN { return .nan }
        if ratio > 1.5 || z > 2 { return 2 }
        return ratio < 0.7 && (z < 1 || z.isNaN) ? 0 : 1
    }

    /// sign(D_1h) min(|D_1h|, |D_24h|) where the signs agree, else 0.
    var momentumStrength: Double {
        let hour = series.logitMove(.oneHour)
        let day = series.logitMove(.day)
        if hour.isNaN || day.isNaN { return .nan }
        if hour * day <= 0 { return 0 }
        return hour > 0 ? min(hour, day) : max(hour, day)
    }
}
