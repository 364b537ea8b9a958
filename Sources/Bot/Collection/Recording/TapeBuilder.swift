internal import Market

/// The events of one set while they are gathered; `MarketID` and `EventID` are those of its `MarketTable`.
///
/// A market is announced (`listed`) just before its first event, with the tick that this event shows; a finer price
/// later
/// is preceded by `tickChanged`. So nothing is said of a market before it could be known.
struct TapeBuilder {
    private let ladder: TickLadder
    private var events: [MarketEvent] = []
    /// Tick by market; 0 before the market was announced.
    private var ticks: [Int32]
    private let instruments: [Instrument]
    /// Receive time of each token's last event, by `AssetID`.
    private(set) var lastTimes: [Timestamp?]

    init(_ table: MarketTable, ladder: TickLadder) {
        self.ladder = ladder
        instruments = table.instruments
        ticks = [Int32](repeating: 0, count: table.instruments.count)
        lastTimes = [Timestamp?](repeating: nil, count: 2 * table.instruments.count)
    }

    var eventCount: Int { events.count }

    func isListed(_ market: MarketID) -> Bool { ticks[Int(market.rawValue)] != 0 }

    /// The last event of either token.
    func lastTime(_ market: MarketID) -> Timestamp? {
        let times = [lastTimes[Int(market.yes.rawValue)], lastTimes[Int(market.no.rawValue)]]
        return times.compactMap(\.self).max()
    }

    /// A message of the feed, received when it was sent: these recordings know one time only.
    mutating func append(_ kind: MarketEvent.Kind, of asset: AssetID, at time: Timestamp) {
        let market = Int(asset.market.rawValue)
        let isNew = ticks[market] == 0
        let before = isNew ? ladder.coarsest : ticks[market]
        let tick = ladder.refined(before, by: kind)
        ticks[market] = tick
        if isNew {
            var instrument = instruments[market]
            instrument.tick = tick
            mark(.listed(instrument), of: asset.market.yes, at: time)
        } else if tick != before {
            mark(.tickChanged(tick), of: asset.market.yes, at: time)
        }
        mark(kind, of: asset, at: time)
        lastTimes[Int(asset.rawValue)] = time
    }

    /// Something that the importer concludes.
    /// - Parameter exchangeTime: when it happened, if that was before it could be known.
    mutating func mark(
        _ kind: MarketEvent.Kind, of asset: AssetID, at time: Timestamp, exchangeTime: Timestamp? = nil
    ) {
        events.append(
            MarketEvent(asset: asset, exchangeTime: exchangeTime ?? time, receiveTime: time, kind: kind))
    }

    /// The events by receive time; those of one instant in the order they were appended.
    consuming func sorted() -> [MarketEvent] {
        // Sorting numbers and not events: an event is large, and the standard sort does not promise to be stable.
        let order = events.indices.sorted { a, b in
            (events[a].receiveTime.nanoseconds, a) < (events[b].receiveTime.nanoseconds, b)
        }
        return order.map { events[$0] }
    }
}
