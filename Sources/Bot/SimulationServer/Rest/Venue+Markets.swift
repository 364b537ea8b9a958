import Market

/// Market metadata of the CLOB (specification, 3.4).
extension Venue {
    private func find(_ condition: String) throws(Refusal) -> VenueMarket {
        guard let market = catalog.market(condition: condition) else { throw Refusal(404, "market not found") }
        return market
    }

    /// The compact form, by 64 digits.
    func compactMarket(_ condition: String) throws(Refusal) -> JSON {
        let market = try find(condition)
        let names = market.names
        var json: JSON = [
            "r": ["mi": 50, "ma": .number("4.5"), "moas": 30],
            "t": .array(zip(names.tokens, names.outcomes).map { ["t": JSON($0), "o": JSON($1)] }),
            "c": JSON(names.condition), "mos": .number(market.instrument.sizeMin.text), "mts": .number(market.tickText),
            "mbf": JSON(market.baseFee), "tbf": JSON(market.baseFee), "ao": .bool(market.takesOrders),
            "aot": JSON(InstantText.iso(market.created)),
        ]
        if market.instrument.isNegativeRisk { json.append("nr", true) }
        if market.instrument.category == settings.delayedCategory {
            json.append("sd", JSON(Int64(settings.takerDelay.inSeconds)))
        }
        if isHolding(market) { json.append("itode", true) }
        if market.baseFee > 0 { json.append("fd", ["r": .number(market.feeRateText), "e": 1, "to": true]) }
        json.append("v", JSON(names.version.rawValue))
        return json
    }

    func longMarket(_ condition: String) throws(Refusal) -> JSON {
        longMarket(try find(condition))
    }

    private func longMarket(_ market: VenueMarket) -> JSON {
        let names = market.names
        let isNegative = market.instrument.isNegativeRisk
        let delay = market.instrument.category == settings.delayedCategory ? Int64(settings.takerDelay.inSeconds) : 0
        return [
            "enable_order_book": true, "active": true, "closed": .bool(market.isClosed), "archived": false,
            "accepting_orders": .bool(market.takesOrders),
            "accepting_order_timestamp": JSON(InstantText.iso(market.created)),
            "minimum_order_size": .number(market.instrument.sizeMin.text),
            "minimum_tick_size": .number(market.tickText), "condition_id": JSON(names.condition),
            "question_id": JSON(names.question), "question": JSON(market.title),
            "description": JSON(market.description), "market_slug": JSON(names.slug),
            "end_date_iso": JSON(InstantText.iso(market.scheduledEnd)), "game_start_time": .null,
            "seconds_delay": JSON(delay), "fpmm": "", "maker_base_fee": JSON(market.baseFee),
            "taker_base_fee": JSON(market.baseFee), "notifications_enabled": true, "neg_risk": .bool(isNegative),
            "neg_risk_market_id": JSON(isNegative ? names.question : ""),
            "neg_risk_request_id": JSON(isNegative ? names.question : ""), "icon": "", "image": "",
            "rewards": ["rates": .null, "min_size": 50, "max_spread": .number("4.5")],
            "is_50_50_outcome": .bool(market.isSplit), "tokens": tokens(of: market),
            "tags": [JSON(market.instrument.category)],
        ]
    }

    private func tokens(of market: VenueMarket) -> JSON {
        .array(
            [Outcome.yes, .no].map { outcome in
                [
                    "token_id": JSON(market.names.token(outcome)), "outcome": JSON(market.names.name(outcome)),
                    "price": .number(market.priceText(outcome)),
                    "winner": .bool(outcome == .yes ? market.isWinner.yes : market.isWinner.no),
                ]
            })
    }

    func marketPage(_ request: VenueRequest, isSimple: Bool) throws(Refusal) -> JSON {
        try page(catalog.markets, request, limit: 1_000) { market in
            guard isSimple else { return self.longMarket(market) }
            return [
                "condition_id": JSON(market.names.condition),
                "rewards": ["rates": .null, "min_size": 50, "max_spread": .number("4.5")],
                "tokens": self.tokens(of: market), "active": true, "closed": .bool(market.isClosed),
                "archived": false, "accepting_orders": .bool(market.takesOrders),
            ]
        }
    }

    /// A page of the CLOB: cursors are base 64 of an offset, LTE= (-1) ends a list and may not be sent.
    func page<Element>(
        _ elements: [Element], _ request: VenueRequest, limit: Int, row: (Element) -> JSON
    ) throws(Refusal) -> JSON {
        let cursor = request.value("next_cursor").flatMap { $0.isEmpty ? nil : $0 } ?? "MA=="
        guard let bytes = Base64.bytes(cursor), let offset = Int(String(decoding: bytes, as: UTF8.self)), offset >= 0
        else { throw Refusal(400, "Next item should be greater than or equal to 0") }
        let rows = elements.dropFirst(offset).prefix(limit)
        let isLast = offset + rows.count >= elements.count
        let next = isLast ? "LTE=" : Base64.text(Array(String(offset + rows.count).utf8))
        return [
            "limit": JSON(limit), "count": JSON(rows.count), "next_cursor": JSON(next),
            "data": .array(rows.map(row)),
        ]
    }
}
