import BotSimulation
public import Market

/// What the world does, shown to those who look.
extension Venue {
    func show(_ event: MarketEvent) {
        let id = event.market
        switch event.kind {
        case .listed(let instrument):
            catalog.add(instrument, id, at: now)
            if now > start + .minutes(1) { announceMarket(catalog[id]) }
        case .snapshot(let bids, let asks):
            replaceBook(of: id, bids: bids, asks: asks)
        case .delta(let changes): change(id, changes)
        case .trade(let price, let size, let taker, _): trade(id, price: price, size: size, taker: taker)
        case .tickChanged(let tick): changeTick(id, to: tick)
        case .closed: close(id)
        case .resolved(let payout, _): announceResolution(id, payout)
        case .quote, .feeChanged, .gap, .resynced, .recordingEnded: break
        }
    }

    private func replaceBook(of id: MarketID, bids: [Level], asks: [Level]) {
        apply(.snapshot(bids: bids, asks: asks), to: id)
        catalog[id].bookTime = now
        catalog[id].noteHistory(at: now)
        sendBooks(of: id)
    }

    private func apply(_ kind: MarketEvent.Kind, to id: MarketID) {
        do {
            try catalog[id].book.apply(kind)
        } catch {
            preconditionFailure("the engine's books are in order")
        }
    }

    /// One message a level, so that each leaves a whole book behind it; what shrinks comes first, so that none is
    /// crossed.
    private func change(_ id: MarketID, _ changes: [LevelChange]) {
        catalog[id].bookTime = now
        let grows = changes.map { change in
            let book = catalog[id].book
            let old = (change.side == .bid ? book.bids : book.asks).first { $0.price == change.level.price }
            return change.level.size > old?.size ?? .zero
        }
        let before = catalog[id].book
        for isGrowing in [false, true] {
            for (change, grows) in zip(changes, grows) where grows == isGrowing {
                apply(.delta([change]), to: id)
                sendPriceChange(of: id, change)
            }
        }
        catalog[id].noteHistory(at: now)
        if tradedMarkets.remove(id) != nil { sendBooks(of: id) }
        if before.bestBid?.price != catalog[id].book.bestBid?.price
            || before.bestAsk?.price != catalog[id].book.bestAsk?.price
        {
            sendBestPrices(of: id)
        }
        refineTick(of: id)
    }

    /// Both tokens have it as their last price; the taker's side is mirrored for the token that he did not name.
    private func trade(_ id: MarketID, price: Price, size: Size, taker: TakerSide) {
        let views = [(Outcome.yes, price, taker), (.no, price.complement, taker.mirrored)]
        for (outcome, price, side) in views {
            catalog[id].lastTrades[Int(outcome.rawValue)] = VenueMarket.LastTrade(price: price, side: side)
            sendLastTrade(of: AssetID(market: id, outcome: outcome), price: price, size: size, side: side)
        }
        catalog[id].volume += Money.notional(price, size).microdollars
        tradedMarkets.insert(id)
    }

    /// Beyond 0.96 and 0.04 cents become tenths of a cent (specification, 6.1). It never goes back.
    private func refineTick(of id: MarketID) {
        let market = catalog[id]
        guard market.tick == 100, market.status == .open else { return }
        let isHigh = market.book.bestBid.map { $0.price.units > 9_600 } ?? false
        let isLow = market.book.bestAsk.map { $0.price.units < 400 } ?? false
        if isHigh || isLow { world.setTick(10, of: id, at: now) }
    }

    private func changeTick(_ id: MarketID, to tick: Int32) {
        guard tick != catalog[id].tick else { return }
        let old = catalog[id].tickText
        catalog[id].tick = tick
        catalog[id].bookTime = now
        sendTickChange(of: id, old: old)
        sendBooks(of: id)
    }

    /// Trading has ended: the engine has dropped the orders already.
    private func close(_ id: MarketID) {
        guard catalog[id].status == .open else { return }
        finishTrades(of: id)
        catalog[id].status = .closed
        catalog[id].closedAt = now
        apply(.closed, to: id)
        for order in orders.open where order.terms.asset.market == id {
            cancel(order.id, status: "CANCELED_MARKET_RESOLVED")
        }
    }

    private func announceResolution(_ id: MarketID, _ payout: Payout) {
        catalog[id].status = .resolved(payout)
        sendResolution(of: id)
        for account in accounts.all {
            guard let owner = account.owner, account.basis.keys.contains(where: { $0.market == id }) else { continue }
            for key in keys.keys(of: owner) { notices.addResolution(owner: key.id, market: catalog[id], at: now) }
        }
    }

    /// Ends a market by hand, and the others of a negative-risk pair with it.
    public func resolve(condition: String, paying payout: Payout) -> Bool {
        guard let market = catalog.market(condition: condition) else { return false }
        if case .resolved = market.status { return false }
        var ending = [(market.id, payout)]
        if market.instrument.isNegativeRisk {
            ending += catalog.siblings(of: market).filter { $0.id != market.id }.map { ($0.id, payout.complement) }
        }
        for (id, payout) in ending {
            finishTrades(of: id)
            world.resolve(id, paying: payout, at: now)
        }
        pump(to: now)
        return true
    }
}
