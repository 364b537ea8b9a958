import BotSimulation
import Market

extension Venue {
    static let fillOrKillText = "order couldn't be fully filled. FOK orders are fully filled or killed."
    static let fillAndKillText =
        "no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found."

    /// `POST /order`.
    func postOrder(_ body: JSON, by key: APIKey) throws(Refusal) -> JSON {
        let request = try OrderRequest(body)
        try checkMode(isPostOnly: request.isPostOnly)
        return try place(try check(request, by: key), owner: key.id)
    }

    /// `POST /orders`: up to fifteen, each with an answer of its own.
    func postOrders(_ body: JSON, by key: APIKey) throws(Refusal) -> JSON {
        guard let elements = body.elements, !elements.isEmpty else { throw Refusal(400, "Invalid order payload") }
        guard elements.count <= 15 else {
            throw Refusal(400, "Too many orders in payload: \(elements.count), max allowed: 15")
        }
        if !isPostOnlyTime { try checkMode(isPostOnly: true) }
        var answers: [JSON] = []
        for element in elements {
            do throws(Refusal) {
                answers.append(try postOrder(element, by: key))
            } catch {
                // Of the post-only window the venue says that refusing was a success.
                answers.append(Self.placement(error: error.text, success: error.status == 503))
            }
            pump(to: now)
        }
        return .array(answers)
    }

    static func placement(
        error: String = "", id: String = "", taking: String = "", making: String = "", status: String = "",
        success: Bool = true, trades: [String] = []
    ) -> JSON {
        var json: JSON = [
            "errorMsg": JSON(error), "orderID": JSON(id), "takingAmount": JSON(taking), "makingAmount": JSON(making),
            "status": JSON(status), "success": .bool(success),
        ]
        if !trades.isEmpty { json.append("tradeIDs", .array(trades.map(JSON.string))) }
        return json
    }

    /// Whether the venue lets the request wait: it holds a marketable order in a market whose takers are held.
    func isHeld(_ request: VenueRequest) -> Bool {
        guard request.method == "POST", request.path == "/order" || request.path == "/orders" else { return false }
        let body: JSON
        do { body = try JSON(parsing: request.body) } catch { return false }
        return (body.elements ?? [body]).contains { element in
            guard let terms = roughTerms(element) else { return false }
            return isHolding(catalog[terms.asset.market]) && isMarketable(terms)
        }
    }

    func isHolding(_ market: VenueMarket) -> Bool { market.instrument.category == settings.heldCategory }

    private func roughTerms(_ body: JSON) -> OrderTerms? {
        let request: OrderRequest
        do { request = try OrderRequest(body) } catch { return nil }
        let order = request.order
        guard let asset = catalog.asset(token: order.tokenID) else { return nil }
        let money = order.isBuy ? order.makerAmount : order.takerAmount
        let shares = order.isBuy ? order.takerAmount : order.makerAmount
        guard let price = OrderTerms.price(money: money, shares: shares, tick: catalog[asset.market].tick) else {
            return nil
        }
        return OrderTerms(
            asset: asset, side: order.isBuy ? .buy : .sell, price: price, size: Size(microshares: shares),
            money: Money(microdollars: money), kind: request.kind)
    }

    private func place(_ checked: CheckedOrder, owner: String) throws(Refusal) -> JSON {
        var order = VenueOrder(
            id: checked.id, number: orders.makeNumber(), owner: owner, account: checked.account,
            maker: checked.request.order.maker, terms: checked.terms, expiration: checked.request.expiration,
            created: now)
        let market = catalog[order.terms.asset.market]
        if market.instrument.category == settings.delayedCategory, isMarketable(order.terms) {
            order.status = "DELAYED"
            orders.add(order)
            tellOrder(order, type: "PLACEMENT")
            schedule.add(.execute(order.id), at: now + settings.takerDelay)
            return Self.placement(id: order.id, status: "delayed")
        }
        if let text = obstacle(order) {
            order.status = "CANCELED_" + text
            orders.add(order)
            tellOrder(order, type: "CANCELLATION")
            throw Refusal(400, text)
        }
        orders.add(order)
        if order.kind == .goodTillDate {
            schedule.add(.expire(order.id), at: Timestamp(seconds: order.expiration - 60))
        }
        execute(order.id)
        guard let placed = orders[order.id] else { return Self.placement() }
        if placed.matched.isZero { return Self.placement(id: order.id, status: "live") }
        let (shares, dollars) = (placed.matched.text, placed.amount.text)
        return Self.placement(
            id: order.id, taking: placed.isBuy ? shares : dollars, making: placed.isBuy ? dollars : shares,
            status: "matched", trades: placed.trades)
    }

    /// Why an order that must be filled at once cannot be.
    private func obstacle(_ order: VenueOrder) -> String? {
        guard !order.kind.rests, let book = world.book(of: order.terms.asset.market) else { return nil }
        let engine = engineOrder(order.terms, number: order.number)
        if order.terms.isBySpending {
            let (size, isSpent) = book.purchase(engine, for: order.terms.money, by: order.account)
            if size.isZero { return order.kind == .fillOrKill ? Self.fillOrKillText : Self.fillAndKillText }
            return order.kind == .fillOrKill && !isSpent ? Self.fillOrKillText : nil
        }
        let needed = order.kind == .fillOrKill ? order.terms.size : Size(microshares: 1)
        let depth = book.depth(engine.isBid ? .ask : .bid, upTo: engine.yesPrice, atMost: needed)
        guard depth < needed else { return nil }
        return order.kind == .fillOrKill ? Self.fillOrKillText : Self.fillAndKillText
    }

    /// Brings an accepted order to the book, and tells what became of it.
    private func execute(_ id: String) {
        guard let order = orders[id], let book = world.book(of: order.terms.asset.market) else { return }
        var engine = engineOrder(order.terms, number: order.number)
        if order.terms.isBySpending {
            engine.size = book.purchase(engine, for: order.terms.money, by: order.account).size
            engine.timeInForce = .fillAndKill
        }
        tellOrder(order, type: "PLACEMENT")
        _ = world.submit(engine, from: order.account, at: now)
        pump(to: now)
        guard var filled = orders[id], !filled.kind.rests, filled.isOpen else { return }
        // What is left of it is gone.
        filled.status = "MATCHED"
        orders.update(filled)
    }

    /// The delay of a taker is over.
    func executeDelayed(_ id: String) {
        guard var order = orders[id], order.status == "DELAYED" else { return }
        guard catalog[order.terms.asset.market].isTrading else {
            return cancel(id, status: "CANCELED_MARKET_NOT_FOUND")
        }
        if let text = obstacle(order) { return cancel(id, status: "CANCELED_" + text) }
        order.status = isMarketable(order.terms) ? "LIVE" : "UNMATCHED"
        orders.update(order)
        if order.kind == .goodTillDate {
            schedule.add(.expire(id), at: max(now, Timestamp(seconds: order.expiration - 60)))
        }
        execute(id)
    }
}

extension VenueOrder {
    var kind: OrderKind { terms.kind }
}
