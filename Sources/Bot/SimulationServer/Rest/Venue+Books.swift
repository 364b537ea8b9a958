import Market

/// Books and prices (specification, 3.1 to 3.3).
extension Venue {
    /// The token that a query names, while it has a book.
    private func asset(_ token: String?) throws(Refusal) -> AssetID {
        guard let token, !token.isEmpty, token.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            throw Refusal(400, "Invalid token id")
        }
        guard let asset = catalog.asset(token: token), !catalog[asset.market].isClosed else {
            throw Refusal(404, "No orderbook exists for the requested token id")
        }
        return asset
    }

    /// The tokens of a batch: those that have a book, with the elements that name them.
    private func batch(_ request: VenueRequest) throws(Refusal) -> [(asset: AssetID, element: JSON)] {
        let body = try json(request, orRefuse: "Invalid payload")
        guard let elements = body.elements else { throw Refusal(400, "Invalid payload") }
        guard elements.count <= 500 else { throw Refusal(400, "Payload exceeds the limit") }
        var result: [(asset: AssetID, element: JSON)] = []
        for element in elements {
            guard let token = element["token_id"]?.string else { throw Refusal(400, "Invalid payload") }
            if let asset = catalog.asset(token: token), !catalog[asset.market].isClosed {
                result.append((asset, element))
            }
        }
        return result
    }

    func book(_ request: VenueRequest) throws(Refusal) -> JSON {
        let asset = try asset(request.value("token_id"))
        return catalog[asset.market].bookJSON(asset.outcome)
    }

    func books(_ request: VenueRequest) throws(Refusal) -> JSON {
        .array(try batch(request).map { catalog[$0.asset.market].bookJSON($0.asset.outcome) })
    }

    /// The price at which a resting order of that side stands; nil while there is none.
    private func best(_ side: String, of asset: AssetID) -> Price? {
        let book = catalog[asset.market].book(asset.outcome)
        return side == "BUY" ? book.bestBid?.price : book.bestAsk?.price
    }

    func price(_ request: VenueRequest) throws(Refusal) -> JSON {
        let asset = try asset(request.value("token_id"))
        guard let side = request.value("side"), side == "BUY" || side == "SELL" else {
            throw Refusal(400, "Invalid side")
        }
        return ["price": JSON(best(side, of: asset)?.text ?? "0")]
    }

    func prices(_ request: VenueRequest) throws(Refusal) -> JSON {
        var members: [JSON.Member] = []
        for (asset, element) in try batch(request) {
            let side = element["side"]?.string ?? "SELL"
            guard side == "BUY" || side == "SELL" else { throw Refusal(400, "Invalid side") }
            let entry = JSON.Member(side, JSON(best(side, of: asset)?.text ?? "0"))
            let token = catalog.token(asset)
            if let place = members.firstIndex(where: { $0.name == token }) {
                members[place].value.append(entry.name, entry.value)
            } else {
                members.append(JSON.Member(token, .object([entry])))
            }
        }
        return .object(members)
    }

    private func midText(_ asset: AssetID) -> String {
        DecimalText.text(5 * Int64(catalog[asset.market].doubleMid(asset.outcome)), digits: 5)
    }

    func midpoint(_ request: VenueRequest) throws(Refusal) -> JSON {
        ["mid": JSON(midText(try asset(request.value("token_id"))))]
    }

    func midpoints(_ request: VenueRequest) throws(Refusal) -> JSON {
        .object(try batch(request).map { JSON.Member(catalog.token($0.asset), JSON(midText($0.asset))) })
    }

    private func spreadText(_ asset: AssetID) -> String {
        let book = catalog[asset.market].book(asset.outcome)
        let units = (book.bestAsk?.price.units ?? Price.one) - (book.bestBid?.price.units ?? 0)
        return DecimalText.text(Int64(units), digits: 4)
    }

    func spread(_ request: VenueRequest) throws(Refusal) -> JSON {
        ["spread": JSON(spreadText(try asset(request.value("token_id"))))]
    }

    func spreads(_ request: VenueRequest) throws(Refusal) -> JSON {
        .object(try batch(request).map { JSON.Member(catalog.token($0.asset), JSON(spreadText($0.asset))) })
    }

    private func lastTrade(_ asset: AssetID) -> (price: String, side: String) {
        guard let trade = catalog[asset.market].lastTrade(asset.outcome) else { return ("0.5", "") }
        return (trade.price.text, trade.side == .buy ? "BUY" : "SELL")
    }

    func lastTradePrice(_ request: VenueRequest) throws(Refusal) -> JSON {
        let trade = lastTrade(try asset(request.value("token_id")))
        return ["price": JSON(trade.price), "side": JSON(trade.side)]
    }

    func lastTradesPrices(_ request: VenueRequest) throws(Refusal) -> JSON {
        .array(
            try batch(request).map { asset, _ in
                let trade = lastTrade(asset)
                return ["token_id": JSON(catalog.token(asset)), "price": JSON(trade.price), "side": JSON(trade.side)]
            })
    }

    /// Mids, one a `fidelity` minutes, and the one of now.
    func pricesHistory(_ request: VenueRequest) throws(Refusal) -> JSON {
        guard let token = request.value("market"), let asset = catalog.asset(token: token) else {
            throw Refusal(400, "Invalid token id")
        }
        let market = catalog[asset.market]
        let spans: [String: Int64] = [
            "max": .max / 2, "all": .max / 2, "1m": 30 * 86_400, "1w": 7 * 86_400, "1d": 86_400, "6h": 21_600,
            "1h": 3_600,
        ]
        let fidelity = request.value("fidelity").flatMap { Int64($0) } ?? 1
        let range: ClosedRange<Int64>
        if let interval = request.value("interval") {
            guard let span = spans[interval] else { throw Refusal(400, "invalid interval") }
            let fidelityMin: Int64 = interval == "1m" ? 10 : interval == "1w" ? 5 : 1
            guard fidelity >= fidelityMin else {
                throw Refusal(400, "minimum 'fidelity' for '\(interval)' range is \(fidelityMin)")
            }
            range = now.seconds - min(span, now.seconds)...now.seconds
        } else {
            guard let first = request.value("startTs").flatMap({ Int64($0) }), first >= 0 else {
                throw Refusal(400, "interval or startTs is required")
            }
            let last = request.value("endTs").flatMap { Int64($0) } ?? now.seconds
            range = first...max(first, last)
        }
        guard (1...1_000_000).contains(fidelity) else { throw Refusal(400, "invalid fidelity") }
        return ["history": .array(points(of: market, asset.outcome, in: range, step: 60 * fidelity))]
    }

    private func points(
        of market: VenueMarket, _ outcome: Outcome, in range: ClosedRange<Int64>, step: Int64
    ) -> [JSON] {
        func point(_ second: Int64, _ doubleMid: Int32) -> JSON {
            let own = outcome == .yes ? doubleMid : 2 * Price.one - doubleMid
            return ["t": JSON(second), "p": .number(DecimalText.text(5 * Int64(own), digits: 5))]
        }
        var result: [JSON] = []
        var lastSlot: Int64 = -1
        for entry in market.history where range.contains(entry.second) && entry.second / step != lastSlot {
            lastSlot = entry.second / step
            result.append(point(entry.second, entry.doubleMid))
        }
        if range.contains(now.seconds), let last = market.history.last {
            result.append(point(now.seconds, last.doubleMid))
        }
        return Array(result.suffix(4_300))
    }

    // Of tokens whose market has closed these still tell.
    private func market(token: String?, orRefuse text: String) throws(Refusal) -> VenueMarket {
        guard let token, !token.isEmpty, token.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            throw Refusal(400, "Invalid token id")
        }
        guard let asset = catalog.asset(token: token) else { throw Refusal(404, text) }
        return catalog[asset.market]
    }

    func tickSize(_ request: VenueRequest, token: String?) throws(Refusal) -> JSON {
        let market = try market(token: token ?? request.value("token_id"), orRefuse: "market not found")
        return ["minimum_tick_size": .number(market.tickText)]
    }

    func negativeRisk(_ request: VenueRequest, token: String?) throws(Refusal) -> JSON {
        let market = try market(token: token ?? request.value("token_id"), orRefuse: "market not found")
        return ["neg_risk": .bool(market.instrument.isNegativeRisk)]
    }

    func feeRate(_ request: VenueRequest, token: String?) throws(Refusal) -> JSON {
        let market = try market(token: token ?? request.value("token_id"), orRefuse: "fee rate not found for market")
        return ["base_fee": JSON(market.baseFee)]
    }

    func marketByToken(_ token: String) throws(Refusal) -> JSON {
        let names = try market(token: token, orRefuse: "market not found").names
        return [
            "condition_id": JSON(names.condition), "primary_token_id": JSON(names.tokens[0]),
            "secondary_token_id": JSON(names.tokens[1]),
        ]
    }
}
