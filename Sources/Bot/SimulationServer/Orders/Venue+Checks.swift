import BotSimulation
import Market

/// An order that passed every check up to the market's own.
struct CheckedOrder {
    var id: String
    var account: Participant
    var terms: OrderTerms
    var request: OrderRequest
}

extension Venue {
    /// The checks of section 4.3 in their order, 4 to 13; what is left is the matching.
    func check(_ request: OrderRequest, by key: APIKey) throws(Refusal) -> CheckedOrder {
        let order = request.order
        try checkPerson(request, by: key)
        guard let asset = catalog.asset(token: order.tokenID) else { throw Refusal(400, "Invalid order payload") }
        let market = catalog[asset.market]
        let (id, account) = try checkSignature(request, in: market, by: key)
        guard market.isTrading else { throw Refusal(400, "the market is not yet ready to process new orders") }
        let terms = try terms(of: request, id: id, asset: asset, market: market)
        try checkSize(terms, id: id, isPostOnly: request.isPostOnly)
        if orders[id] != nil { throw Refusal(400, "order \(id) is invalid. Duplicated.") }
        try checkExpiration(request)
        try checkFunds(terms, of: account)
        if request.isPostOnly && isMarketable(terms) {
            throw Refusal(400, "invalid post-only order: order crosses book")
        }
        return CheckedOrder(id: id, account: account, terms: terms, request: request)
    }

    private func checkPerson(_ request: OrderRequest, by key: APIKey) throws(Refusal) {
        let order = request.order
        guard request.owner == key.id else {
            throw Refusal(400, "the order owner has to be the owner of the API KEY")
        }
        let expected = order.signatureType == 3 ? order.maker : key.address
        guard order.signer.lowercased() == expected.lowercased() else {
            throw Refusal(400, "the order signer address has to be the address of the API KEY")
        }
        if let known = accounts.find(order.maker) {
            if known.isBanned { throw Refusal(400, "'\(order.maker)' address banned") }
            if known.isClosedOnly && order.isBuy {
                throw Refusal(400, "'\(order.maker)' address in closed only mode")
            }
        }
    }

    /// The order's id and the account it spends from.
    private func checkSignature(
        _ request: OrderRequest, in market: VenueMarket, by key: APIKey
    ) throws(Refusal) -> (id: String, account: Participant) {
        let order = request.order
        let domain: OrderDomain =
            market.names.version == .v2 ? .protocolV2 : market.instrument.isNegativeRisk ? .negativeRisk : .binary
        guard let id = check.orderID(order, domain: domain, chain: settings.chain),
            let signer = check.orderSigner(order, domain: domain, chain: settings.chain),
            signer.lowercased() == key.address.lowercased(),
            order.signatureType != 0 || order.maker.lowercased() == key.address.lowercased()
        else { throw Refusal(400, "invalid signature") }
        let participant = account(order.maker)
        if let owner = accounts[participant].owner, owner.lowercased() != key.address.lowercased() {
            throw Refusal(400, "maker address not allowed, please use the deposit wallet flow")
        }
        accounts[participant].owner = key.address
        accounts[participant].signatureType = order.signatureType
        return (id, participant)
    }

    private func terms(
        of request: OrderRequest, id: String, asset: AssetID, market: VenueMarket
    ) throws(Refusal) -> OrderTerms {
        let order = request.order
        let money = order.isBuy ? order.makerAmount : order.takerAmount
        let shares = order.isBuy ? order.takerAmount : order.makerAmount
        guard let price = OrderTerms.price(money: money, shares: shares, tick: market.tick) else {
            let text = OrderTerms.priceText(money: money, shares: shares)
            throw Refusal(
                400, "order \(id) is invalid. Price (\(text)) breaks minimum tick size rule: \(market.tickText)")
        }
        return OrderTerms(
            asset: asset, side: order.isBuy ? .buy : .sell, price: price, size: Size(microshares: shares),
            money: Money(microdollars: money), kind: request.kind)
    }

    /// Minimum sizes, and how fine a market order's amounts may be (checks 8 and 9).
    private func checkSize(_ terms: OrderTerms, id: String, isPostOnly: Bool) throws(Refusal) {
        let sizeMin = catalog[terms.asset.market].instrument.sizeMin
        if terms.kind.rests, terms.size < sizeMin {
            throw Refusal(
                400, "order \(id) is invalid. Size (\(terms.size.text)) lower than the minimum: \(sizeMin.text)")
        }
        if terms.side == .buy, terms.money < Money(dollars: 1), !terms.kind.rests || isMarketable(terms), !isPostOnly {
            throw Refusal(400, "invalid amount for a marketable BUY order ($\(terms.money.text)), min size: $1")
        }
        guard !terms.kind.rests else {
            // A limit order's shares have two digits at most.
            if terms.size.microshares % 10_000 != 0 { throw Refusal(400, "Invalid order payload") }
            return
        }
        let maker = terms.side == .buy ? terms.money.microdollars : terms.size.microshares
        let taker = terms.side == .buy ? terms.size.microshares : terms.money.microdollars
        if maker % 10_000 != 0 || taker % 100 != 0 {
            let side = terms.side == .buy ? "buy" : "sell"
            throw Refusal(
                400,
                "invalid amounts, the market \(side) orders maker amount supports a max accuracy of 2 decimals, "
                    + "taker amount a max of 4 decimals")
        }
    }

    private func checkExpiration(_ request: OrderRequest) throws(Refusal) {
        let isValid =
            request.kind == .goodTillDate
            ? request.expiration >= serverTime.seconds + 180 : request.expiration == 0
        guard isValid else { throw Refusal(400, "invalid expiration") }
    }

    /// Whether it would fill now, in part at least.
    func isMarketable(_ terms: OrderTerms) -> Bool {
        guard let book = world.book(of: terms.asset.market) else { return false }
        let order = engineOrder(terms, number: OrderID(low: 0))
        let side: BookSide = order.isBid ? .ask : .bid
        return !book.depth(side, upTo: order.yesPrice, atMost: Size(microshares: 1)).isZero
    }

    func engineOrder(_ terms: OrderTerms, number: OrderID) -> LimitOrder {
        LimitOrder(
            id: number, asset: terms.asset, side: terms.side, price: terms.price, size: terms.size,
            timeInForce: terms.kind.timeInForce)
    }
}
