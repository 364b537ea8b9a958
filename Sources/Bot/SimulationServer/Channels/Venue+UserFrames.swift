import BotSimulation
import Market

/// The events of the user channel (specification, 6.2).
extension Venue {
    /// - Parameter type: PLACEMENT, UPDATE or CANCELLATION.
    func tellOrder(_ order: VenueOrder, type: String) {
        let market = catalog[order.terms.asset.market]
        let json: JSON = [
            "event_type": "order", "id": JSON(order.id), "owner": JSON(order.owner), "order_owner": JSON(order.owner),
            "market": JSON(market.names.condition), "asset_id": JSON(catalog.token(order.terms.asset)),
            "side": JSON(order.sideText), "original_size": JSON(order.terms.size.text),
            "size_matched": JSON(order.matched.text), "price": JSON(order.terms.price.text),
            "associate_trades": order.trades.isEmpty ? .null : .array(order.trades.map(JSON.string)),
            "outcome": JSON(market.names.name(order.terms.asset.outcome)), "type": JSON(type),
            "created_at": JSON(String(order.created.seconds)), "expiration": JSON(String(order.expiration)),
            "order_type": JSON(order.kind.rawValue), "status": JSON(order.status), "maker_address": JSON(order.maker),
            "timestamp": JSON(String(now.milliseconds)),
        ]
        tell(json, owner: order.owner, condition: market.names.condition)
    }

    /// A trade's new state, to every key that has a part in it.
    func tellTrade(_ trade: VenueTrade) {
        var told: [String] = []
        for party in [trade.taker] + trade.makers where party.account != nil && !told.contains(party.owner) {
            told.append(party.owner)
            guard case .object(var members) = tradeJSON(trade, for: party.owner) else { continue }
            members.insert(JSON.Member("event_type", "trade"), at: 0)
            members.insert(JSON.Member("type", "TRADE"), at: 1)
            members.append(JSON.Member("trade_owner", JSON(party.owner)))
            members.append(JSON.Member("timestamp", JSON(String(now.milliseconds))))
            tell(
                .object(members), owner: party.owner,
                condition: catalog[trade.taker.asset.market].names.condition)
        }
    }

    private func tell(_ json: JSON, owner: String, condition: String) {
        for id in hub.ids(of: .user) {
            guard let connection = hub[id], connection.owner == owner,
                connection.conditions.isEmpty || connection.conditions.contains(condition)
            else { continue }
            tell(json.text, to: id)
            if faults.duplicateShare > 0, chance.chance(faults.duplicateShare) { tell(json.text, to: id) }
        }
    }

    /// Shuffled: each frame waits for a while of its own.
    private func tell(_ text: String, to id: ConnectionID) {
        guard !faults.frozen.contains(.user) else { return }
        let spread = Int(faults.shuffle.nanoseconds / 1_000_000)
        guard spread > 0 else { return deliver(text, to: id) }
        schedule.add(.frame(id, text), at: now + .milliseconds(chance.index(below: spread)))
    }
}

extension VenueOrder {
    var sideText: String { isBuy ? "BUY" : "SELL" }
}
