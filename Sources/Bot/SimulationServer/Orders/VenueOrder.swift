import BotSimulation
import Market

/// An order from its acceptance on.
struct VenueOrder: Hashable, Sendable {
    /// The digest that was signed.
    let id: String
    /// What the matching engine calls it.
    let number: OrderID
    /// Id of the API key.
    let owner: String
    let account: Participant
    /// As it was written in the order.
    let maker: String
    let terms: OrderTerms
    let expiration: Int64
    let created: Timestamp
    var matched = Size.zero
    /// What its fills have cost or brought.
    var amount = Money.zero
    var status = "LIVE"
    /// Ids of its trades, in order.
    var trades: [String] = []

    /// A buyer who spends a sum may get more shares than he asked for at least.
    var left: Size { terms.size > matched ? terms.size - matched : .zero }
    /// Resting or delayed: it can still be filled.
    var isOpen: Bool { status == "LIVE" || status == "DELAYED" || status == "UNMATCHED" }
    var isBuy: Bool { terms.side == .buy }
}

/// The orders by id, and the open ones in the order of their coming.
struct OrderDesk: Sendable {
    private var byID: [String: VenueOrder] = [:]
    private var idByNumber: [OrderID: String] = [:]
    private(set) var openIDs: [String] = []
    private var nextNumber: UInt64 = 1

    subscript(id: String) -> VenueOrder? { byID[id] }
    subscript(number: OrderID) -> VenueOrder? { idByNumber[number].flatMap { byID[$0] } }

    var open: [VenueOrder] { openIDs.compactMap { byID[$0] } }

    /// The engine's numbers of members' orders have a high part of two; the crowd's has one.
    mutating func makeNumber() -> OrderID {
        defer { nextNumber += 1 }
        return OrderID(high: 2, low: nextNumber)
    }

    mutating func add(_ order: VenueOrder) {
        byID[order.id] = order
        idByNumber[order.number] = order.id
        if order.isOpen { openIDs.append(order.id) }
    }

    mutating func update(_ order: VenueOrder) {
        byID[order.id] = order
        if !order.isOpen { openIDs.removeAll { $0 == order.id } }
    }
}
