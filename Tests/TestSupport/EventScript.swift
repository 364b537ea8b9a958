public import Market

extension Price {
    /// For tests: the nearest price to a number of USDC, which must be one.
    public static func usdc(_ dollars: Double) -> Price { Price(nearest: dollars)! }
}

extension Size {
    /// For tests: the nearest size to a number of shares, which must be one.
    public static func shares(_ count: Double) -> Size { Size(shares: count)! }
}

extension Instrument {
    /// For tests: a market with a tick of one cent and nothing else known.
    public static func sample(
        _ name: String = "sample", event: EventID = EventID(1), tick: Int32 = 100, fee: FeeRate = .free,
        quotesBothTokens: Bool = false, stalenessLimit: Duration = .seconds(30)
    ) -> Instrument {
        Instrument(
            name: name, eventName: "event", event: event, tick: tick, fee: fee, quotesBothTokens: quotesBothTokens,
            stalenessLimit: stalenessLimit)
    }
}

/// A hand-made stream of events of one market: each call appends an event at the script's time.
public struct EventScript: Sendable {
    public var asset: AssetID
    public var time: Timestamp
    public private(set) var events: [MarketEvent] = []

    public init(_ asset: AssetID = MarketID(1).yes, start: Timestamp) {
        self.asset = asset
        time = start
    }

    public mutating func wait(_ duration: Duration) { time = time + duration }

    /// - Parameter delay: from the venue's time to the time of receipt, which is the script's.
    public mutating func append(_ kind: MarketEvent.Kind, delay: Duration = .zero) {
        events.append(MarketEvent(asset: asset, exchangeTime: time - delay, receiveTime: time, kind: kind))
    }

    public mutating func list(_ instrument: Instrument = .sample()) { append(.listed(instrument)) }

    /// Levels as (USDC, shares), best first.
    public mutating func snapshot(bids: [(Double, Double)], asks: [(Double, Double)]) {
        append(.snapshot(bids: bids.map(Self.level), asks: asks.map(Self.level)))
    }

    public mutating func delta(_ side: BookSide, _ price: Double, _ size: Double) {
        append(.delta([LevelChange(side, Self.level((price, size)))]))
    }

    public mutating func quote(_ bid: Double?, _ ask: Double?) {
        append(.quote(bid: bid.map(Price.usdc), ask: ask.map(Price.usdc)))
    }

    public mutating func trade(_ price: Double, _ size: Double, _ taker: TakerSide, delay: Duration = .zero) {
        append(.trade(price: .usdc(price), size: .shares(size), taker: taker), delay: delay)
    }

    private static func level(_ pair: (Double, Double)) -> Level {
        Level(price: .usdc(pair.0), size: .shares(pair.1))
    }
}
