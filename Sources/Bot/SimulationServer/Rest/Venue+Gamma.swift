import Market

/// Discovery (specification, 2).
extension Venue {
    func gamma(_ request: VenueRequest, _ path: String) throws(Refusal) -> JSON {
        guard request.method == "GET" else { throw Refusal(404, "not found") }
        let parts = path.split(separator: "/").map(String.init)
        switch (parts.first, parts.count) {
        case ("status", 1): return "OK"
        case ("markets", 1): return .array(try offsetPage(try markets(request), request).map { gammaMarket($0) })
        case ("markets", 2) where parts[1] == "keyset":
            let (rows, next) = try keysetPage(try markets(request), request)
            return keyset("markets", rows.map { gammaMarket($0) }, next)
        case ("markets", 2):
            return gammaMarket(try one(catalog.markets.first { $0.names.id == parts[1] }))
        case ("markets", 3) where parts[1] == "slug": return gammaMarket(try one(catalog.market(slug: parts[2])))
        case ("markets", 3) where parts[2] == "tags":
            let market = try one(catalog.markets.first { $0.names.id == parts[1] })
            return [tag(market.instrument.category)]
        case ("events", 1): return .array(try offsetPage(try events(request), request).map { gammaEvent($0) })
        case ("events", 2) where parts[1] == "keyset":
            let (rows, next) = try keysetPage(try events(request), request)
            return keyset("events", rows.map { gammaEvent($0) }, next)
        case ("events", 2): return gammaEvent(try one(catalog.markets.first { $0.names.eventID == parts[1] }))
        case ("events", 3) where parts[1] == "slug":
            return gammaEvent(try one(catalog.markets.first { $0.names.eventSlug == parts[2] }))
        case ("tags", 1): return .array(categories.map(tag))
        default: throw Refusal(404, "not found")
        }
    }

    private func one(_ market: VenueMarket?) throws(Refusal) -> VenueMarket {
        guard let market else { throw Refusal(404, body: ["type": "not found error", "error": "id not found"]) }
        return market
    }

    private var categories: [String] { Array(Set(catalog.markets.map(\.instrument.category))).sorted() }

    private func tag(_ category: String) -> JSON {
        [
            "id": JSON(String(100 + category.utf8.count)), "label": JSON(category), "slug": JSON(category),
            "forceShow": false,
        ]
    }

    private func keyset(_ name: String, _ rows: [JSON], _ next: String?) -> JSON {
        var json: JSON = .object([JSON.Member(name, .array(rows))])
        if let next { json.append("next_cursor", JSON(next)) }
        return json
    }

    private func flag(_ request: VenueRequest, _ name: String) throws(Refusal) -> Bool? {
        switch request.value(name) {
        case nil: nil
        case "true": true
        case "false": false
        case .some(let text): throw invalid("\(name) is not a boolean: \(text)")
        }
    }

    private func invalid(_ text: String) -> Refusal {
        Refusal(422, body: ["type": "validation error", "error": JSON(text)])
    }

    private func markets(_ request: VenueRequest) throws(Refusal) -> [VenueMarket] {
        let closed = try flag(request, "closed") ?? false
        let (ids, slugs) = (request.values("id"), request.values("slug"))
        let conditions = request.values("condition_ids").map { $0.lowercased() }
        let tokens = request.values("clob_token_ids")
        let found = catalog.markets.filter { market in
            let names = market.names
            guard market.isClosed == closed, ids.isEmpty || ids.contains(names.id) else { return false }
            guard slugs.isEmpty || slugs.contains(names.slug) else { return false }
            guard tokens.isEmpty || names.tokens.contains(where: tokens.contains) else { return false }
            return conditions.isEmpty || conditions.contains(names.condition)
                || conditions.contains(names.shownCondition)
        }
        return try sorted(found, request)
    }

    /// One market for each event: its first.
    private func events(_ request: VenueRequest) throws(Refusal) -> [VenueMarket] {
        let closed = try flag(request, "closed") ?? false
        let (ids, slugs) = (request.values("id"), request.values("slug"))
        var seen: Set<String> = []
        let found = catalog.markets.filter { market in
            guard seen.insert(market.names.eventID).inserted else { return false }
            let isClosed = catalog.siblings(of: market).allSatisfy(\.isClosed)
            return isClosed == closed && (ids.isEmpty || ids.contains(market.names.eventID))
                && (slugs.isEmpty || slugs.contains(market.names.eventSlug))
        }
        return try sorted(found, request)
    }

    /// By one column, camelCase: others are refused.
    private func sorted(_ markets: [VenueMarket], _ request: VenueRequest) throws(Refusal) -> [VenueMarket] {
        let isAscending = try flag(request, "ascending") ?? true
        guard let names = request.value("order"), let name = names.split(separator: ",").first else { return markets }
        func sorted(_ value: (VenueMarket) -> Int64) -> [VenueMarket] {
            markets.sorted { a, b in
                let (x, y) = (value(a), value(b))
                if x == y { return a.id < b.id }
                return isAscending ? x < y : x > y
            }
        }
        switch name {
        case "id": return sorted { Int64($0.id.rawValue) }
        case "volumeNum", "volume24hr", "volume": return sorted(\.volumeTotal)
        case "liquidityNum", "liquidity": return sorted(\.liquidity)
        case "endDate": return sorted { $0.scheduledEnd.nanoseconds }
        case "startDate", "createdAt": return sorted { $0.created.nanoseconds }
        case "competitive": return sorted { -Int64(abs($0.doubleMid(.yes) - Price.one)) }
        default: throw invalid("order fields are not valid")
        }
    }

    private func limit(_ request: VenueRequest) throws(Refusal) -> Int {
        guard let text = request.value("limit") else { return 20 }
        guard let limit = Int(text), limit >= 1 else { throw invalid("limit is not valid") }
        return min(limit, 100)
    }

    private func offsetPage(_ rows: [VenueMarket], _ request: VenueRequest) throws(Refusal) -> [VenueMarket] {
        guard let offset = Int(request.value("offset") ?? "0"), offset >= 0 else {
            throw invalid("offset is not valid")
        }
        guard offset <= 2_000 else { throw invalid("offset too large, use /markets/keyset for deeper pagination") }
        return Array(rows.dropFirst(offset).prefix(try limit(request)))
    }

    /// The cursor names the last row: base 64 of `{"id":N}`. The last page has none.
    private func keysetPage(
        _ rows: [VenueMarket], _ request: VenueRequest
    ) throws(Refusal) -> (rows: [VenueMarket], next: String?) {
        var rest = rows[...]
        if let cursor = request.value("after_cursor"), !cursor.isEmpty {
            guard let bytes = Base64.bytes(cursor), let last = cursorNumber(bytes) else {
                throw invalid("after_cursor is not valid")
            }
            guard let place = rows.firstIndex(where: { $0.names.id == String(last) }) else { return ([], nil) }
            rest = rows[(place + 1)...]
        }
        let page = Array(rest.prefix(try limit(request)))
        guard page.count < rest.count, let last = page.last else { return (page, nil) }
        return (page, Base64.text(Array("{\"id\":\(last.names.id)}".utf8)))
    }

    private func cursorNumber(_ bytes: [UInt8]) -> Int64? {
        do { return try JSON(parsing: bytes)["id"]?.integer } catch { return nil }
    }
}
