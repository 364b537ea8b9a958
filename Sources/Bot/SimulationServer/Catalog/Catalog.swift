import Market

/// The markets by every name that clients use.
struct Catalog: Sendable {
    let seed: UInt64
    private(set) var markets: [VenueMarket] = []
    private var byToken: [String: AssetID] = [:]
    private var byCondition: [String: Int] = [:]
    private var bySlug: [String: Int] = [:]

    init(seed: UInt64) { self.seed = seed }

    /// A market that was announced. Its number is the next one.
    mutating func add(_ instrument: Instrument, _ id: MarketID, at time: Timestamp) {
        precondition(Int(id.rawValue) == markets.count, "markets are numbered in the order of their birth")
        let market = VenueMarket(id: id, instrument: instrument, seed: seed, at: time)
        for outcome in [Outcome.yes, .no] {
            byToken[market.names.token(outcome)] = AssetID(market: id, outcome: outcome)
        }
        byCondition[market.names.condition] = markets.count
        bySlug[market.names.slug] = markets.count
        markets.append(market)
    }

    subscript(id: MarketID) -> VenueMarket {
        get { markets[Int(id.rawValue)] }
        _modify { yield &markets[Int(id.rawValue)] }
    }

    func asset(token: String) -> AssetID? { byToken[token] }
    /// 64 digits: the CLOB knows no shorter form.
    func market(condition: String) -> VenueMarket? { byCondition[condition.lowercased()].map { markets[$0] } }
    func market(slug: String) -> VenueMarket? { bySlug[slug].map { markets[$0] } }

    func token(_ asset: AssetID) -> String { self[asset.market].names.token(asset.outcome) }

    /// The markets of one event, in the order of their birth.
    func siblings(of market: VenueMarket) -> [VenueMarket] {
        markets.filter { $0.instrument.event == market.instrument.event }
    }
}
