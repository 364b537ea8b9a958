internal import Market

/// The markets of one set while it is read, numbered from 0 in the order of its markets file.
///
/// The store's numbers come later, when the events are drawn: until then `MarketID` and `EventID` hold these.
struct MarketTable {
    private(set) var instruments: [Instrument] = []
    private(set) var eventNames: [String] = []
    private var markets: [String: MarketID] = [:]
    private var tokens: [String: AssetID] = [:]
    private var events: [String: EventID] = [:]

    var names: [String] { instruments.map(\.name) }

    /// The number of the event of that name, which is taken in if it is new.
    mutating func event(_ name: String) -> EventID {
        if let known = events[name] { return known }
        let event = EventID(UInt32(eventNames.count))
        eventNames.append(name)
        events[name] = event
        return event
    }

    /// - Parameter tokens: the set's names of the YES token and, where the set records it, of the NO token.
    mutating func add(_ instrument: Instrument, id: String, tokens names: [String]) throws(LineProblem) {
        guard markets[id] == nil else { throw LineProblem(.unknownMarket, "market '\(id)' is named twice") }
        for name in names where tokens[name] != nil {
            throw LineProblem(.unknownMarket, "token '\(name)' is named twice")
        }
        let market = MarketID(UInt32(instruments.count))
        instruments.append(instrument)
        markets[id] = market
        for (name, asset) in zip(names, [market.yes, market.no]) { tokens[name] = asset }
    }

    func market(_ id: String) throws(LineProblem) -> MarketID {
        guard let market = markets[id] else {
            throw LineProblem(.unknownMarket, "the markets file has no market '\(id)'")
        }
        return market
    }

    func asset(token: String) throws(LineProblem) -> AssetID {
        guard let asset = tokens[token] else {
            throw LineProblem(.unknownMarket, "the markets file has no token '\(token)'")
        }
        return asset
    }

    /// The token, which must belong to that market.
    func asset(token: String, market id: String) throws(LineProblem) -> AssetID {
        let asset = try asset(token: token)
        guard markets[id] == asset.market else {
            throw LineProblem(.unknownMarket, "token '\(token)' does not belong to market '\(id)'")
        }
        return asset
    }

    subscript(market: MarketID) -> Instrument { instruments[Int(market.rawValue)] }
}

/// The tick size that a market's prices reveal: recordings do not carry it, so it is what has been seen so far.
struct TickLadder: Hashable, Sendable {
    /// From the coarsest that is taken for granted to the finest; each divides the one before.
    var steps: [Int32]

    /// The venue's ticks from a cent down (Polymarket's documentation, page "Orderbook").
    static let offshore = TickLadder(steps: [100, 10, 1])
    /// The US exchange quotes some markets in half cents.
    static let american = TickLadder(steps: [100, 50, 10, 1])

    var coarsest: Int32 { steps[0] }

    /// The coarsest tick, `tick` or finer, on whose grid `units` lies.
    func refined(_ tick: Int32, by units: Int32) -> Int32 {
        if units % tick == 0 { return tick }
        return steps.first { $0 < tick && units % $0 == 0 } ?? tick
    }

    func refined(_ tick: Int32, by kind: MarketEvent.Kind) -> Int32 {
        switch kind {
        case .snapshot(let bids, let asks):
            let tick = bids.reduce(tick) { refined($0, by: $1.price.units) }
            return asks.reduce(tick) { refined($0, by: $1.price.units) }
        case .delta(let changes): return changes.reduce(tick) { refined($0, by: $1.level.price.units) }
        case .quote(let bid, let ask):
            let tick = bid.map { refined(tick, by: $0.units) } ?? tick
            return ask.map { refined(tick, by: $0.units) } ?? tick
        default: return tick
        }
    }
}
