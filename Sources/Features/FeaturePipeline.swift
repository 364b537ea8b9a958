public import Market

/// Market events in, feature rows and price points out.
///
/// State advances in the order of calls with receive time as its clock. Before an event received at r is applied, the
/// caller draws all rows due strictly before r; rows due at t see all events received at or before t. A row then
/// depends on nothing that was received after its time, and replaying the same calls gives the same bits.
///
/// Applying an event costs O(1) plus the levels it touches; drawing a row reads rings of at most 1,441 slots.
public struct FeaturePipeline: Sendable {
    public let grid: SamplingGrid
    public let schema: FeatureSchema
    /// Book messages that could not be applied; each silences its token until the next snapshot.
    public private(set) var bookErrors = 0
    /// Events of markets that were never listed or have ended, announcements of an impossible tick size, and outside
    /// prices that are none.
    public private(set) var ignoredEvents = 0
    /// Trades, deltas and outside prices that came more than a minute late and entered no state.
    public private(set) var lateEvents = 0
    /// How often a formula of the column gave an infinite value, by column.
    public private(set) var infiniteCounts: [Int]

    private let canonicalSides: [MarketID: Outcome]
    private let formulas: [ColumnFormula]
    var markets: [MarketState] = []
    var groups = MarketGroups()
    /// The part of the markets this has; nil: all of them.
    var shard: Shard?
    var platform = PlatformActivity(start: .distantPast)
    /// The whole minute that is closed next.
    var nextMinute = Timestamp.distantPast
    private(set) var indices: [MarketID: Int] = [:]
    private(set) var schedule = RowSchedule()
    /// Outside prices, in the order in which they first came.
    private var references: [ReferenceSeries] = []
    private var shelf = TableShelf()
    /// Latest receive time: time never runs backwards, whatever the events say.
    var clock = Timestamp.distantPast
    /// When the last event that a link brings was received.
    private var lastMessage = Timestamp.distantPast
    /// Whether any trade was ever received. Without one the absence of trades says nothing.
    private var isTradeFeed = false
    private var room = SeriesRoom()
    var minuteRoom = MinuteRoom()

    /// - Parameter canonicalSides: sides that an earlier run has fixed, for markets whose first row lies before the
    ///   events that this pipeline will see.
    /// - Precondition: every column of the schema is one of this build's, in its version.
    public init(
        grid: SamplingGrid, schema: FeatureSchema = .current, canonicalSides: [MarketID: Outcome] = [:]
    ) {
        self.grid = grid
        self.schema = schema
        self.canonicalSides = canonicalSides
        formulas = FeatureCatalogue.formulas(of: schema)
        infiniteCounts = Array(repeating: 0, count: formulas.count)
    }

    /// Applies an event to books and windows.
    ///
    /// Returns the market's price point when it says something new: the quote of the YES token changed, the market's
    /// life took a turn, or the same quote was confirmed and more than 1/20 of the instrument's staleness limit has
    /// passed since the last point returned.
    public mutating func apply(_ event: MarketEvent) -> PricePoint? {
        advance(to: event.receiveTime)
        lastMessage = clock
        if let shard, !shard.holds(event.market) { return nil }
        if case .listed(let instrument) = event.kind {
            list(event.market, instrument, isLate: isLate(event))
            return nil
        }
        guard let index = indices[event.market], markets[index].isLive else { return applyToEnded(event) }
        switch event.kind {
        case .snapshot, .quote: return applyBook(event, to: index)
        case .delta:
            if isLate(event) {
                lateEvents += 1
                return interrupt(event, at: index)
            }
            return applyBook(event, to: index)
        case .trade(let price, let size, let taker, let trader):
            if isLate(event) {
                lateEvents += 1
                return nil
            }
            isTradeFeed = true
            platform.traded(price.dollars * size.shares)
            markets[index].applyTrade(
                price: price, size: size, taker: taker, by: trader, of: event.asset.outcome, at: clock,
                exchangeTime: event.exchangeTime)
            return nil
        case .tickChanged(let tick):
            guard Self.ticks.contains(tick) else {
                ignoredEvents += 1
                return nil
            }
            markets[index].changeTick(to: tick, at: clock, exchangeTime: event.exchangeTime)
            return nil
        case .feeChanged(let fee):
            markets[index].changeFee(to: fee)
            return nil
        case .gap: return interrupt(event, at: index)
        case .resynced:
            markets[index].resync(event.asset.outcome, at: clock)
            return markets[index].concernsYes(event.asset.outcome)
                ? markets[index].pricePoint(.resynced, at: clock) : nil
        case .closed: return end(index, .closed)
        case .resolved(let payout, let knownAt): return end(index, .resolved(payout, knownAt: knownAt))
        case .recordingEnded: return end(index, .recordingEnded)
        case .listed: return nil
        }
    }

    /// Tables that were fitted on the past come into force: rows use the newest that were fitted on days before theirs
    /// alone, so that tables given too early wait for their day.
    public mutating func apply(_ tables: FittedTables, at time: Timestamp) {
        advance(to: time)
        shelf.put(tables)
    }

    /// The tables that a row at `time` uses; nil before the first.
    public func tables(at time: Timestamp) -> FittedTables? { shelf.inForce(at: time) }

    /// An outside price came. One that is late, or is no price, enters no state.
    public mutating func apply(_ reference: ReferencePrice) {
        advance(to: reference.receiveTime)
        guard reference.receiveTime.nanoseconds - reference.exchangeTime.nanoseconds <= Self.latenessMax else {
            lateEvents += 1
            return
        }
        guard reference.value.isFinite, reference.value > 0 else {
            ignoredEvents += 1
            return
        }
        let known = references.firstIndex { $0.name == reference.name }
        if known == nil { references.append(ReferenceSeries(name: reference.name, start: clock)) }
        references[known ?? references.count - 1].set(reference.value, at: clock)
    }

    /// The link to the venue was lost, which silences every token until its next snapshot, or is back. Returns a gap or
    /// resynced point for each live market, in the order of markets.
    public mutating func apply(_ connection: ConnectionState, at time: Timestamp) -> [PricePoint] {
        advance(to: time)
        return liveMarkets.compactMap { market in
            guard let index = indices[market] else { return nil }
            for outcome in [Outcome.yes, .no] {
                switch connection {
                case .disconnected: markets[index].interrupt(outcome, at: clock, exchangeTime: clock)
                case .connected: markets[index].resync(outcome, at: clock)
                }
            }
            return markets[index].pricePoint(connection == .disconnected ? .gap : .resynced, at: clock)
        }
    }

    /// Time passes until just before something that is received at `time`.
    private mutating func advance(to time: Timestamp) {
        if clock == .distantPast {
            nextMinute = time.floored(to: .minutes(1)) + .minutes(1)
            platform = PlatformActivity(start: time)
        }
        clock = max(clock, time)
        closeMinutes(before: clock)
    }

    /// When the next row is due, over all live markets; `distantFuture` if there is none.
    public var nextRowTime: Timestamp { schedule.first?.time ?? .distantFuture }

    /// Appends the rows due at or before `time`, in the order of (time, market), each drawn at its own grid time from
    /// the state of the events applied so far. A market whose canonical book is not healthy at its grid time gives no
    /// row.
    public mutating func drawRows(through time: Timestamp, into rows: inout [FeatureRow]) {
        while let due = nextDue(through: time) {
            let surroundings = surroundings(of: due.index, at: due.time)
            if let row = drawRow(of: due.index, at: due.time, surroundings) { rows.append(row) }
        }
    }

    /// The same with surroundings that were noted before.
    mutating func drawRows(
        through time: Timestamp, around log: inout SurroundingsLog, into rows: inout [FeatureRow]
    ) {
        while let due = nextDue(through: time) {
            let surroundings = log.take(markets[due.index].id, at: due.time)
            if let row = drawRow(of: due.index, at: due.time, surroundings) { rows.append(row) }
        }
    }

    /// Notes the surroundings of the rows due at or before `time` in the log of their market's shard, instead of
    /// drawing them.
    mutating func noteSurroundings(through time: Timestamp, into logs: inout [SurroundingsLog]) {
        while let due = nextDue(through: time) {
            let market = markets[due.index].id
            let shard = Shard.index(of: market, count: logs.count)
            logs[shard].note(surroundings(of: due.index, at: due.time), of: market, at: due.time)
        }
    }

    /// Takes the next market from the schedule of which a row is to be drawn at or before `time`, and fixes its
    /// canonical side. Markets without a healthy book are passed over.
    private mutating func nextDue(through time: Timestamp) -> RowSchedule.Entry? {
        while let due = schedule.first, due.time <= time {
            schedule.postponeFirst(to: due.time + grid.step)
            dropEndedEntries()
            closeMinutes(before: Timestamp(nanoseconds: due.time.nanoseconds + 1))
            markets[due.index].fixCanonicalSide()
            if markets[due.index].hasRow { return due }
        }
        return nil
    }

    private func surroundings(of index: Int, at time: Timestamp) -> Surroundings {
        Surroundings(
            cross: crossObservation(of: index, outcome: markets[index].canonical ?? .yes, at: time),
            isTradeFeed: isTradeFeed, lastLinkMessage: lastMessage)
    }

    private mutating func drawRow(of index: Int, at time: Timestamp, _ surroundings: Surroundings) -> FeatureRow? {
        guard let (observation, asset, context) = observe(index, at: time, surroundings) else { return nil }
        var values = [Float](repeating: .nan, count: formulas.count)
        var span = values.mutableSpan
        evaluate(observation, into: &span)
        return FeatureRow(asset: asset, time: time, context: context, values: values)
    }

    /// Writes what a row of the market at `time` would hold into `values`, in the order of the schema's columns, once
    /// all events received up to then have been applied. Unlike a row it is not scheduled, and allocates nothing.
    ///
    /// Returns false and leaves `values` alone when there is no such live market or its canonical book is not healthy.
    /// - Precondition: `values` holds one number a column.
    public mutating func drawVector(
        of market: MarketID, at time: Timestamp, into values: inout MutableSpan<Float>
    ) -> Bool {
        precondition(values.count == formulas.count, "the buffer holds one number a column")
        guard let index = indices[market], markets[index].isLive else { return false }
        closeMinutes(before: Timestamp(nanoseconds: time.nanoseconds + 1))
        markets[index].fixCanonicalSide()
        let surroundings = surroundings(of: index, at: time)
        guard let (observation, _, _) = observe(index, at: time, surroundings) else { return false }
        evaluate(observation, into: &values)
        return true
    }

    private mutating func observe(
        _ index: Int, at time: Timestamp, _ surroundings: Surroundings
    ) -> (Observation, AssetID, RowContext)? {
        shelf.advance(to: time)
        guard
            var observed = markets[index].observe(
                at: time, isTradeFeed: surroundings.isTradeFeed, lastLinkMessage: surroundings.lastLinkMessage,
                tables: shelf.inForce(at: time), room: &room)
        else { return nil }
        observed.0.cross = surroundings.cross
        observed.0.referenceMove = referenceMove(of: markets[index].instrument, at: time)
        return observed
    }

    private mutating func referenceMove(of instrument: Instrument, at time: Timestamp) -> Double {
        guard let name = instrument.reference, let index = references.firstIndex(where: { $0.name == name }) else {
            return .nan
        }
        references[index].advance(through: time)
        return references[index].move(at: time)
    }

    private mutating func evaluate(_ observation: Observation, into values: inout MutableSpan<Float>) {
        for index in formulas.indices {
            let value = Float(formulas[index].value(observation))
            if value.isInfinite { infiniteCounts[index] += 1 }
            // Adding zero turns a negative zero into a positive one.
            values[index] = value.isFinite ? value + 0 : .nan
        }
    }
}

extension FeaturePipeline {
    /// Nanoseconds: the arithmetic of durations is too slow for every event.
    private static let latenessMax: Int64 = 60_000_000_000
    /// Tick sizes in price units that make sense; another one is refused as bad input.
    static let ticks: ClosedRange<Int32> = 1...1_000

    private func isLate(_ event: MarketEvent) -> Bool {
        event.receiveTime.nanoseconds - event.exchangeTime.nanoseconds > Self.latenessMax
    }

    private mutating func list(_ market: MarketID, _ instrument: Instrument, isLate: Bool) {
        guard Self.ticks.contains(instrument.tick) else {
            ignoredEvents += 1
            return
        }
        let index = indices[market] ?? markets.count
        var generation = 0
        if index < markets.count {
            if markets[index].isLive {
                groups.remove(index)
                groups.insert(index, event: instrument.event, category: instrument.category)
                markets[index].announce(instrument, isLate: isLate, at: clock)
                return
            }
            generation = markets[index].generation + 1
        }
        let state = MarketState(
            id: market, generation: generation, instrument: instrument,
            canonical: generation == 0 ? canonicalSides[market] : nil, isLate: isLate, at: clock)
        if index < markets.count { markets[index] = state } else { markets.append(state) }
        groups.insert(index, event: instrument.event, category: instrument.category)
        indices[market] = index
        let due = grid.firstTime(from: clock, phase: grid.phase(of: instrument.name))
        schedule.insert(.init(time: due, market: market, index: index, generation: generation))
    }

    private mutating func applyBook(_ event: MarketEvent, to index: Int) -> PricePoint? {
        let outcome = event.asset.outcome
        let isMirrored = outcome == .no && markets[index].concernsYes(.no)
        let result =
            isMirrored
            ? markets[index].applyBook(
                event.mirrored.kind, of: outcome, at: clock, exchangeTime: event.exchangeTime)
            : markets[index].applyBook(event.kind, of: outcome, at: clock, exchangeTime: event.exchangeTime)
        if result == .refused { bookErrors += 1 }
        guard result != .ignored, markets[index].concernsYes(outcome) else { return nil }
        return markets[index].pricePoint(at: clock)
    }

    /// A gap, or a late delta: a change that is left out makes the book unknown.
    private mutating func interrupt(_ event: MarketEvent, at index: Int) -> PricePoint? {
        let outcome = event.asset.outcome
        markets[index].interrupt(outcome, at: clock, exchangeTime: event.exchangeTime)
        return markets[index].concernsYes(outcome) ? markets[index].pricePoint(.gap, at: clock) : nil
    }

    private mutating func end(_ index: Int, _ kind: PricePoint.Kind) -> PricePoint {
        groups.remove(index)
        markets[index].end()
        dropEndedEntries()
        return markets[index].pricePoint(kind, at: clock)
    }

    /// An ended market may still be resolved; all else is counted.
    private mutating func applyToEnded(_ event: MarketEvent) -> PricePoint? {
        if let index = indices[event.market], case .resolved(let payout, let knownAt) = event.kind {
            return markets[index].pricePoint(.resolved(payout, knownAt: knownAt), at: clock)
        }
        ignoredEvents += 1
        return nil
    }

    private mutating func dropEndedEntries() {
        while let first = schedule.first {
            if markets[first.index].isLive, markets[first.index].generation == first.generation { return }
            schedule.removeFirst()
        }
    }
}

extension FeaturePipeline: Restorable {
    /// All but the clock, which a snapshot's header holds, and what follows from the rest.
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.count(&bookErrors)
        try coder.count(&ignoredEvents)
        try coder.count(&lateEvents)
        for index in infiniteCounts.indices { try coder.count(&infiniteCounts[index]) }
        try coder.time(&lastMessage)
        try coder.flag(&isTradeFeed)
        try coder.time(&nextMinute)
        try platform.archive(&coder)
        try coder.array(&markets, countMax: StateCoder.countMax, blank: .blank)
        var live = groups.live
        try coder.array(&live, countMax: markets.count, blank: 0)
        try schedule.archive(&coder)
        try coder.array(&references, countMax: StateCoder.countMax, blank: .blank)
        try shelf.archive(&coder)
        guard coder.isReading else { return }
        for (index, market) in markets.enumerated() {
            guard indices.updateValue(index, forKey: market.id) == nil else {
                throw coder.failure("market \(market.id.rawValue) appears twice")
            }
        }
        guard Set(references.map(\.name)).count == references.count else {
            throw coder.failure("an outside price has two series")
        }
        try group(live, coder)
        try checkSchedule(coder)
    }
}
