import Market

/// What a key reads of its own state (specification, 4.7 and 4.9).
extension Venue {
    static let unlimited = "115792089237316195423570985008687907853269984665640564039457584007913129639935"
    static let binaryContract = "0xE111180000d2663C0091e4f400237545B87B996B"
    static let negativeRiskContract = "0xe2222d279d744050d28e00520010520000310F59"
    static let protocolV2Contract = "0xe3333700cA9d93003F00f0F71f8515005F6c00Aa"

    func read(_ request: VenueRequest, by key: APIKey) throws(Refusal) -> JSON {
        switch (request.method, request.path) {
        case ("GET", "/auth/api-keys"): return ["apiKeys": .array(keys.keys(of: key.address).map { JSON($0.id) })]
        case ("DELETE", "/auth/api-key"):
            keys.remove(key.id)
            return "OK"
        case ("GET", "/auth/ban-status/closed-only"):
            return ["closed_only": .bool(accounts.all.contains { $0.owner == key.address && $0.isClosedOnly })]
        case ("GET", "/data/orders"): return try openOrders(request, by: key)
        case ("GET", "/data/trades"): return try tradePage(request, by: key)
        case ("GET", "/balance-allowance"): return try balance(request, by: key)
        case ("GET", "/balance-allowance/update"):
            _ = try balance(request, by: key)
            refreshCache(wallet(of: key, signatureType: try signatureType(request)))
            return ""
        case ("GET", "/notifications"): return notices.list(of: key.id)
        case ("DELETE", "/notifications"):
            let ids = (request.value("ids") ?? "").split(separator: ",").map { Int($0) }
            guard !ids.isEmpty, !ids.contains(nil) else { throw Refusal(400, "Invalid ids") }
            notices.remove(Set(ids.compactMap { $0 }), of: key.id)
            return "OK"
        case ("GET", "/v1/user/rate-limit-tier"): return ["tier": "Standard"]
        case ("GET", "/order-scoring"): return ["scoring": .bool(isScoring(request.value("order_id") ?? ""))]
        case ("POST", "/orders-scoring"):
            let ids = try json(request, orRefuse: "Invalid payload").elements?.compactMap(\.string) ?? []
            return .object(ids.map { JSON.Member($0, .bool(isScoring($0))) })
        default:
            guard request.method == "GET", let id = request.path.removing(prefix: "/data/order") else {
                throw Refusal(404, "not found")
            }
            let name = String(id.dropFirst())
            guard OrderRequest.isHex(name, digits: 64) else { throw Refusal(400, "Invalid orderID") }
            guard let order = orders[name], order.owner == key.id else { throw Refusal(404, "Order not found") }
            return orderJSON(order)
        }
    }

    private func isScoring(_ id: String) -> Bool { orders[id]?.status == "LIVE" }

    func orderJSON(_ order: VenueOrder) -> JSON {
        let market = catalog[order.terms.asset.market]
        return [
            "id": JSON(order.id), "status": JSON(order.status), "owner": JSON(order.owner),
            "maker_address": JSON(order.maker), "market": JSON(market.names.condition),
            "asset_id": JSON(catalog.token(order.terms.asset)), "side": JSON(order.sideText),
            "original_size": JSON(order.terms.size.text), "size_matched": JSON(order.matched.text),
            "price": JSON(order.terms.price.text), "outcome": JSON(market.names.name(order.terms.asset.outcome)),
            "expiration": JSON(String(order.expiration)), "order_type": JSON(order.kind.rawValue),
            "associate_trades": .array(order.trades.map(JSON.string)), "created_at": JSON(order.created.seconds),
        ]
    }

    private func openOrders(_ request: VenueRequest, by key: APIKey) throws(Refusal) -> JSON {
        let (id, condition, token) = (request.value("id"), request.value("market"), request.value("asset_id"))
        let mine = orders.open.filter { order in
            guard order.owner == key.id, id == nil || id == order.id else { return false }
            guard token == nil || token == catalog.token(order.terms.asset) else { return false }
            return condition == nil || condition?.lowercased() == catalog[order.terms.asset.market].names.condition
        }
        return try page(mine, request, limit: 100, row: orderJSON)
    }

    /// Newest first.
    private func tradePage(_ request: VenueRequest, by key: APIKey) throws(Refusal) -> JSON {
        let times = ["before", "after"].map { request.value($0) }
        let limits = times.map { $0.flatMap { Int64($0) } }
        for (text, limit) in zip(times, limits) where text != nil && limit == nil {
            throw Refusal(400, "Invalid trade params payload")
        }
        let (id, condition) = (request.value("id"), request.value("market")?.lowercased())
        let (token, address) = (request.value("asset_id"), request.value("maker_address")?.lowercased())
        let mine = trades.all.reversed().filter { trade in
            guard trade.concerns(owner: key.id), id == nil || id == trade.id else { return false }
            guard condition == nil || condition == catalog[trade.taker.asset.market].names.condition else {
                return false
            }
            let second = trade.matched.seconds
            guard second < limits[0] ?? .max, second > limits[1] ?? .min else { return false }
            let parties = [trade.taker] + trade.makers
            guard token == nil || parties.contains(where: { catalog.token($0.asset) == token }) else { return false }
            return address == nil || parties.contains { $0.address.lowercased() == address }
        }
        return try page(Array(mine), request, limit: 100) { self.tradeJSON($0, for: key.id) }
    }

    /// The trade as one of its parties is told it.
    func tradeJSON(_ trade: VenueTrade, for owner: String) -> JSON {
        let market = catalog[trade.taker.asset.market]
        func side(_ side: OrderSide) -> JSON { side == .buy ? "BUY" : "SELL" }
        let makers = trade.makers.map { maker -> JSON in
            [
                "order_id": JSON(maker.orderID), "owner": JSON(maker.owner), "maker_address": JSON(maker.address),
                "matched_amount": JSON(maker.size.text), "price": JSON(maker.price.text), "fee_rate_bps": "0",
                "asset_id": JSON(catalog.token(maker.asset)), "outcome": JSON(market.names.name(maker.asset.outcome)),
                "side": side(maker.side),
            ]
        }
        return [
            "id": JSON(trade.id), "taker_order_id": JSON(trade.taker.orderID), "market": JSON(market.names.condition),
            "asset_id": JSON(catalog.token(trade.taker.asset)), "side": side(trade.taker.side),
            "size": JSON(trade.size.text), "fee_rate_bps": "0", "price": JSON(trade.price.text),
            "status": JSON(trade.state.rawValue), "match_time": JSON(String(trade.matched.seconds)),
            "match_time_nano": JSON(String(trade.matched.nanoseconds)),
            "last_update": JSON(String(trade.updated.seconds)),
            "outcome": JSON(market.names.name(trade.taker.asset.outcome)), "bucket_index": JSON(trade.bucket),
            "owner": JSON(trade.taker.owner), "maker_address": JSON(trade.taker.address),
            "transaction_hash": JSON(trade.transaction), "err_msg": .null, "maker_orders": .array(makers),
            "trader_side": trade.taker.owner == owner ? "TAKER" : "MAKER",
        ]
    }

    private func signatureType(_ request: VenueRequest) throws(Refusal) -> Int {
        guard let type = Int(request.value("signature_type") ?? "0"), (0...3).contains(type) else {
            throw Refusal(400, "Invalid signature_type")
        }
        return type
    }

    private func balance(_ request: VenueRequest, by key: APIKey) throws(Refusal) -> JSON {
        let participant = wallet(of: key, signatureType: try signatureType(request))
        let account = accounts[participant]
        func answer(_ balance: Int64, _ contracts: [String], _ allowance: String) -> JSON {
            [
                "balance": JSON(String(balance)),
                "allowances": .object(contracts.map { JSON.Member($0, JSON(allowance)) }),
            ]
        }
        let legacy = [Self.binaryContract, Self.negativeRiskContract]
        switch request.value("asset_type") {
        case "COLLATERAL":
            return answer(
                believedCash(participant).microdollars, legacy + [Self.protocolV2Contract],
                account.allowance.map { String($0) } ?? Self.unlimited)
        case "CONDITIONAL", "CONDITIONAL-V2":
            guard let asset = catalog.asset(token: request.value("token_id") ?? "") else {
                throw Refusal(400, "Invalid token id")
            }
            let isV2 = request.value("asset_type") == "CONDITIONAL-V2"
            guard isV2 == (catalog[asset.market].names.version == .v2) else { throw Refusal(400, "Invalid asset type") }
            return answer(
                believedShares(asset, participant).microshares, isV2 ? [Self.protocolV2Contract] : legacy,
                account.isApproved ? Self.unlimited : "0")
        default: throw Refusal(400, "Invalid asset type")
        }
    }
}
