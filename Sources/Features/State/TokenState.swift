internal import Market

/// All that is remembered of one token besides its book: O(1) work an event, O(slots) memory.
struct TokenState: Sendable {
    let outcome: Outcome
    /// Nil while the book is not healthy.
    private(set) var quote: BestQuote?
    /// Every 10 s over 1 h, both ends of the lag included.
    private(set) var grid10: QuoteGrid
    /// Every 60 s over 24 h, both ends of the lag included.
    private(set) var grid60: QuoteGrid
    /// Every 300 s over 24 h, both ends of the lag included.
    private(set) var grid300: QuoteGrid
    private(set) var minutes: ActivityGrid<MinuteActivity>
    private(set) var fiveMinutes: ActivityGrid<FiveMinuteActivity>
    private(set) var flow = OrderFlow()
    private(set) var levelFlow = LevelFlow()
    private(set) var churn = NearTouchChurn()
    private(set) var volatility = EwmaVolatility()
    private(set) var means = BookMeans()
    private(set) var pace = BookPace()
    private(set) var jumps = JumpMemory()
    private(set) var twoSided: TwoSidedTime
    private(set) var recovery = SpreadRecovery()
    private(set) var markouts = Markouts()
    private(set) var impact = MinuteImpact()
    private(set) var tape = TradeTape()
    private(set) var takers = TakerRing()
    private(set) var lastResync: Timestamp?
    /// What needs a pass over the slots, as of the newest minute.
    private(set) var statistics = SeriesStatistics()
    /// The same as of the newest 10 s.
    private(set) var recent = RecentStatistics()
    private var levels = TopLevels.none
    private var recentMids = RecentMids()
    private var thisMinute = MinuteActivity()
    private var theseFiveMinutes = FiveMinuteActivity()
    /// Whether the next book message is compared with nothing before it.
    private var isResyncing = false

    init(outcome: Outcome, start: Timestamp) {
        self.outcome = outcome
        grid10 = QuoteGrid(step: .seconds(10), capacity: 361, start: start)
        grid60 = QuoteGrid(step: .seconds(60), capacity: 1_441, start: start)
        grid300 = QuoteGrid(step: .seconds(300), capacity: 289, start: start)
        minutes = ActivityGrid(step: .seconds(60), capacity: 1_440, start: start)
        fiveMinutes = ActivityGrid(step: .seconds(300), capacity: 288, start: start)
        twoSided = TwoSidedTime(start: start)
    }

    /// A book message left the token with `new`, nil when its book is not healthy, and with `newLevels`.
    mutating func bookChanged(
        to new: BestQuote?, levels newLevels: TopLevels, tick: Int32, at time: Timestamp, exchangeTime: Timestamp
    ) {
        close(before: time, tick: tick)
        theseFiveMinutes.bookEvents += 1
        pace.received(exchangeTime: exchangeTime, at: time)
        changeBook(to: new, levels: newLevels, tick: tick, at: time, exchangeTime: exchangeTime)
    }

    private mutating func changeBook(
        to new: BestQuote?, levels newLevels: TopLevels, tick: Int32, at time: Timestamp, exchangeTime: Timestamp
    ) {
        changeLevels(to: newLevels, tick: tick, at: time)
        guard new != quote || isResyncing else { return }
        isResyncing = false
        flow.bookChanged(to: new, at: time)
        volatility.bookChanged(to: new, tick: tick, at: time)
        means.quoteChanged(to: new, tick: tick, at: time)
        pace.bookChanged(to: new, at: time)
        recovery.changed(to: new.map { Double($0.ask - $0.bid) } ?? .nan, at: time)
        if (new == nil) != (quote == nil) { twoSided.set(new != nil, at: time) }
        let old = slot.doubleMid
        quote = new
        if slot.doubleMid != old { recentMids.record(slot.doubleMid, exchangeTime: exchangeTime) }
    }

    private mutating func changeLevels(to new: TopLevels, tick: Int32, at time: Timestamp) {
        if isResyncing {
            levelFlow.bookChanged(from: .none, to: new, at: time)
        } else if new.equals(levels) {
            return
        } else {
            levelFlow.bookChanged(from: levels, to: new, at: time)
            churn.bookChanged(from: levels, to: new, tick: tick, at: time)
        }
        means.levelsChanged(to: new, at: time)
        levels = new
    }

    /// The book is unknown from here on, or has another tick size: differences across this moment mean nothing.
    mutating func startEpoch(tick: Int32, at time: Timestamp, exchangeTime: Timestamp) {
        close(before: time, tick: tick)
        changeBook(to: nil, levels: .none, tick: tick, at: time, exchangeTime: exchangeTime)
        resync(at: time)
    }

    /// The next book message is the truth, whatever was believed before: the change to it is no order flow.
    mutating func resync(at time: Timestamp) {
        flow.startEpoch()
        levelFlow.startEpoch()
        volatility.breakSeries()
        lastResync = time
        isResyncing = true
    }

    mutating func traded(
        price: Price, size: Size, taker: TakerSide, by trader: TraderID?, tick: Int32, at time: Timestamp,
        exchangeTime: Timestamp
    ) {
        close(before: time, tick: tick)
        guard !size.isZero else { return }
        let doubleMid = recentMids.doubleMid(before: exchangeTime)
        let shares = size.shares
        tape.add(price: price, size: size, taker: taker, doubleMid: doubleMid, at: time)
        takers.add(trader, shares: shares, at: time)
        churn.traded(shares, taker: taker, at: time)
        theseFiveMinutes.trades += 1
        thisMinute.volume += shares
        thisMinute.notional += shares * price.dollars
        if let quote {
            recovery.traded(spread: Double(quote.ask - quote.bid), mean: means.spread.value(at: time), at: time)
        }
        guard taker != .unknown else { return }
        let sign = taker == .buy ? 1.0 : -1.0
        thisMinute.signedVolume += sign * shares
        if let doubleMid { markouts.add(sign: sign, doubleMid: Int32(doubleMid), tick: tick, at: time) }
    }

    /// Brings the grids up to `time`, which a row is drawn at, and what is computed from them.
    mutating func advance(through time: Timestamp, tick: Int32, room: inout SeriesRoom) {
        close(before: Timestamp(nanoseconds: time.nanoseconds + 1), tick: tick)
        recovery.expire(at: time)
        twoSided.advance(to: time)
        tape.advance(to: time)
        if !recent.isCurrent(grid10.next, tick: tick) { recent = RecentStatistics(grid10, tick: tick) }
        if !statistics.isCurrent(grid60.next, tick: tick) {
            statistics = SeriesStatistics(self, tick: tick, room: &room)
        }
    }

    /// Closes what ends before `time`, with the quote that has been in force.
    private mutating func close(before time: Timestamp, tick: Int32) {
        markouts.advance(to: time, doubleMid: quote.map { Int32($0.doubleMid) })
        guard time > grid10.nextTime else { return }
        if fiveMinutes.isDue(before: time) { closeFiveMinutes(before: time, tick: tick) }
        closeTenSeconds(before: time, tick: tick)
        if minutes.isDue(before: time) { closeMinutes(before: time) }
    }

    private mutating func closeFiveMinutes(before time: Timestamp, tick: Int32) {
        let first = fiveMinutes.next
        closeTenSeconds(before: Timestamp(nanoseconds: fiveMinutes.nextTime.nanoseconds + 1), tick: tick)
        var done = theseFiveMinutes
        done.volatility = grid10.rootOfSquares(newest: 30, tick: tick)
        // Nothing has changed after the first of them.
        let silent = FiveMinuteActivity(volatility: quote == nil ? .nan : 0)
        fiveMinutes.close(before: time) { $0 == first ? done : silent }
        theseFiveMinutes = FiveMinuteActivity()
        grid300.fill(before: time, with: slot)
    }

    private mutating func closeTenSeconds(before time: Timestamp, tick: Int32) {
        let (before, end) = (grid10.newest, grid10.nextTime)
        grid10.fill(before: time, with: slot)
        guard !before.isMissing, !slot.isMissing, before.doubleMid != slot.doubleMid else { return }
        let step =
            LogOdds.of(doubleMid: Int(slot.doubleMid), tick: tick)
            - LogOdds.of(doubleMid: Int(before.doubleMid), tick: tick)
        jumps.stepped(step, volatility: volatility.value(2, at: end), at: end)
    }

    private mutating func closeMinutes(before time: Timestamp) {
        let (first, slot) = (minutes.next, slot)
        var done = thisMinute
        done.totalDepth = levels.totalDepth
        let silent = MinuteActivity(totalDepth: done.totalDepth)
        var impact = impact
        minutes.close(before: time) { number in
            impact.minute(
                signedVolume: number == first ? done.signedVolume : 0, slot: slot,
                at: Timestamp(nanoseconds: number * Timestamp.nanosecondsPerMinute))
            return number == first ? done : silent
        }
        self.impact = impact
        thisMinute = MinuteActivity()
        grid60.fill(before: time, with: slot)
    }

    private var slot: QuoteSlot { quote?.slot ?? .missing }
}

extension TokenState {
    /// The statistics are left out: the next row computes them from the grids.
    /// - Parameters:
    ///   - quote, levels: of the token's book, which is restored before.
    mutating func archive(
        _ coder: inout StateCoder, quote: BestQuote?, levels: TopLevels
    ) throws(SnapshotError) {
        if coder.isReading { (self.quote, self.levels) = (quote, levels) }
        try grid10.archive(&coder)
        try grid60.archive(&coder)
        try grid300.archive(&coder)
        try minutes.archive(&coder, blank: MinuteActivity())
        try fiveMinutes.archive(&coder, blank: FiveMinuteActivity())
        try flow.archive(&coder)
        try levelFlow.archive(&coder)
        try churn.archive(&coder)
        try volatility.archive(&coder)
        try means.archive(&coder)
        try pace.archive(&coder)
        try jumps.archive(&coder)
        try twoSided.archive(&coder)
        try recovery.archive(&coder)
        try markouts.archive(&coder)
        try impact.archive(&coder)
        try tape.archive(&coder)
        try takers.archive(&coder)
        try coder.optional(&lastResync)
        try recentMids.archive(&coder)
        try thisMinute.archive(&coder)
        try theseFiveMinutes.archive(&coder)
        try coder.flag(&isResyncing)
    }
}
