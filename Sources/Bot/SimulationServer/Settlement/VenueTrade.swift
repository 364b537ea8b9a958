import BotSimulation
import Market

/// What one taker order met at one price: one transaction.
struct VenueTrade: Hashable, Sendable {
    let id: String
    /// Place among the trades of the taker order's match.
    let bucket: Int
    let taker: Party
    let makers: [Party]
    let fills: [Fill]
    /// As the taker's token has it.
    let price: Price
    let matched: Timestamp
    let transaction: String
    var updated: Timestamp
    var state = State.matched
    var fate: Fate

    struct Fill: Hashable, Sendable {
        var match: Match
        var fee: Money
    }

    /// One side of a fill, as it is told.
    struct Party: Hashable, Sendable {
        var orderID: String
        /// Id of the API key; of the crowd one that belongs to nobody.
        var owner: String
        var address: String
        /// Nil for the crowd.
        var account: Participant?
        var asset: AssetID
        var side: OrderSide
        var size: Size
        var price: Price
    }

    enum State: String, Hashable, Sendable {
        case matched = "MATCHED"
        case mined = "MINED"
        case confirmed = "CONFIRMED"
        case retrying = "RETRYING"
        case failed = "FAILED"

        var isFinal: Bool { self == .confirmed || self == .failed }
    }

    /// What its transaction will come to.
    enum Fate: String, Hashable, Sendable {
        case settle = "CONFIRMED"
        case retry = "RETRYING"
        case fail = "FAILED"
    }

    var size: Size { makers.reduce(into: Size.zero) { $0 += $1.size } }
    /// Whether its money has moved.
    var isMined: Bool { state == .mined || state == .confirmed }

    func concerns(owner: String) -> Bool { taker.owner == owner || makers.contains { $0.owner == owner } }
}

/// The trades with a member in them, oldest first.
struct TradeLog: Sendable {
    private(set) var all: [VenueTrade] = []
    private var places: [String: Int] = [:]

    mutating func add(_ trade: VenueTrade) {
        places[trade.id] = all.count
        all.append(trade)
    }

    subscript(id: String) -> VenueTrade? { places[id].map { all[$0] } }

    mutating func update(_ trade: VenueTrade) {
        guard let place = places[trade.id] else { return }
        all[place] = trade
    }
}
