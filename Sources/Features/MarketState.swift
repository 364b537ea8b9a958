internal import Market

/// One market: its announcement, its books, and the state of its tokens.
///
/// The tokens' state is kept for both until the canonical side is fixed, then for that side only, and is dropped when
/// the market ends. A market that quotes only its YES token has one feed, and NO is its mirror image.
struct MarketState: Sendable {
    let id: MarketID
    /// Counts the lives of a market that was listed again after its end.
    let generation: Int
    private(set) var instrument: Instrument {
        didSet { categoryCode = MarketCategory.code(of: instrument.category) }
    }
    private var categoryCode: Double
    private(set) var announced: Timestamp
    /// As it was announced in time; nil when nobody said, or only later.
    private var resolution: ResolutionState?
    /// Fixed at the first row, for life.
    private(set) var canonical: Outcome?
    private(set) var isLive = true
    private var feeds: [BookFeed]
    private var tokens: [TokenState]
    /// How it moves with others.
    var cross = CrossMoves()
    private var lastPoint: PricePoint?
    /// A standing quote is said again after more than this, in nanoseconds.
    private var confirmationInterval: Int64

    /// - Parameter canonical: the canonical side where an earlier run has fixed it.
    init(
        id: MarketID, generation: Int, instrument: Instrument, canonical: Outcome?, isLate: Bool = false,
        at time: Timestamp
    ) {
        self.id = id
        self.generation = generation
        self.canonical = canonical
        self.instrument = instrument
        announced = time
        resolution = isLate ? nil : instrument.resolution
        feeds = Self.feeds(of: instrument, at: time)
        categoryCode = MarketCategory.code(of: instrument.category)
        confirmationInterval = (instrument.stalenessLimit / 20).nanoseconds
        let sides = canonical.map { [$0] } ?? [.yes, .no]
        tokens = sides.map { TokenState(outcome: $0, start: time) }
    }

    private static func feeds(of instrument: Instrument, at time: Timestamp) -> [BookFeed] {
        Array(repeating: BookFeed(start: time), count: instrument.quotesBothTokens ? 2 : 1)
    }

    /// A later announcement of a live market. State goes on; another set of quoted tokens starts new books.
    mutating func announce(_ new: Instrument, isLate: Bool = false, at time: Timestamp) {
        if new.tick != instrument.tick { changeTick(to: new.tick, at: time, exchangeTime: time, keepsBook: true) }
        if new.quotesBothTokens != instrument.quotesBothTokens {
            for outcome in [Outcome.yes, .no] { startEpoch(of: outcome, at: time, exchangeTime: time) }
            feeds = Self.feeds(of: new, at: time)
        }
        instrument = new
        announced = time
        if !isLate {
            resolution = new.resolution
        } else if new.resolution != resolution {
            resolution = nil
        }
        confirmationInterval = (new.stalenessLimit / 20).nanoseconds
    }

    mutating func changeFee(to fee: FeeRate) { instrument.fee = fee }

    /// - Parameter keepsBook: false when a whole book in the new tick size is still to come.
    mutating func changeTick(to tick: Int32, at time: Timestamp, exchangeTime: Timestamp, keepsBook: Bool = false) {
        guard tick != instrument.tick || !keepsBook else { return }
        instrument.tick = tick
        for index in tokens.indices { tokens[index].startEpoch(tick: tick, at: time, exchangeTime: exchangeTime) }
        for feed in feeds.indices {
            if keepsBook {
                update(feed: feed, at: time, exchangeTime: exchangeTime)
            } else {
                feeds[feed].silence()
            }
        }
    }

    /// A snapshot, delta or quote of one token.
    mutating func applyBook(
        _ kind: MarketEvent.Kind, of outcome: Outcome, at time: Timestamp, exchangeTime: Timestamp
    ) -> BookFeed.Outcome {
        let feed = feedIndex(of: outcome)
        let result = feeds[feed].apply(kind, at: time)
        switch result {
        case .applied: update(feed: feed, at: time, exchangeTime: exchangeTime)
        case .refused: startEpoch(of: outcome, at: time, exchangeTime: exchangeTime)
        case .ignored: break
        }
        return result
    }

    mutating func applyTrade(
        price: Price, size: Size, taker: TakerSide, by trader: TraderID? = nil, of outcome: Outcome,
        at time: Timestamp, exchangeTime: Timestamp
    ) {
        let feed = feedIndex(of: outcome)
        let isFeedsOwn = feeds.count == 2 || outcome == .yes
        feeds[feed].traded(size.shares, taker: isFeedsOwn ? taker : taker.mirrored, at: time)
        for index in tokens.indices where feedIndex(of: tokens[index].outcome) == feed {
            let isSame = tokens[index].outcome == outcome
            tokens[index].traded(
                price: isSame ? price : price.complement, size: size, taker: isSame ? taker : taker.mirrored,
                by: trader, tick: instrument.tick, at: time, exchangeTime: exchangeTime)
        }
    }

    /// The feed of a token was interrupted.
    mutating func interrupt(_ outcome: Outcome, at time: Timestamp, exchangeTime: Timestamp) {
        feeds[feedIndex(of: outcome)].interrupt(at: time)
        startEpoch(of: outcome, at: time, exchangeTime: exchangeTime)
    }

    mutating func resync(_ outcome: Outcome, at time: Timestamp) {
        let feed = feedIndex(of: outcome)
        feeds[feed].resynced(at: time)
        for index in tokens.indices where feedIndex(of: tokens[index].outcome) == feed {
            tokens[index].resync(at: time)
        }
    }

    /// The market ends: all but its name and side is forgotten.
    mutating func end() {
        isLive = false
        feeds = []
        tokens = []
    }

    /// The book of a token; nil after the market's end.
    func book(of outcome: Outcome) -> OrderBook? {
        guard isLive else { return nil }
        return isMirrored(outcome) ? feeds[0].book.mirrored : feeds[feedIndex(of: outcome)].book
    }

    private func feedIndex(of outcome: Outcome) -> Int { feeds.count == 1 ? 0 : Int(outcome.rawValue) }

    private func isMirrored(_ outcome: Outcome) -> Bool { outcome == .no && feeds.count == 1 }

    private func quote(of outcome: Outcome) -> BestQuote? {
        let quote = BestQuote(feeds[feedIndex(of: outcome)].book)
        return isMirrored(outcome) ? quote?.mirrored : quote
    }

    private mutating func update(feed: Int, at time: Timestamp, exchangeTime: Timestamp) {
        let own = feeds[feed].quote
        let isOnlyFeed = feeds.count == 1
        let tick = instrument.tick
        for index in tokens.indices {
            let outcome = tokens[index].outcome
            guard isOnlyFeed || Int(outcome.rawValue) == feed else { continue }
            let isMirrored = isOnlyFeed && outcome == .no
            tokens[index].bookChanged(
                to: isMirrored ? own?.mirrored : own, levels: feeds[feed].levels(isMirrored: isMirrored), tick: tick,
                at: time, exchangeTime: exchangeTime)
        }
    }

    private mutating func startEpoch(of outcome: Outcome, at time: Timestamp, exchangeTime: Timestamp) {
        let feed = feedIndex(of: outcome)
        for index in tokens.indices where feedIndex(of: tokens[index].outcome) == feed {
            tokens[index].startEpoch(tick: instrument.tick, at: time, exchangeTime: exchangeTime)
        }
    }

    /// What a row at `time` is computed from, with the token's asset and context; nil when the canonical book is not
    /// healthy. The first call that is not nil fixes the canonical side.
    /// - Parameters:
    ///   - lastLinkMessage: when the last message of any market was received.
    ///   - tables: what was fitted on the days before; nil: closed forms stand in.
    mutating func observe(
        at time: Timestamp, isTradeFeed: Bool, lastLinkMessage: Timestamp = .distantPast, tables: FittedTables? = nil,
        room: inout SeriesRoom
    ) -> (Observation, AssetID, RowContext)? {
        fixCanonicalSide()
        for feed in feeds.indices { feeds[feed].advance(through: time) }
        for index in tokens.indices {
            tokens[index].advance(through: time, tick: instrument.tick, room: &room)
        }
        guard let canonical, !tokens.isEmpty, let quote = tokens[0].quote else { return nil }
        return observe(
            outcome: canonical, quote: quote, at: time, isTradeFeed: isTradeFeed,
            lastLinkMessage: feeds.reduce(lastLinkMessage) { max($0, $1.lastMessage) }, tables: tables)
    }

    private mutating func observe(
        outcome: Outcome, quote: BestQuote, at time: Timestamp, isTradeFeed: Bool, lastLinkMessage: Timestamp,
        tables: FittedTables?
    ) -> (Observation, AssetID, RowContext) {
        let feed = feedIndex(of: outcome)
        let tick = instrument.tick
        let fitted = tables?.books(of: instrument)
        let observation = Observation(
            time: time, instrument: InstrumentObservation(instrument, categoryCode: categoryCode),
            announced: announced, resolution: resolution, lastBookMessage: feeds[feed].lastMessage,
            book: BookObservation(feeds[feed].book, quote: quote, isMirrored: isMirrored(outcome), tick: tick),
            series: tokens[0].series(quote: quote, tick: tick, at: time),
            trades: tokens[0].trades(
                coverage: feeds[feed].coverage, isTradeFeed: isTradeFeed, tick: tick, at: time),
            activity: tokens[0].activity(weights: fitted?.weights ?? .plain, at: time),
            complement: feeds.count == 2
                ? ComplementObservation(
                    feeds[feedIndex(of: outcome == .yes ? .no : .yes)], isTradeFeed: isTradeFeed, at: time) : .none,
            lastLinkMessage: lastLinkMessage,
            orderFlow: [
                tokens[0].flow.value(0, at: time), tokens[0].flow.value(1, at: time),
                tokens[0].flow.value(2, at: time),
            ],
            microPrice: fitted?.microPrice,
            usualVolume: tables?.usualVolume(of: instrument, at: time) ?? UsualVolume())
        let isBestBidFirst = !isMirrored(outcome)
        let bids = isBestBidFirst ? feeds[feed].book.bestBid : feeds[feed].book.bestAsk
        let asks = isBestBidFirst ? feeds[feed].book.bestAsk : feeds[feed].book.bestBid
        let hasSizes = feeds[feed].book.hasSizes
        let context = RowContext(
            event: instrument.event, bid: Price(checked: quote.bid), ask: Price(checked: quote.ask), tick: tick,
            fee: instrument.fee, stalenessLimit: instrument.stalenessLimit,
            bidSize: hasSizes ? bids?.size : nil, askSize: hasSizes ? asks?.size : nil)
        return (observation, AssetID(market: id, outcome: outcome), context)
    }

    /// Whether the canonical book is healthy, so that there is a row.
    var hasRow: Bool { canonical != nil && !tokens.isEmpty && tokens[0].quote != nil }

    /// The token at or below one half, by the first healthy book; YES where they are equal.
    mutating func fixCanonicalSide() {
        guard canonical == nil else { return }
        let half = LogOdds.doubleOne / 2
        if let yes = quote(of: .yes) {
            canonical = yes.doubleMid <= half ? .yes : .no
        } else if let no = quote(of: .no) {
            canonical = no.doubleMid < half ? .no : .yes
        }
        if let canonical { tokens.removeAll { $0.outcome != canonical } }
    }

    /// The state of the YES token's quote, if it says something new: another one than the last, or the same confirmed
    /// after more than 1/20 of the staleness limit.
    mutating func pricePoint(at time: Timestamp) -> PricePoint? {
        let kind = feeds[0].pointKind
        if let last = lastPoint, last.kind == kind, time.nanoseconds - last.time.nanoseconds <= confirmationInterval {
            return nil
        }
        return pricePoint(kind, at: time)
    }

    mutating func pricePoint(_ kind: PricePoint.Kind, at time: Timestamp) -> PricePoint {
        let point = PricePoint(market: id, time: time, kind: kind)
        lastPoint = point
        return point
    }

    /// Nil while the YES token's book is not healthy.
    var yesQuote: BestQuote? { isLive ? quote(of: .yes) : nil }

    /// Moves of L up to `time`, up to which all events have been applied.
    func moves(at time: Timestamp) -> MarketMoves {
        guard !tokens.isEmpty, let quote = tokens[0].quote else { return MarketMoves() }
        func move(minutes: Int64) -> Double {
            let before = tokens[0].grid10.slot(
                atOrBefore: Timestamp(nanoseconds: time.nanoseconds - minutes * Timestamp.nanosecondsPerMinute),
                current: quote.slot)
            guard !before.isMissing else { return .nan }
            return LogOdds.of(doubleMid: quote.doubleMid, tick: instrument.tick)
                - LogOdds.of(doubleMid: Int(before.doubleMid), tick: instrument.tick)
        }
        let mid = Double(quote.doubleMid) * 0.5e-4
        let isYes = tokens[0].outcome == .yes
        let sign = isYes ? 1.0 : -1.0
        let hour = move(minutes: 60)
        return MarketMoves(
            yesMid: isYes ? mid : 1 - mid, yesQuarter: sign * move(minutes: 15), yesHour: sign * hour,
            canonicalHour: canonical == nil ? .nan : hour)
    }

    /// Whether a message about this token's book concerns the YES token's.
    func concernsYes(_ outcome: Outcome) -> Bool { feedIndex(of: outcome) == 0 }
}

extension MarketState: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        var (id, generation, instrument, canonical, isLive) = (id, generation, instrument, canonical, isLive)
        try coder.market(&id)
        try coder.count(&generation)
        try coder.instrument(&instrument)
        try coder.optional(&canonical, blank: .yes) { (side, coder) throws(SnapshotError) in try coder.choice(&side) }
        try coder.flag(&isLive)
        if coder.isReading {
            self = MarketState(
                id: id, generation: generation, instrument: instrument, canonical: canonical, at: .distantPast)
            if !isLive { end() }
        }
        try coder.time(&announced)
        try coder.optional(&resolution, blank: .proposed) { (state, coder) throws(SnapshotError) in
            try coder.choice(&state)
        }
        for index in feeds.indices { try feeds[index].archive(&coder) }
        for index in tokens.indices {
            let outcome = tokens[index].outcome
            let levels = feeds[feedIndex(of: outcome)].levels(isMirrored: isMirrored(outcome))
            try tokens[index].archive(&coder, quote: quote(of: outcome), levels: levels)
        }
        try cross.archive(&coder)
        let market = id
        try coder.optional(&lastPoint, blank: PricePoint(market: market, time: .distantPast, kind: .gap)) {
            (point, coder) throws(SnapshotError) in
            try coder.time(&point.time)
            try point.kind.archive(&coder)
        }
    }

    /// Any market, to read over.
    static let blank = MarketState(
        id: MarketID(0), generation: 0, instrument: Instrument(name: "", eventName: "", event: EventID(0)),
        canonical: .yes, at: .distantPast)
}

/// A market's mid and its moves over 15 min and 1 h, in logit; NaN: not known.
struct MarketMoves: Sendable {
    var yesMid = Double.nan
    var yesQuarter = Double.nan
    var yesHour = Double.nan
    /// Of the canonical token.
    var canonicalHour = Double.nan
}
