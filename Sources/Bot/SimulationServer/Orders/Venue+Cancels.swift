import BotSimulation
import Market

extension Venue {
    /// Ends an open order; one that is not open is left alone.
    func cancel(_ id: String, status: String) {
        guard var order = orders[id], order.isOpen else { return }
        _ = world.withdraw(order.number, from: order.terms.asset.market, at: now)
        order.status = status
        orders.update(order)
        tellOrder(order, type: "CANCELLATION")
        notices.add(.cancellation, order: order, owner: order.owner, market: catalog[order.terms.asset.market], at: now)
        pump(to: now)
    }

    /// Why it cannot be cancelled by its owner; nil when it can.
    private func objection(toCancelling id: String, by key: APIKey) -> String? {
        guard let order = orders[id], order.owner == key.id else { return "order not found" }
        if order.status == "DELAYED" { return "order is delayed and can not be canceled" }
        return order.isOpen ? nil : "already canceled or matched"
    }

    private func cancel(_ ids: [String], by key: APIKey) -> JSON {
        var canceled: [JSON] = []
        var kept: [JSON.Member] = []
        for id in ids {
            if let reason = objection(toCancelling: id, by: key) {
                kept.append(JSON.Member(id, JSON(reason)))
            } else {
                cancel(id, status: "CANCELED")
                canceled.append(JSON(id))
            }
        }
        return ["canceled": .array(canceled), "not_canceled": .object(kept)]
    }

    private func isOrderID(_ text: String) -> Bool { OrderRequest.isHex(text, digits: 64) }

    /// `DELETE /order`.
    func cancelOrder(_ body: JSON, by key: APIKey) throws(Refusal) -> JSON {
        guard let id = body["orderID"]?.string else { throw Refusal(400, "Invalid payload") }
        guard isOrderID(id) else { throw Refusal(400, "Invalid orderID") }
        return cancel([id], by: key)
    }

    /// `DELETE /orders`: up to a thousand ids.
    func cancelOrders(_ body: JSON, by key: APIKey) throws(Refusal) -> JSON {
        guard let elements = body.elements else { throw Refusal(400, "Invalid payload") }
        let ids = elements.compactMap(\.string)
        guard ids.count == elements.count else { throw Refusal(400, "Invalid payload") }
        guard ids.count <= 1_000 else { throw Refusal(400, "Too many orders in payload, max allowed: 1000") }
        guard ids.allSatisfy(isOrderID) else { throw Refusal(400, "Invalid orderID") }
        return cancel(ids, by: key)
    }

    /// `DELETE /cancel-all`.
    func cancelAll(by key: APIKey) -> JSON { cancel(restingOrders(of: key.id).map(\.id), by: key) }

    /// `DELETE /cancel-market-orders`: by market, by token, or both.
    func cancelMarketOrders(_ body: JSON, by key: APIKey) throws(Refusal) -> JSON {
        let (condition, token) = (body["market"]?.string, body["asset_id"]?.string)
        guard body.members != nil, condition != nil || token != nil else { throw Refusal(400, "Invalid payload") }
        let ids = restingOrders(of: key.id).filter { order in
            let names = catalog[order.terms.asset.market].names
            return (condition ?? names.condition).lowercased() == names.condition
                && (token ?? catalog.token(order.terms.asset)) == catalog.token(order.terms.asset)
        }
        return cancel(ids.map(\.id), by: key)
    }

    func restingOrders(of owner: String) -> [VenueOrder] {
        orders.open.filter { $0.owner == owner && $0.status != "DELAYED" }
    }
}
