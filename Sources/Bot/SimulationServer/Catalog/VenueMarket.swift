import Market

/// One market as the venue shows it: what it is called, its book as told so far, and what became of it.
struct VenueMarket: Sendable {
    let id: MarketID
    let names: MarketNames
    var instrument: Instrument
    /// Price units; changes in a market's life.
    var tick: Int32
    var status = Status.open
    /// Whether orders are taken, while it is open.
    var isAccepting = true
    /// Of the YES token; that of NO is its mirror image.
    var book = OrderBook()
    /// When the book last changed.
    var bookTime: Timestamp
    /// By outcome; nil before the first.
    var lastTrades: [LastTrade?] = [nil, nil]
    /// In microdollars, of all trades since the market was listed here.
    var volume: Int64 = 0
    var closedAt: Timestamp?
    /// YES mid at the minutes at which it had changed.
    var history: [PricePoint] = []

    enum Status: Hashable, Sendable {
        case open, closed
        case resolved(Payout)
    }

    struct LastTrade: Hashable, Sendable {
        var price: Price
        var side: TakerSide
    }

    struct PricePoint: Hashable, Sendable {
        var second: Int64
        /// Twice the mid in price units.
        var doubleMid: Int32
    }

    init(id: MarketID, instrument: Instrument, seed: UInt64, at time: Timestamp) {
        self.id = id
        self.instrument = instrument
        names = MarketNames(instrument: instrument, market: id, seed: seed)
        tick = instrument.tick
        bookTime = time
    }

    var isTrading: Bool { status == .open && isAccepting }
    var isClosed: Bool { status != .open }

    func book(_ outcome: Outcome) -> OrderBook { outcome == .yes ? book : book.mirrored }
    func lastTrade(_ outcome: Outcome) -> LastTrade? { lastTrades[Int(outcome.rawValue)] }

    /// What a share of the outcome is worth by the book, in dollars: the mid, an absent side counted as 0 or 1.
    func doubleMid(_ outcome: Outcome) -> Int32 {
        let book = book(outcome)
        return (book.bestBid?.price.units ?? 0) + (book.bestAsk?.price.units ?? Price.one)
    }

    /// Price units that a share of the outcome pays, once that is known.
    func payout(_ outcome: Outcome) -> Int32? {
        guard case .resolved(let payout) = status else { return nil }
        return outcome == .yes ? payout.units : payout.complement.units
    }

    mutating func noteHistory(at time: Timestamp) {
        let second = time.seconds / 60 * 60
        let point = PricePoint(second: second, doubleMid: doubleMid(.yes))
        if let last = history.last {
            if last.second == second { history.removeLast() } else if last.doubleMid == point.doubleMid { return }
        }
        history.append(point)
        if history.count > 50_000 { history.removeFirst(10_000) }
    }
}
