import Market

/// Which request is answered by what.
///
/// The venue's hosts share one address: the CLOB stands at the root, Gamma at `/gamma`, the Data API at `/data-api`.
/// Gamma's and the Data API's paths that the CLOB has not are also answered at the root.
extension Venue {
    func answer(_ request: VenueRequest, isHeld: Bool) -> VenueResponse {
        if request.path.hasPrefix("/control/") {
            do throws(Refusal) { return VenueResponse(try control(request)) } catch { return error.response }
        }
        var response: VenueResponse
        do throws(Refusal) {
            try injectFault(request)
            try limitRate(request)
            response = VenueResponse(try route(request))
        } catch {
            response = error.response
        }
        response.headers.merge(signerHeaders(request)) { old, _ in old }
        disturb(&response, to: request)
        return response
    }

    private func route(_ request: VenueRequest) throws(Refusal) -> JSON {
        if let path = request.path.removing(prefix: "/gamma") { return try gamma(request, path) }
        if let path = request.path.removing(prefix: "/data-api") { return try data(request, path) }
        if request.path.hasPrefix("/v2/") { return try data(request, request.path) }
        if let json = try publicRoute(request) { return json }
        if let json = try privateRoute(request) { return json }
        return try gamma(request, request.path)
    }

    private func publicRoute(_ request: VenueRequest) throws(Refusal) -> JSON? {
        switch (request.method, request.path) {
        case ("GET", "/time"): JSON(serverTime.seconds)
        case ("GET", "/ok"): "OK"
        case ("GET", "/version"): ["version": 2]
        case ("GET", "/book"): try book(request)
        case ("POST", "/books"): try books(request)
        case ("GET", "/price"): try price(request)
        case ("POST", "/prices"): try prices(request)
        case ("GET", "/midpoint"): try midpoint(request)
        case ("POST", "/midpoints"): try midpoints(request)
        case ("GET", "/spread"): try spread(request)
        case ("POST", "/spreads"): try spreads(request)
        case ("GET", "/last-trade-price"): try lastTradePrice(request)
        case ("POST", "/last-trades-prices"): try lastTradesPrices(request)
        case ("GET", "/prices-history"): try pricesHistory(request)
        case ("GET", "/markets"), ("GET", "/sampling-markets"): try marketPage(request, isSimple: false)
        case ("GET", "/simplified-markets"), ("GET", "/sampling-simplified-markets"):
            try marketPage(request, isSimple: true)
        case ("GET", "/prices"), ("GET", "/midpoints"), ("GET", "/books"), ("GET", "/spreads"):
            throw Refusal(400, "Invalid payload")
        default: try namedRoute(request)
        }
    }

    /// Paths that end in an id.
    private func namedRoute(_ request: VenueRequest) throws(Refusal) -> JSON? {
        let parts = request.path.split(separator: "/").map(String.init)
        guard request.method == "GET", let first = parts.first, parts.count <= 2 else { return nil }
        let name = parts.count == 2 ? parts[1] : nil
        switch first {
        case "tick-size": return try tickSize(request, token: name)
        case "neg-risk": return try negativeRisk(request, token: name)
        case "fee-rate": return try feeRate(request, token: name)
        case "markets-by-token": return try marketByToken(name ?? "")
        case "clob-markets": return try compactMarket(name ?? "")
        case "markets":
            guard let name, name.hasPrefix("0x") else { return nil }
            return try longMarket(name)
        default: return nil
        }
    }

    private func privateRoute(_ request: VenueRequest) throws(Refusal) -> JSON? {
        switch (request.method, request.path) {
        case ("POST", "/auth/api-key"): return try createKey(request)
        case ("GET", "/auth/derive-api-key"): return try deriveKey(request)
        default: break
        }
        guard Self.isPrivate(request) else { return nil }
        let key = try authenticate(request)
        switch (request.method, request.path) {
        case ("POST", "/order"), ("POST", "/orders"), ("DELETE", "/order"), ("DELETE", "/orders"),
            ("DELETE", "/cancel-all"), ("DELETE", "/cancel-market-orders"):
            return try trade(request, by: key)
        case ("POST", "/v1/heartbeats"): return try beat(try json(request, orRefuse: "Invalid payload"), by: key)
        case ("POST", "/heartbeats"): return ["status": "ok"]
        default: return try read(request, by: key)
        }
    }

    static func isPrivate(_ request: VenueRequest) -> Bool {
        let paths = [
            "/order", "/orders", "/cancel-all", "/cancel-market-orders", "/notifications", "/v1/heartbeats",
            "/heartbeats", "/order-scoring", "/orders-scoring", "/v1/user/rate-limit-tier",
        ]
        return paths.contains(request.path) || request.path.hasPrefix("/auth/") || request.path.hasPrefix("/data/")
            || request.path.hasPrefix("/balance-allowance")
    }

    private func trade(_ request: VenueRequest, by key: APIKey) throws(Refusal) -> JSON {
        try checkCancelMode()
        switch (request.method, request.path) {
        case ("POST", "/order"):
            return try postOrder(try json(request, orRefuse: "Invalid order payload"), by: key)
        case ("POST", "/orders"):
            return try postOrders(try json(request, orRefuse: "Invalid order payload"), by: key)
        case ("DELETE", "/order"): return try cancelOrder(try json(request, orRefuse: "Invalid payload"), by: key)
        case ("DELETE", "/orders"): return try cancelOrders(try json(request, orRefuse: "Invalid payload"), by: key)
        case ("DELETE", "/cancel-all"): return cancelAll(by: key)
        default: return try cancelMarketOrders(try json(request, orRefuse: "Invalid payload"), by: key)
        }
    }

    func json(_ request: VenueRequest, orRefuse text: String) throws(Refusal) -> JSON {
        do { return try JSON(parsing: request.body) } catch { throw Refusal(400, text) }
    }
}

extension String {
    /// The rest behind a folder of a path; nil when it lies elsewhere.
    func removing(prefix: String) -> String? { hasPrefix(prefix + "/") ? String(dropFirst(prefix.count)) : nil }
}
