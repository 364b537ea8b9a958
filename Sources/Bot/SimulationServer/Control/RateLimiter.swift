import Market

/// The limits by address (specification, 1.3, layer A): a sliding window, of which the part before the running one
/// counts by the share of it that still lies within reach.
struct RateLimiter: Sendable {
    struct Rule: Hashable, Sendable {
        var name: String
        var countMax: Int
        var window: Duration

        init(_ name: String, _ countMax: Int, _ window: Duration = .seconds(10)) {
            self.name = name
            self.countMax = countMax
            self.window = window
        }
    }

    private struct Count: Sendable {
        var begin: Timestamp
        var current = 0
        var previous = 0
    }

    private var counts: [Rule: Count] = [:]

    /// Nil when all rules let it pass, which then count it; otherwise how long to wait.
    mutating func wait(_ rules: [Rule], at time: Timestamp) -> Duration? {
        for rule in rules {
            let begin = time.floored(to: rule.window)
            var count = counts[rule] ?? Count(begin: begin)
            if count.begin != begin {
                let isNext = count.begin + rule.window == begin
                count = Count(begin: begin, previous: isNext ? count.current : 0)
            }
            counts[rule] = count
            let share = 1 - Double(begin.duration(to: time).nanoseconds) / Double(rule.window.nanoseconds)
            if Double(count.current) + Double(count.previous) * share >= Double(rule.countMax) {
                return time.duration(to: begin + rule.window)
            }
        }
        for rule in rules { counts[rule]?.current += 1 }
        return nil
    }

    static func rules(_ request: VenueRequest) -> [Rule] {
        let long = Duration.minutes(10)
        var rules = [Rule("all", 15_000)]
        switch (request.method, request.path) {
        case (_, "/ok"): rules.append(Rule("ok", 100))
        case ("GET", "/book"), ("GET", "/price"), ("GET", "/midpoint"): rules.append(Rule(request.path, 1_500))
        case ("POST", "/books"), ("POST", "/prices"), ("POST", "/midpoints"): rules.append(Rule(request.path, 500))
        case (_, "/prices-history"): rules.append(Rule("history", 1_000))
        case (_, "/tick-size"): rules.append(Rule("tick", 200))
        case (_, "/data/orders"), (_, "/data/trades"): rules += [Rule("ledger", 900), Rule(request.path, 500)]
        case (_, "/notifications"): rules += [Rule("ledger", 900), Rule(request.path, 125)]
        case (_, "/balance-allowance"): rules.append(Rule("balance", 200))
        case (_, "/balance-allowance/update"): rules.append(Rule("update", 50))
        case ("POST", "/order"), ("DELETE", "/order"):
            rules += [Rule(request.method + "order", 5_000), Rule(request.method + "order", 120_000, long)]
        case ("POST", "/orders"): rules += [Rule("post orders", 2_000), Rule("post orders", 21_000, long)]
        case ("DELETE", "/orders"): rules += [Rule("delete orders", 2_000), Rule("delete orders", 15_000, long)]
        case ("DELETE", "/cancel-all"): rules += [Rule("cancel all", 250), Rule("cancel all", 6_000, long)]
        case ("DELETE", "/cancel-market-orders"):
            rules += [Rule("cancel market", 1_500), Rule("cancel market", 21_000, long)]
        default: rules += folderRules(request)
        }
        return rules
    }

    private static func folderRules(_ request: VenueRequest) -> [Rule] {
        let path = request.path.removing(prefix: "/gamma") ?? request.path
        if path.hasPrefix("/auth/") { return [Rule("keys", 100)] }
        if path.hasPrefix("/v2/trades") { return [Rule("data", 1_000), Rule("data trades", 200)] }
        if path.hasPrefix("/v2/positions") { return [Rule("data", 1_000), Rule("data positions", 150)] }
        if path.hasPrefix("/v2/") { return [Rule("data", 1_000)] }
        if path.hasPrefix("/events") { return [Rule("gamma", 4_000), Rule("gamma lists", 900), Rule("events", 500)] }
        if path.hasPrefix("/markets") { return [Rule("gamma", 4_000), Rule("gamma lists", 900), Rule("markets", 300)] }
        return [Rule("clob", 9_000)]
    }
}

/// The buckets of each signer (layer B) at the Standard tier: orders and cancels.
struct SignerBuckets: Sendable {
    private struct Bucket: Sendable {
        var level: Double
        var time: Timestamp
    }

    private var buckets: [String: Bucket] = [:]

    /// Tokens a second, and the most there can be.
    static let orders = (rate: 40.0, burst: 60.0)
    static let cancels = (rate: 80.0, burst: 120.0)

    /// Takes `cost`; nil when it was there, otherwise how long to wait. A bucket of cancels may go below zero.
    mutating func take(_ cost: Int, of signer: String, isCancel: Bool, at time: Timestamp) -> Duration? {
        let (rate, burst) = isCancel ? Self.cancels : Self.orders
        let name = (isCancel ? "cancel/" : "order/") + signer
        var bucket = buckets[name] ?? Bucket(level: burst, time: time)
        bucket.level = min(burst, bucket.level + rate * bucket.time.duration(to: time).inSeconds)
        bucket.time = time
        defer { buckets[name] = bucket }
        let isThere = isCancel ? bucket.level > 0 : bucket.level >= Double(cost)
        guard isThere else {
            let missing = (isCancel ? 1 : Double(cost)) - bucket.level
            return .nanoseconds(Int64(missing / rate * 1e9))
        }
        bucket.level -= Double(cost)
        return nil
    }

    func remaining(of signer: String, isCancel: Bool) -> Int {
        let burst = isCancel ? Self.cancels.burst : Self.orders.burst
        return Int((buckets[(isCancel ? "cancel/" : "order/") + signer]?.level ?? burst).rounded(.down))
    }
}

extension Venue {
    private func isCancel(_ request: VenueRequest) -> Bool { request.method == "DELETE" }

    private func isTrading(_ request: VenueRequest) -> Bool {
        ["/order", "/orders", "/cancel-all", "/cancel-market-orders"].contains(request.path)
            && (request.method == "POST" || request.method == "DELETE")
    }

    /// Refuses what comes too fast, with the time to wait.
    func limitRate(_ request: VenueRequest) throws(Refusal) {
        guard settings.limitsRates else { return }
        var wait = limiter.wait(RateLimiter.rules(request), at: now)
        if wait == nil, isTrading(request), let id = request.headers["poly_api_key"], let key = keys[id] {
            wait = signerBuckets.take(
                cost(request, key), of: key.address, isCancel: isCancel(request), at: now)
        }
        guard let wait else { return }
        let seconds = max(1, wait.secondsRoundedUp)
        throw Refusal(429, body: ["error": "Too Many Requests"], headers: ["Retry-After": String(seconds)])
    }

    /// One an order or cancelled id; of those that cancel many one more than they cancel.
    private func cost(_ request: VenueRequest, _ key: APIKey) -> Int {
        switch request.path {
        case "/orders":
            do { return try JSON(parsing: request.body).elements?.count ?? 1 } catch { return 1 }
        case "/cancel-all", "/cancel-market-orders": return 1 + restingOrders(of: key.id).count
        default: return 1
        }
    }

    func signerHeaders(_ request: VenueRequest) -> [String: String] {
        guard settings.limitsRates, isTrading(request), let id = request.headers["poly_api_key"], let key = keys[id]
        else { return [:] }
        return [
            "Poly-RateLimit-Remaining": String(signerBuckets.remaining(of: key.address, isCancel: isCancel(request))),
            "Poly-RateLimit-Reset": String(now.seconds + 1), "Poly-RateLimit-Tier": "Standard",
        ]
    }
}
