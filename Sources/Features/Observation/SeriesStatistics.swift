private import Glibc
internal import Market

/// What needs a pass over the slots of a token's grids: computed once a minute, when a slot has been added.
///
/// A statistic is NaN until half of its window was observed. L clips by the tick in force.
struct SeriesStatistics: Sendable {
    /// Number of the slot after the newest one, and the tick size, that these belong to.
    private var next: Int64 = .min
    private var tick: Int32 = 0

    // One-minute slots.
    /// Standard deviation, and root of the sum of squares, of the 60 s price steps of 1 h, in USDC.
    private(set) var priceDeviation = Double.nan
    private(set) var realizedPriceVolatility = Double.nan
    /// Roots of the sums of squared 60 s steps of L of 1 h and of 4 h (Andersen, Bollerslev, Diebold, Labys 2003).
    private(set) var realizedHour = Double.nan
    private(set) var realizedFourHours = Double.nan
    private(set) var bipowerHour = Double.nan
    private(set) var semivarianceSkew = Double.nan
    /// L of 1 h.
    private(set) var hourMean = Double.nan
    private(set) var hourDeviation = Double.nan
    /// Means of the mid in USDC.
    private(set) var meanFiveMinutes = Double.nan
    private(set) var meanTwentyMinutes = Double.nan
    /// Of the 60 s steps of L of 4 h, at lags 1 and 5.
    private(set) var autocorrelation = Double.nan
    private(set) var autocorrelationLagFive = Double.nan
    /// Of the 60 s steps of L of 24 h.
    private(set) var varianceRatio = Double.nan
    private(set) var hurst = Double.nan
    private(set) var hurstRescaled = Double.nan
    private(set) var trendHour = (slope: Double.nan, determination: Double.nan)
    private(set) var efficiencyHour = Double.nan
    private(set) var zeroShareHour = Double.nan
    private(set) var largestStepHour = Double.nan
    private(set) var strength = Double.nan
    /// Spread over 24 h in price units: number, sum, sum of squares.
    private(set) var spread = SpreadSums()
    /// The extremes of the mid over 24 h and the minute each last stood at.
    private(set) var extremesDay: Extremes?
    /// Mean |D_60s| / notional over minutes with trades, 1 h and 24 h.
    private(set) var illiquidityHour = Double.nan
    private(set) var illiquidityDay = Double.nan
    private(set) var depthVariationHour = Double.nan
    /// USDC and shares of 24 h; NaN until half of it was observed.
    private(set) var notionalDay = Double.nan
    private(set) var volumeDay = Double.nan

    // Five-minute slots.
    private(set) var realizedDay = Double.nan
    private(set) var dayMean = Double.nan
    private(set) var dayDeviation = Double.nan
    private(set) var trendDay = (slope: Double.nan, determination: Double.nan)
    private(set) var volatilityOfVolatility = Double.nan
    private(set) var excessMovement = Double.nan
    private(set) var bookEventsDay = 0.0
    private(set) var tradesDay = 0.0

    struct SpreadSums: Sendable {
        var count = 0
        var sum = 0
        var sumOfSquares = 0
    }

    /// Twice the mid in price units, and the number of the minute.
    struct Extremes: Sendable {
        var high: Int
        var highMinute: Int64
        var low: Int
        var lowMinute: Int64
    }

    init() {}

    /// Whether these are the statistics of the grid whose next slot is `next`.
    func isCurrent(_ next: Int64, tick: Int32) -> Bool { self.next == next && self.tick == tick }

    /// Call when the token's grids have been brought up to date.
    init(_ token: TokenState, tick: Int32, room: inout SeriesRoom) {
        next = token.grid60.next
        self.tick = tick
        room.read(token.grid60, tick: tick)
        (priceDeviation, realizedPriceVolatility) = token.grid60.priceSteps(newest: 60)
        setHour(room.logits, room.steps)
        setDay(room)
        setPrices(token.grid60)
        setActivity(token.minutes, room.steps)
        room.read(token.grid300, tick: tick)
        setFiveMinutes(token.grid300, token.fiveMinutes, room)
    }

    private mutating func setHour(_ logits: [Double], _ steps: [Double]) {
        realizedHour = GridStatistics.rootOfSquares(of: steps, newest: 60)
        realizedFourHours = GridStatistics.rootOfSquares(of: steps, newest: 240)
        bipowerHour = StepStatistics.bipower(of: steps, newest: 60)
        semivarianceSkew = StepStatistics.semivarianceSkew(of: steps, newest: 60)
        (hourMean, hourDeviation) = LevelStatistics.moments(of: logits, newest: 60)
        autocorrelation = StepStatistics.autocorrelation(of: steps, newest: 240, lag: 1)
        autocorrelationLagFive = StepStatistics.autocorrelation(of: steps, newest: 240, lag: 5)
        trendHour = LevelStatistics.trend(of: logits, newest: 60, spacing: 1.0 / 60)
        efficiencyHour = StepStatistics.efficiency(of: steps, newest: 60)
        zeroShareHour = StepStatistics.zeroShare(of: steps, newest: 60)
        largestStepHour = StepStatistics.largest(of: steps, newest: 60)
    }

    private mutating func setDay(_ room: SeriesRoom) {
        varianceRatio = StepStatistics.varianceRatio(of: room.steps, newest: 1_440, horizon: 15)
        guard room.presentSteps.count * 2 >= 1_440 else { return }
        hurst = DetrendedFluctuation.exponent(of: room.presentSteps)
        hurstRescaled = RescaledRange.exponent(of: room.presentSteps)
    }

    private mutating func setPrices(_ grid: QuoteGrid) {
        meanFiveMinutes = grid.meanMid(newest: 5)
        meanTwentyMinutes = grid.meanMid(newest: 20)
        spread = grid.spreadSums(newest: 1_440)
        strength = grid.strength(period: 14)
        extremesDay = grid.extremes(newest: 1_440)
    }

    private mutating func setActivity(_ minutes: ActivityGrid<MinuteActivity>, _ steps: [Double]) {
        var (hour, day) = (Illiquidity(), Illiquidity())
        var depth = Moments()
        var (notional, volume) = (0.0, 0.0)
        // Minutes and steps end together; the first of either may have no partner.
        var step = steps.count - minutes.slotCount
        minutes.forEach(newest: minutes.capacity) { minute in
            notional += minute.notional
            volume += minute.volume
            if step >= 0 { day.add(minute, step: steps[step]) }
            if step >= steps.count - 60 {
                if step >= 0 { hour.add(minute, step: steps[step]) }
                if !minute.totalDepth.isNaN { depth.add(minute.totalDepth) }
            }
            step += 1
        }
        illiquidityHour = hour.mean(count: 60)
        illiquidityDay = day.mean(count: 1_440)
        depthVariationHour = LevelStatistics.variation(depth, newest: 60)
        guard spread.count * 2 >= 1_440 else { return }
        notionalDay = notional
        volumeDay = volume
    }

    /// Amihud's measure (2002): the mean of |step of L| over notional.
    private struct Illiquidity {
        private var (sum, traded, present) = (0.0, 0.0, 0)

        mutating func add(_ minute: MinuteActivity, step: Double) {
            guard !step.isNaN else { return }
            present += 1
            guard minute.notional > 0 else { return }
            sum += abs(step) / minute.notional
            traded += 1
        }

        /// NaN without a minute that has a trade and a step.
        func mean(count: Int) -> Double { present * 2 >= count && traded > 0 ? sum / traded : .nan }
    }

    private mutating func setFiveMinutes(
        _ grid: QuoteGrid, _ activity: ActivityGrid<FiveMinuteActivity>, _ room: SeriesRoom
    ) {
        realizedDay = GridStatistics.rootOfSquares(of: room.steps, newest: 288)
        (dayMean, dayDeviation) = LevelStatistics.moments(of: room.logits, newest: 288)
        trendDay = LevelStatistics.trend(of: room.logits, newest: 288, spacing: 1.0 / 12)
        excessMovement = grid.excessMovement(newest: 288)
        var volatilities = Moments()
        activity.forEach(newest: 48) { if !$0.volatility.isNaN { volatilities.add($0.volatility) } }
        volatilityOfVolatility = LevelStatistics.variation(volatilities, newest: 48)
        activity.forEach(newest: 288) {
            bookEventsDay += Double($0.bookEvents)
            tradesDay += Double($0.trades)
        }
    }
}
