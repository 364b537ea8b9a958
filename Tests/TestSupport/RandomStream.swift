private import Glibc
public import Market

/// A seeded random stream of events of one market: a log-odds random walk with a book around it, and trades.
///
/// Books have up to 14 levels; deltas change, add and remove levels. With faults the stream also holds gaps, resyncs,
/// one-sided, empty, crossed and unordered books, changes of tick size and fee, and late messages.
public struct RandomStream: Sendable {
    public var market = MarketID(1)
    public var instrument = Instrument.sample()
    /// Mean seconds between events.
    public var spacing = 5.0
    /// Log-odds per square root of a second.
    public var volatility = 0.002
    /// Log-odds at the start.
    public var logit = -0.4
    public var hasFaults = false
    public var hasTrades = true
    /// Whether trades name their taker, one of a dozen.
    public var hasTraders = false
    /// Whether the market is announced again now and then, with another end, game, reward and state of resolution.
    public var hasAnnouncements = false
    /// Quotes without sizes instead of books.
    public var hasOnlyQuotes = false

    public init() {}

    /// The market's events from its listing at `start` until `end`, by receive time.
    public func events(seed: UInt64, from start: Timestamp, until end: Timestamp) -> [MarketEvent] {
        var state = State(settings: self, generator: SeededGenerator(seed: seed), time: start)
        state.emit(.listed(instrument))
        state.emitBook()
        while true {
            let seconds = state.generator.exponential(mean: spacing)
            state.time = state.time + .nanoseconds(Int64(seconds * 1e9) + 1)
            guard state.time <= end else { return state.events }
            state.logit += volatility * seconds.squareRoot() * state.generator.normal()
            state.step()
        }
    }
}

private struct State {
    let settings: RandomStream
    var generator: SeededGenerator
    var time: Timestamp
    var logit: Double
    var tick: Int32
    var book = OrderBook()
    var events: [MarketEvent] = []

    init(settings: RandomStream, generator: SeededGenerator, time: Timestamp) {
        self.settings = settings
        self.generator = generator
        self.time = time
        logit = settings.logit
        tick = settings.instrument.tick
    }

    mutating func emit(_ kind: MarketEvent.Kind, delay: Duration? = nil) {
        let lag = delay ?? .milliseconds(generator.int(in: 1...80))
        let isToldByNo = generator.chance(0.5) && settings.instrument.quotesBothTokens
        let event = MarketEvent(asset: settings.market.yes, exchangeTime: time - lag, receiveTime: time, kind: kind)
        // Where both tokens are quoted, a book message comes for each of them and a trade for one.
        switch kind {
        case .snapshot, .delta, .quote:
            events.append(event)
            if settings.instrument.quotesBothTokens { events.append(event.mirrored) }
        case .trade: events.append(isToldByNo ? event.mirrored : event)
        default: events.append(event)
        }
    }

    mutating func step() {
        if settings.hasFaults, generator.chance(0.02) { return emitFault() }
        if settings.hasAnnouncements, generator.chance(0.01) { return emitAnnouncement() }
        let draw = generator.uniform()
        if settings.hasTrades, draw < 0.25 {
            emitTrade()
        } else if settings.hasOnlyQuotes || draw < 0.5 {
            emitBook()
        } else {
            emitDelta()
        }
    }

    /// The best bid in ticks by the latent log-odds.
    private var bestBid: Int32 {
        let units = Double(Price.one) / (1 + exp(-logit))
        return min(max(Int32(units) / tick, 1), Price.one / tick - 3)
    }

    private mutating func size() -> Size { Size(microshares: Int64(generator.int(in: 1...400)) * 1_250_000) }

    private mutating func side(from best: Int32, step: Int32) -> [Level] {
        var levels: [Level] = []
        var ticks = best
        for _ in 0..<generator.int(in: 1...14) {
            guard let price = Price(units: ticks * tick) else { break }
            levels.append(Level(price: price, size: size()))
            ticks += step * Int32(generator.chance(0.7) ? 1 : generator.int(in: 2...4))
        }
        return levels
    }

    mutating func emitBook() {
        let bid = bestBid
        let ask = bid + Int32(generator.int(in: 1...2))
        if settings.hasOnlyQuotes {
            apply(.quote(bid: Price(units: bid * tick), ask: Price(units: ask * tick)))
        } else {
            apply(.snapshot(bids: side(from: bid, step: -1), asks: side(from: ask, step: 1)))
        }
    }

    private mutating func emitDelta() {
        let bookSide: BookSide = generator.chance(0.5) ? .bid : .ask
        let levels = bookSide == .bid ? book.bids : book.asks
        guard book.isSynchronized, let best = levels.first else { return emitBook() }
        if generator.chance(0.6) {
            let level = levels[generator.int(in: 0...(levels.count - 1))]
            let removes = levels.count > 1 && generator.chance(0.3)
            apply(.delta([LevelChange(bookSide, Level(price: level.price, size: removes ? .zero : size()))]))
        } else {
            let shift = Int32(generator.int(in: 0...6)) * tick
            let units = best.price.units + (bookSide == .bid ? -shift : shift)
            guard let price = Price(units: units) else { return emitBook() }
            apply(.delta([LevelChange(bookSide, Level(price: price, size: size()))]))
        }
    }

    private mutating func emitTrade() {
        guard let bid = book.bestBid, let ask = book.bestAsk else { return emitBook() }
        let draw = generator.uniform()
        let taker: TakerSide = draw < 0.45 ? .buy : (draw < 0.9 ? .sell : .unknown)
        let price = taker == .buy ? ask.price : bid.price
        let trader = settings.hasTraders ? TraderID(UInt64(generator.int(in: 1...12))) : nil
        emit(.trade(price: price, size: size(), taker: taker, by: trader))
    }

    private mutating func emitAnnouncement() {
        var instrument = settings.instrument
        instrument.tick = tick
        instrument.scheduledEnd = time + .hours(generator.int(in: -2...40))
        instrument.gameStart = time + .hours(generator.int(in: -2...40))
        let band = Int32(generator.int(in: 0...3)) * 100
        instrument.reward = generator.chance(0.8) ? MakerReward(band: band, sizeMin: size()) : nil
        instrument.resolution = ResolutionState(rawValue: UInt8(generator.int(in: 0...3)))
        emit(.listed(instrument), delay: generator.chance(0.2) ? .minutes(5) : nil)
    }

    private mutating func emitFault() {
        switch generator.int(in: 0...8) {
        case 0: apply(.gap)
        case 1: emit(.resynced)
        case 2: apply(.snapshot(bids: [], asks: side(from: bestBid + 1, step: 1)))
        case 3: apply(.snapshot(bids: [], asks: []))
        case 4: apply(.snapshot(bids: side(from: bestBid, step: -1), asks: side(from: bestBid, step: 1)))
        case 5: apply(.snapshot(bids: side(from: bestBid, step: -1).reversed(), asks: []))
        case 6:
            tick = tick == 100 ? 10 : 100
            apply(.tickChanged(tick))
            emitBook()
        case 7: emit(.feeChanged(FeeRate(millionths: Int32(generator.int(in: 0...70_000)))))
        default:
            emit(.trade(price: .usdc(0.5), size: size(), taker: .buy), delay: .seconds(100))
        }
    }

    private mutating func apply(_ kind: MarketEvent.Kind) {
        emit(kind)
        do {
            try book.apply(kind)
        } catch {
            book = OrderBook()
        }
    }
}
