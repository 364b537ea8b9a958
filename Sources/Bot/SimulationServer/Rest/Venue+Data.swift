import BotSimulation
import Market

/// History and positions of any wallet (specification, 7), version 2.
extension Venue {
    func data(_ request: VenueRequest, _ path: String) throws(Refusal) -> JSON {
        guard request.method == "GET" else { throw dataError("not found", nil, status: 404) }
        if request.value("offset") != nil { throw dataError("offset is not supported, use cursor", "offset") }
        switch path {
        case "/v2/trades": return try envelope(try tradeRows(request, user: request.value("user")), request)
        case "/v2/activity":
            guard let user = request.value("user") else { throw dataError("user is required", "user") }
            let isTrade = request.value("type").map { $0 == "TRADE" } ?? true
            return try envelope(isTrade ? try activity(request, user: user) : [], request)
        case "/v2/positions": return try envelope(try positions(request), request)
        case "/v2/value": return try value(request)
        case "/v2/holders": return try envelope(try holders(request), request)
        case "/v2/resolutions": return ["data": .array(try resolutions(request))]
        case "/v2/status": return ["data": ["status": "ok"]]
        default: throw dataError("not found", nil, status: 404)
        }
    }

    private func dataError(_ text: String, _ parameter: String?, status: Int = 400) -> Refusal {
        var body: JSON = [
            "error": JSON(text), "code": status == 404 ? "not_found" : "invalid_parameter", "retryable": false,
            "trace_id": "00000000000000000000000000000000",
        ]
        if let parameter { body.append("parameter", JSON(parameter)) }
        return Refusal(status, body: body)
    }

    /// A page: the cursor holds the offset and the limit of the first page.
    private func envelope(_ rows: [JSON], _ request: VenueRequest) throws(Refusal) -> JSON {
        var (offset, limit) = (0, Int(request.value("limit") ?? "100") ?? 0)
        if let cursor = request.value("cursor"), !cursor.isEmpty {
            guard let place = cursorPlace(cursor) else { throw dataError("cursor is not valid", "cursor") }
            (offset, limit) = place
        }
        guard (1...1_000).contains(limit) else { throw dataError("limit is not valid", "limit") }
        let page = rows.dropFirst(offset).prefix(limit)
        let hasMore = offset + page.count < rows.count
        let next = Base64.text(Array("{\"o\":\(offset + page.count),\"l\":\(limit)}".utf8), isURLSafe: true)
        return [
            "data": .array(Array(page)),
            "pagination": [
                "limit": JSON(limit), "offset": JSON(offset), "has_more": .bool(hasMore),
                "next_cursor": JSON(hasMore ? next : ""),
            ],
        ]
    }

    private func cursorPlace(_ cursor: String) -> (Int, Int)? {
        guard let bytes = Base64.bytes(cursor) else { return nil }
        let json: JSON
        do { json = try JSON(parsing: bytes) } catch { return nil }
        guard let offset = json["o"]?.integer, let limit = json["l"]?.integer, offset >= 0 else { return nil }
        return (Int(offset), Int(limit))
    }

    /// The condition ids asked for, 64 digits each; nil for all.
    private func conditions(_ request: VenueRequest) throws(Refusal) -> [String]? {
        let list = request.values("condition").flatMap { $0.split(separator: ",").map { $0.lowercased() } }
        guard !list.isEmpty else { return nil }
        guard list.count <= 20, list.allSatisfy({ OrderRequest.isHex($0, digits: 64) }) else {
            throw dataError("condition is not valid", "condition")
        }
        return list
    }

    private func dollars(_ microdollars: Int64) -> JSON { .number(DecimalText.text(microdollars, digits: 6)) }

    /// One row for each party of each trade that has not failed, newest first.
    private func tradeRows(_ request: VenueRequest, user: String?) throws(Refusal) -> [JSON] {
        try parties(request, user: user).map { trade, party in tradeRow(trade, party) }
    }

    private func parties(
        _ request: VenueRequest, user: String?
    ) throws(Refusal) -> [(VenueTrade, VenueTrade.Party)] {
        let wanted = try conditions(request)
        let side = request.value("side")
        let takersOnly = (request.value("taker_only") ?? "true") == "true"
        let first = request.value("start").flatMap { Int64($0) } ?? .min
        let last = request.value("end").flatMap { Int64($0) } ?? .max
        return trades.all.reversed().flatMap { trade -> [(VenueTrade, VenueTrade.Party)] in
            let names = catalog[trade.taker.asset.market].names
            guard trade.isMined, wanted?.contains(names.condition) ?? true,
                (first...max(first, last)).contains(trade.matched.seconds)
            else { return [] }
            let parties = takersOnly ? [trade.taker] : [trade.taker] + trade.makers
            return parties.filter { party in
                guard user == nil || user?.lowercased() == party.address.lowercased() else { return false }
                return side == nil || side == (party.side == .buy ? "BUY" : "SELL")
            }.map { (trade, $0) }
        }
    }

    private func tradeRow(_ trade: VenueTrade, _ party: VenueTrade.Party) -> JSON {
        let market = catalog[party.asset.market]
        return [
            "proxy_wallet": JSON(party.address), "side": party.side == .buy ? "BUY" : "SELL",
            "token_id": JSON(catalog.token(party.asset)), "condition_id": JSON(market.names.condition),
            "size": .number(party.size.text), "price": .number(party.price.text),
            "timestamp": JSON(trade.matched.seconds), "title": JSON(market.title), "slug": JSON(market.names.slug),
            "icon": "", "event_slug": JSON(market.names.eventSlug),
            "outcome": JSON(market.names.name(party.asset.outcome)),
            "outcome_index": JSON(Int(party.asset.outcome.rawValue)), "name": "", "pseudonym": "", "bio": "",
            "profile_image": "", "profile_image_optimized": "", "transaction_hash": JSON(trade.transaction),
        ]
    }

    private func activity(_ request: VenueRequest, user: String) throws(Refusal) -> [JSON] {
        try parties(request, user: user).map { trade, party in
            var row = tradeRow(trade, party)
            row.append("type", "TRADE")
            row.append("usdc_size", dollars(Money.notional(party.price, party.size).microdollars))
            return row
        }
    }

    private func positions(_ request: VenueRequest) throws(Refusal) -> [JSON] {
        let wanted = try conditions(request)
        guard request.value("user") != nil || wanted != nil else {
            throw dataError("user or condition is required", "user")
        }
        let holders = request.value("user").map { user in accounts.find(user).map { [$0] } ?? [] } ?? accounts.all
        return holders.flatMap { account in
            world.clearing.positions(of: account.participant).compactMap { asset, size -> JSON? in
                let market = catalog[asset.market]
                // The default dust floor is a tenth of a share.
                guard size.microshares >= 100_000, wanted?.contains(market.names.condition) ?? true else { return nil }
                return positionRow(account, asset, size, market)
            }
        }
    }

    private func positionRow(_ account: VenueAccount, _ asset: AssetID, _ size: Size, _ market: VenueMarket) -> JSON {
        let basis = account.basis[asset] ?? VenueAccount.Basis(firstAt: 0, lastAt: 0)
        let average = basis.bought.isZero ? 0 : Double(basis.paid.microdollars) / Double(basis.bought.microshares)
        let cost = Int64((average * Double(size.microshares)).rounded())
        let current = Double(market.priceText(asset.outcome)) ?? 0
        let worth = Int64((current * Double(size.microshares)).rounded())
        let sold = Int64((average * Double(basis.sold.microshares)).rounded())
        let realized = basis.received.microdollars - sold
        let opposite = asset.complement
        let percent = Int64((1e8 * min(1e6, Double(worth - cost) / Double(max(1, cost)))).rounded())
        return [
            "proxy_wallet": JSON(account.address), "token_id": JSON(catalog.token(asset)),
            "condition_id": JSON(market.names.condition), "current_size": .number(size.text),
            "avg_price": dollars(Int64((average * 1e6).rounded())), "entry_cost_usdc": dollars(cost),
            "entry_fees_usdc": dollars(basis.fees.microdollars),
            "total_cost_usdc": dollars(cost + basis.fees.microdollars),
            "current_price": .number(market.priceText(asset.outcome)), "current_value": dollars(worth),
            "total_size": .number(basis.bought.text), "realized_pnl": dollars(realized),
            "unrealized_pnl": dollars(worth - cost), "total_pnl": dollars(worth - cost + realized),
            "percent_pnl": dollars(percent), "percent_realized_pnl": 0,
            "status": "OPEN", "redeemable": .bool(market.payout(asset.outcome) != nil),
            "mergeable": .bool(!world.clearing.shares(of: opposite, held: account.participant).isZero),
            "negative_risk": .bool(market.instrument.isNegativeRisk), "archived": false, "title": JSON(market.title),
            "slug": JSON(market.names.slug), "icon": "", "event_id": JSON(market.names.eventID),
            "event_slug": JSON(market.names.eventSlug), "outcome": JSON(market.names.name(asset.outcome)),
            "outcome_index": JSON(Int(asset.outcome.rawValue)),
            "opposite_outcome": JSON(market.names.name(opposite.outcome)),
            "opposite_token_id": JSON(catalog.token(opposite)),
            "end_date": JSON(InstantText.date(market.scheduledEnd)), "last_event_at": JSON(basis.lastAt),
            "first_entry_at": JSON(basis.firstAt), "name": "", "profile_image": "", "verified": false,
        ]
    }

    private func value(_ request: VenueRequest) throws(Refusal) -> JSON {
        guard let user = request.value("user") else { throw dataError("user is required", "user") }
        var total = 0.0
        if let account = accounts.find(user) {
            for (asset, size) in world.clearing.positions(of: account.participant) {
                total += (Double(catalog[asset.market].priceText(asset.outcome)) ?? 0) * size.shares
            }
        }
        return ["data": ["proxy_wallet": JSON(user), "value": dollars(Int64((total * 1e6).rounded()))]]
    }

    private func holders(_ request: VenueRequest) throws(Refusal) -> [JSON] {
        guard let wanted = try conditions(request) else { throw dataError("condition is required", "condition") }
        return wanted.compactMap { catalog.market(condition: $0) }.flatMap { market in
            [market.id.yes, market.id.no].map { asset -> JSON in
                let rows = accounts.all.compactMap { account -> JSON? in
                    let size = world.clearing.shares(of: asset, held: account.participant)
                    guard !size.isZero else { return nil }
                    return [
                        "proxy_wallet": JSON(account.address), "bio": "", "token_id": JSON(catalog.token(asset)),
                        "pseudonym": "", "amount": .number(size.text), "display_username_public": true,
                        "outcome_index": JSON(Int(asset.outcome.rawValue)), "name": "", "profile_image": "",
                        "profile_image_optimized": "", "verified": false,
                    ]
                }
                return ["token_id": JSON(catalog.token(asset)), "holders": .array(rows)]
            }
        }
    }

    private func resolutions(_ request: VenueRequest) throws(Refusal) -> [JSON] {
        guard let wanted = try conditions(request) else { throw dataError("condition is required", "condition") }
        return wanted.compactMap { catalog.market(condition: $0) }.compactMap { market -> JSON? in
            guard let yes = market.payout(.yes), let no = market.payout(.no), let closed = market.closedAt else {
                return nil
            }
            return [
                "condition_id": JSON(market.names.condition), "status": "resolved", "extended_review": false,
                "was_disputed": false, "new_version_q": false, "transaction_hash": "", "log_index": "",
                "last_update_timestamp": JSON(InstantText.iso(closed)), "market_type": "BINARY",
                "payouts": [JSON(Int64(yes) * 100), JSON(Int64(no) * 100)], "resolution_source": "reported",
                "reporter": "UMA_OO", "was_arbitrated": false, "resolved_block": 1,
                "resolved_at": JSON(InstantText.iso(closed)),
            ]
        }
    }
}
