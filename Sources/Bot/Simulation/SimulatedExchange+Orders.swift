import Market

/// The bot's orders, and the execution of everybody's.
extension SimulatedExchange {
    func handle(_ command: OrderCommand, at time: Timestamp) {
        if outageEnd != nil {
            // A time-out is not a refusal: the bot has to ask.
            if case .place(let order) = command { tell(order.id, .unknown, at: time) }
            return
        }
        switch command {
        case .place(let order): place(order, at: time)
        case .cancel(let id): cancel(id, at: time)
        case .cancelAll: for order in openOrders { cancel(order.id, at: time) }
        case .merge(let market, let size):
            tell(
                OrderID(low: 0), clearing.mergePairsOfBot(size, of: market, openOrders: openOrders), at: time)
        }
    }

    private func place(_ order: LimitOrder, at time: Timestamp) {
        if faults.rejectShare > 0, faultGenerator.chance(faults.rejectShare) {
            return tell(order.id, .rejected(.injectedFault), at: time)
        }
        let index = Int(order.asset.market.rawValue)
        guard index < books.count, world.markets[index].status == .open else {
            return tell(order.id, .rejected(.marketNotOpen), at: time)
        }
        let lack = clearing.lack(
            for: order, filling: books[index].preview(order), fee: world.markets[index].instrument.fee,
            openOrders: openOrders)
        if let reason = books[index].objection(to: order) ?? lack {
            return tell(order.id, .rejected(reason), at: time)
        }
        execute(order, from: .bot, at: time)
        report(index, at: time)
    }

    /// Matches an order, clears its fills, tells the bot of its own and the feed of all.
    func execute(_ order: LimitOrder, from owner: Participant, at time: Timestamp) {
        let index = Int(order.asset.market.rawValue)
        fills.removeAll(keepingCapacity: true)
        switch books[index].submit(order, from: owner, fills: &fills) {
        case .rejected(let reason):
            if owner == .bot { tell(order.id, .rejected(reason), at: time) }
        case .executed(let resting, let cancelled):
            if owner == .bot {
                tell(order.id, .accepted, at: time)
                if !resting.isZero {
                    var open = order
                    open.size = resting
                    openOrders.append(open)
                }
            }
            clear(at: time)
            if owner == .bot, !cancelled.isZero { tell(order.id, .cancelled, at: time) }
        }
    }

    func clear(at time: Timestamp) {
        guard let first = fills.first else { return }
        let index = Int(first.taker.order.asset.market.rawValue)
        let rate = world.markets[index].instrument.fee
        var settling: [OrderID] = []
        for fill in fills {
            if fill.maker.owner.isMember || fill.taker.owner.isMember {
                memberFills.append(MemberFill(match: fill, time: time))
                continue
            }
            let fee = fill.taker.owner == .bot ? rate.fee(fill.price, fill.size) : .zero
            clearing.settle(fill, fee: fee)
            for (party, isTaker) in [(fill.maker, false), (fill.taker, true)] where party.owner == .bot {
                let id = party.order.id
                if !isTaker { reduceOpenOrder(id, by: fill.size) }
                tell(
                    id,
                    .matched(
                        price: fill.price(of: party.order.asset), size: fill.size, fee: isTaker ? fee : .zero,
                        isTaker: isTaker), at: time)
                if settling.last != id { settling.append(id) }
            }
        }
        for id in settling {
            if latency.settlement > .zero {
                agenda.add(.settle(id), at: time + latency.settlement)
            } else {
                tell(id, .settled, at: time)
            }
        }
        printTrades(index, at: time)
    }

    /// The tape: one line a price.
    private func printTrades(_ index: Int, at time: Timestamp) {
        var start = 0
        while start < fills.count {
            var end = start
            var size = Size.zero
            while end < fills.count, fills[end].price == fills[start].price {
                size += fills[end].size
                end += 1
            }
            let taker: TakerSide = fills[start].taker.order.isBid ? .buy : .sell
            announce(books[index].market, .trade(price: fills[start].price, size: size, taker: taker), at: time)
            start = end
        }
    }

    private func reduceOpenOrder(_ id: OrderID, by size: Size) {
        guard let place = openOrders.firstIndex(where: { $0.id == id }) else { return }
        openOrders[place].size -= size
        if openOrders[place].size.isZero { openOrders.remove(at: place) }
    }

    /// An order that is not open is left alone: its end was told before.
    private func cancel(_ id: OrderID, at time: Timestamp) {
        guard let place = openOrders.firstIndex(where: { $0.id == id }) else { return }
        let order = openOrders.remove(at: place)
        let index = Int(order.asset.market.rawValue)
        _ = books[index].cancel(id)
        tell(id, .cancelled, at: time)
        report(index, at: time)
    }
}
