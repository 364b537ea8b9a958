internal import Market

/// One market as a fit sees it: its books, what changed in them, and the shares of its hours.
struct MarketFit: Sendable {
    private(set) var tick: Int32
    /// Place in `MarketCategory`.
    private(set) var category: Int
    private var feeds: [FeedFit]
    /// Hours since 1970: the next to close, the first whole one after the listing.
    private var nextHour: Int64

    init(_ instrument: Instrument, category: Int, at time: Timestamp) {
        tick = instrument.tick
        self.category = category
        feeds = Self.feeds(of: instrument, at: time)
        nextHour = (time.nanoseconds - 1).dividedDown(by: Self.hour) + 1
    }

    private static let hour: Int64 = 3_600_000_000_000

    private static func feeds(of instrument: Instrument, at time: Timestamp) -> [FeedFit] {
        Array(repeating: FeedFit(start: time), count: instrument.quotesBothTokens ? 2 : 1)
    }

    mutating func announce(_ instrument: Instrument, category: Int, at time: Timestamp) {
        self.category = category
        if instrument.quotesBothTokens != (feeds.count == 2) {
            feeds = Self.feeds(of: instrument, at: time)
        } else if instrument.tick != tick {
            for index in feeds.indices { feeds[index].startEpoch() }
        }
        tick = instrument.tick
    }

    /// The market ends: nothing more is counted.
    mutating func end() { feeds = [] }

    /// An event of the market other than a listing.
    mutating func apply(_ event: MarketEvent, isLate: Bool, at time: Timestamp, into fit: inout BookFit) {
        let outcome = event.asset.outcome
        let isMirrored = outcome == .no && feeds.count == 1
        let index = feeds.count == 1 ? 0 : Int(outcome.rawValue)
        feeds[index].closeMinute(before: time, into: &fit.flow)
        switch event.kind {
        case .snapshot, .quote:
            feeds[index].apply(isMirrored ? event.mirrored.kind : event.kind, tick: tick, at: time, into: &fit)
        case .delta:
            if isLate { return feeds[index].interrupt(at: time) }
            feeds[index].apply(isMirrored ? event.mirrored.kind : event.kind, tick: tick, at: time, into: &fit)
        case .trade(_, let size, let taker, _):
            if !isLate { feeds[index].feed.traded(size.shares, taker: taker, at: time) }
        case .tickChanged(let new):
            tick = new
            for index in feeds.indices { feeds[index].silence() }
        case .gap: feeds[index].interrupt(at: time)
        case .resynced: feeds[index].resync(at: time)
        case .listed, .feeChanged, .closed, .resolved, .recordingEnded: break
        }
    }

    mutating func apply(_ connection: ConnectionState, at time: Timestamp) {
        for index in feeds.indices {
            switch connection {
            case .disconnected: feeds[index].interrupt(at: time)
            case .connected: feeds[index].resync(at: time)
            }
        }
    }

    /// Gives each hour that has ended at `time` and was watched: its number, and the shares of both tokens in it.
    mutating func closeHours(before time: Timestamp, _ body: (Int64, Double) -> Void) {
        while (nextHour + 1) * Self.hour <= time.nanoseconds {
            let end = Timestamp(nanoseconds: (nextHour + 1) * Self.hour)
            var (shares, isWatched) = (0.0, true)
            for index in feeds.indices {
                feeds[index].feed.advance(through: end)
                isWatched = isWatched && feeds[index].feed.coverage.covers(3_600, at: end)
                shares += feeds[index].feed.volume(at: end - .nanoseconds(1))
            }
            if isWatched { body(nextHour, shares) }
            nextHour += 1
        }
    }
}

/// What was counted on the books of one tick size and category.
struct BookFit: Sendable {
    var microPrice = MicroPriceFit()
    var flow = PrincipalFit()
}

/// One stream of book messages as a fit sees it.
private struct FeedFit: Sendable {
    var feed: BookFeed
    private var quote: BestQuote?
    private var levels = TopLevels.none
    private var flow = LevelFlow()
    /// Shares: a tenth of the sizes of five levels on both sides.
    private var depth = TimeWeightedMean(halfLife: 300)
    /// The minute of the last change, not yet observed.
    private var changedMinute: Int64?

    init(start: Timestamp) { feed = BookFeed(start: start) }

    /// Observes the flow at the end of a minute that has ended before `time` and had a change.
    mutating func closeMinute(before time: Timestamp, into fit: inout PrincipalFit) {
        guard let minute = changedMinute, time.minuteNumber > minute else { return }
        changedMinute = nil
        let end = Timestamp(nanoseconds: (minute + 1) * Timestamp.nanosecondsPerMinute)
        let depth = depth.value(at: end)
        guard depth > 0 else { return }
        fit.add((0..<PrincipalWeights.levelCount).map { flow.value($0, at: end) / depth })
    }

    mutating func apply(_ kind: MarketEvent.Kind, tick: Int32, at time: Timestamp, into fit: inout BookFit) {
        switch feed.apply(kind, at: time) {
        case .ignored: return
        case .refused: return startEpoch()
        case .applied: break
        }
        let book = feed.book
        let hasLevels = book.isHealthy && book.hasSizes
        setLevels(hasLevels ? TopLevels(bids: book.bids, asks: book.asks, isMirrored: false) : .none, at: time)
        let new = hasLevels ? BestQuote(book) : nil
        if hasLevels { changedMinute = time.minuteNumber }
        if let quote, let new, quote != new {
            fit.microPrice.add(
                from: (quote.bidShare, quote.spreadTicks(tick)), to: (new.bidShare, new.spreadTicks(tick)),
                midChange: Double(new.doubleMid - quote.doubleMid) / Double(2 * tick))
        }
        quote = new
    }

    private mutating func setLevels(_ new: TopLevels, at time: Timestamp) {
        if !new.equals(levels) { flow.bookChanged(from: levels, to: new, at: time) }
        depth.set(new.totalDepth / 10, at: time)
        levels = new
    }

    mutating func startEpoch() {
        quote = nil
        levels = .none
        flow.startEpoch()
        changedMinute = nil
    }

    /// A whole book in another tick size is still to come.
    mutating func silence() {
        feed.silence()
        startEpoch()
    }

    mutating func interrupt(at time: Timestamp) {
        feed.interrupt(at: time)
        depth.set(.nan, at: time)
        startEpoch()
    }

    mutating func resync(at time: Timestamp) {
        feed.resynced(at: time)
        startEpoch()
    }
}
