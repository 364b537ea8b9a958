import BotSimulation
import Market

extension Venue {
    /// Fills in the order in which they happened: those of one taker order at one price are one trade.
    func record(_ fills: [MemberFill]) {
        var start = 0
        var bucket = 0
        while start < fills.count {
            let first = fills[start].match
            var end = start + 1
            while end < fills.count, fills[end].match.taker.order.id == first.taker.order.id,
                fills[end].match.price == first.price
            {
                end += 1
            }
            let isSameTaker = start > 0 && fills[start - 1].match.taker.order.id == first.taker.order.id
            bucket = isSameTaker ? bucket + 1 : 0
            record(fills[start..<end].map(\.match), bucket: bucket, at: fills[start].time)
            start = end
        }
    }

    private func record(_ matches: [Match], bucket: Int, at time: Timestamp) {
        now = max(now, time)
        let market = catalog[matches[0].taker.order.asset.market]
        let fills = matches.map { match in
            let isFeeDue = match.taker.owner.isMember
            let fee = isFeeDue ? market.instrument.fee.venueFee(match.price, match.size) : .zero
            return VenueTrade.Fill(match: match, fee: fee)
        }
        let total = matches.reduce(into: Size.zero) { $0 += $1.size }
        let name = "\(catalog.seed)/\(trades.all.count)"
        let trade = VenueTrade(
            id: Digest.uuid("trade/" + name), bucket: bucket,
            taker: party(matches[0].taker, of: matches[0], size: total),
            makers: matches.map { party($0.maker, of: $0, size: $0.size) }, fills: fills,
            price: matches[0].price(of: matches[0].taker.order.asset), matched: now,
            transaction: "0x" + Digest.hex(Digest.sha256("transaction/" + name)), updated: now, fate: drawFate())
        trades.add(trade)
        for fill in fills {
            let amounts = Clearing.amounts(of: fill.match)
            note(fill.match.maker, size: fill.match.size, amount: amounts.maker, fee: .zero, trade: trade)
            note(fill.match.taker, size: fill.match.size, amount: amounts.taker, fee: fill.fee, trade: trade)
        }
        for account in members(of: trade) { cancelUnfunded(account) }
        tellTrade(trade)
        schedule.add(.settle(trade: trade.id), at: now + settings.mining)
    }

    private func party(_ resting: RestingOrder, of match: Match, size: Size) -> VenueTrade.Party {
        let known = orders[resting.order.id]
        return VenueTrade.Party(
            orderID: known?.id ?? crowdOrderID(resting.order.id), owner: known?.owner ?? Digest.uuid("crowd"),
            address: known?.maker ?? "0x" + Digest.hex(Array(Digest.sha256("crowd").prefix(20))),
            account: known?.account, asset: resting.order.asset, side: resting.order.side, size: size,
            price: match.price(of: resting.order.asset))
    }

    private func crowdOrderID(_ id: OrderID) -> String {
        "0x" + Digest.hex(Digest.sha256("crowd/\(catalog.seed)/\(id.high)/\(id.low)"))
    }

    /// A member's part of a fill: what it gives is promised until the trade is mined.
    private func note(_ resting: RestingOrder, size: Size, amount: Money, fee: Money, trade: VenueTrade) {
        guard var order = orders[resting.order.id] else { return }
        order.matched += size
        order.amount += amount
        if order.trades.last != trade.id { order.trades.append(trade.id) }
        if order.kind.rests, order.left.isZero { order.status = "MATCHED" }
        orders.update(order)
        if order.isBuy {
            accounts[order.account].cashInFlight += amount + fee
        } else {
            accounts[order.account].sharesInFlight[order.terms.asset, default: .zero] += size
        }
        tellOrder(order, type: "UPDATE")
        notices.add(.fill, order: order, owner: order.owner, market: catalog[order.terms.asset.market], at: now)
    }

    func members(of trade: VenueTrade) -> [Participant] {
        var result: [Participant] = []
        for account in (trade.makers + [trade.taker]).compactMap(\.account) where !result.contains(account) {
            result.append(account)
        }
        return result
    }

    private func drawFate() -> VenueTrade.Fate {
        if !forcedSettlements.isEmpty { return forcedSettlements.removeFirst() }
        if faults.failedShare > 0, chance.chance(faults.failedShare) { return .fail }
        if faults.retryingShare > 0, chance.chance(faults.retryingShare) { return .retry }
        return .settle
    }

    /// The next state of a trade, when its time has come.
    func advanceTrade(_ id: String) {
        guard var trade = trades[id], !trade.state.isFinal else { return }
        switch (trade.state, trade.fate) {
        case (.matched, .settle), (.retrying, .retry): mine(&trade)
        case (.matched, _): trade.state = .retrying
        case (.retrying, _): fail(&trade)
        case (.mined, _): trade.state = .confirmed
        case (.confirmed, _), (.failed, _): return
        }
        trade.updated = now
        trades.update(trade)
        tellTrade(trade)
        if !trade.state.isFinal {
            let wait = trade.state == .retrying ? settings.retrying : settings.confirmation
            schedule.add(.settle(trade: id), at: now + wait)
        }
    }

    /// The chain has it: cash and shares move.
    private func mine(_ trade: inout VenueTrade) {
        trade.state = .mined
        for fill in trade.fills {
            release(fill)
            world.settle(fill.match, fee: fill.fee)
            let amounts = Clearing.amounts(of: fill.match)
            noteBasis(fill.match.maker, size: fill.match.size, amount: amounts.maker, fee: .zero)
            noteBasis(fill.match.taker, size: fill.match.size, amount: amounts.taker, fee: fill.fee)
        }
    }

    /// It never happened: what was promised is free again. The orders stay filled.
    private func fail(_ trade: inout VenueTrade) {
        trade.state = .failed
        for fill in trade.fills { release(fill) }
        for party in trade.makers + [trade.taker] {
            guard let order = orders[party.orderID] else { continue }
            notices.add(.failed, order: order, owner: order.owner, market: catalog[party.asset.market], at: now)
        }
    }

    private func release(_ fill: VenueTrade.Fill) {
        let amounts = Clearing.amounts(of: fill.match)
        let sides = [(fill.match.maker, amounts.maker, Money.zero), (fill.match.taker, amounts.taker, fill.fee)]
        for (resting, amount, fee) in sides where resting.owner.isMember {
            if resting.order.side == .buy {
                accounts[resting.owner].cashInFlight -= amount + fee
            } else {
                accounts[resting.owner].sharesInFlight[resting.order.asset, default: .zero] -= fill.match.size
            }
        }
    }

    /// Brings every trade of a market to its end, before the market is paid out.
    func finishTrades(of market: MarketID) {
        for id in trades.all.filter({ $0.taker.asset.market == market && !$0.state.isFinal }).map(\.id) {
            while let trade = trades[id], !trade.state.isFinal { advanceTrade(id) }
        }
    }

    private func noteBasis(_ resting: RestingOrder, size: Size, amount: Money, fee: Money) {
        guard resting.owner.isMember else { return }
        let fresh = VenueAccount.Basis(firstAt: now.seconds, lastAt: now.seconds)
        var basis = accounts[resting.owner].basis[resting.order.asset] ?? fresh
        if resting.order.side == .buy {
            basis.bought += size
            basis.paid += amount
        } else {
            basis.sold += size
            basis.received += amount
        }
        basis.fees += fee
        basis.lastAt = now.seconds
        accounts[resting.owner].basis[resting.order.asset] = basis
    }
}
