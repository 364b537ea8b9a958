import BotSimulation
public import Market

/// What no venue has: handles for tests, under `/control`.
extension Venue {
    func control(_ request: VenueRequest) throws(Refusal) -> JSON {
        let name = request.path.removing(prefix: "/control").map { String($0.dropFirst()) } ?? ""
        if request.method == "GET" {
            switch name {
            case "state": return ledger
            case "books": return ["books": .array(catalog.markets.filter { !$0.isClosed }.map { $0.bookJSON(.yes) })]
            default: throw Refusal(404, "no such control")
            }
        }
        guard request.method == "POST" else { throw Refusal(404, "no such control") }
        if name == "faults" {
            do throws(VenueFaultsError) {
                setFaults(try VenueFaults(json: request.body))
                return ["ok": true]
            } catch {
                throw Refusal(400, error.description)
            }
        }
        try act(name, request.body.isEmpty ? [:] : try json(request, orRefuse: "a JSON object is due"))
        pump(to: now)
        return ["ok": true]
    }

    private func act(_ name: String, _ body: JSON) throws(Refusal) {
        switch name {
        case "deposit":
            let money = Money(microdollars: try amount(body, "amount"))
            deposit(money, to: try text(body, "address"))
        case "split", "merge": try exchangePairs(body, isSplit: name == "split")
        case "account": try changeAccount(body)
        case "resolve":
            let payouts: [String: Payout?] = ["Yes": .yes, "No": .no, "split": Payout(units: Price.one / 2)]
            let outcome = try text(body, "outcome")
            guard let payout = payouts[outcome] ?? nil else {
                throw Refusal(400, "outcome takes Yes, No or split")
            }
            guard resolve(condition: try text(body, "market"), paying: payout) else {
                throw Refusal(404, "no such market, or it is resolved")
            }
        case "accept":
            let id = try market(body).id
            catalog[id].isAccepting = body["accepting"]?.bool ?? true
        case "tick":
            let ticks: [String: Int32] = [
                "0.1": 1_000, "0.01": 100, "0.005": 50, "0.0025": 25, "0.001": 10, "0.0001": 1,
            ]
            let name = try text(body, "tick")
            guard let tick = ticks[name] else { throw Refusal(400, "tick takes a tick size") }
            world.setTick(tick, of: try market(body).id, at: now)
        case "restart": restart(for: .seconds(max(0, min(86_400, body["seconds"]?.integer ?? 30))))
        case "mode":
            let name = try text(body, "mode")
            guard let state = TradingMode.State(rawValue: name) else {
                throw Refusal(400, "mode takes normal, cancel-only or disabled")
            }
            mode = TradingMode(state: state)
        case "settlement":
            let fates = body["next"]?.elements?.map { $0.string.flatMap { VenueTrade.Fate(rawValue: $0) } } ?? [nil]
            guard !fates.contains(nil) else {
                throw Refusal(400, "next takes a list of CONFIRMED, RETRYING and FAILED")
            }
            forcedSettlements += fates.compactMap { $0 }
        case "miss-heartbeats": loseBeats(since: .distantFuture)
        case "disconnect":
            for channel in Channel.allCases where (body["channel"]?.string ?? channel.rawValue) == channel.rawValue {
                for id in hub.ids(of: channel) { hub.close(id) }
            }
        default: throw Refusal(404, "no such control")
        }
    }

    private func text(_ body: JSON, _ name: String) throws(Refusal) -> String {
        guard let text = body[name]?.string else { throw Refusal(400, "\(name) is missing") }
        return text
    }

    /// Base units, as text.
    private func amount(_ body: JSON, _ name: String) throws(Refusal) -> Int64 {
        guard let value = Int64(try text(body, name)), (0...OrderRequest.amountMax).contains(value) else {
            throw Refusal(400, "\(name) takes base units as text")
        }
        return value
    }

    private func market(_ body: JSON) throws(Refusal) -> VenueMarket {
        guard let market = catalog.market(condition: try text(body, "market")) else {
            throw Refusal(404, "market not found")
        }
        return market
    }

    private func exchangePairs(_ body: JSON, isSplit: Bool) throws(Refusal) {
        let size = Size(microshares: try amount(body, "amount"))
        let participant = account(try text(body, "address"))
        let id = try market(body).id
        let isDone =
            isSplit ? world.split(size, of: id, for: participant) : world.merge(size, of: id, for: participant)
        guard isDone else { throw Refusal(400, isSplit ? "not enough balance" : "not enough pairs") }
        cancelUnfunded(participant)
    }

    /// Allowances, bans, and who signs for a wallet: what is named is changed.
    private func changeAccount(_ body: JSON) throws(Refusal) {
        let participant = account(try text(body, "address"))
        if body["allowance"] != nil { accounts[participant].allowance = try amount(body, "allowance") }
        if let approved = body["approved"]?.bool { accounts[participant].isApproved = approved }
        if let banned = body["banned"]?.bool { accounts[participant].isBanned = banned }
        if let closed = body["closed_only"]?.bool { accounts[participant].isClosedOnly = closed }
        if let owner = body["owner"]?.string {
            accounts[participant].owner = owner
            accounts[participant].signatureType = body["signature_type"]?.integer.map { Int($0) } ?? 0
        }
    }

    /// Every account to the last millionth, and what they add up to.
    private var ledger: JSON {
        let rows = accounts.all.map { account -> JSON in
            let positions = world.clearing.positions(of: account.participant)
            let open = orders.open.filter { $0.account == account.participant }
            return [
                "address": JSON(account.address),
                "cash": JSON(String(world.clearing.cash(of: account.participant).microdollars)),
                "cash_in_flight": JSON(String(account.cashInFlight.microdollars)),
                "cash_reserved": JSON(String(reservedCash(account.participant, for: nil).microdollars)),
                "shares": .object(
                    positions.map { JSON.Member(catalog.token($0.asset), JSON(String($0.size.microshares))) }),
                "open_orders": .array(open.map { JSON($0.id) }),
            ]
        }
        return [
            "time": JSON(now.milliseconds), "accounts": .array(rows),
            "venue": JSON(String(world.clearing.venue.microdollars)),
            "total": JSON(String(world.clearing.total.microdollars)),
            "markets": JSON(catalog.markets.count), "trades": JSON(trades.all.count),
        ]
    }

    /// All the money there is at the venue: what was paid in, whatever is traded.
    public var total: Money { world.clearing.total }
}
