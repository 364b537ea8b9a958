import Market

/// What the bot is told, when, and what goes wrong on the way.
extension SimulatedExchange {
    /// A message of the market's feed. During an outage it is lost, unless it is one that must be known after it.
    func announce(_ market: MarketID, _ kind: MarketEvent.Kind, at time: Timestamp) {
        var event = MarketEvent(asset: market.yes, exchangeTime: time, receiveTime: time, kind: kind)
        if outageEnd != nil {
            switch kind {
            case .listed, .closed, .resolved, .tickChanged, .feeChanged: missed.append(event)
            default: break
            }
            return
        }
        deliver(&event, at: time + latency.delayed(latency.feed, using: &latencyGenerator))
    }

    private func deliver(_ event: inout MarketEvent, at time: Timestamp) {
        event.receiveTime = feed.arrival(time)
        if case .resolved(let payout, _) = event.kind { event.kind = .resolved(payout, knownAt: event.receiveTime) }
        feed.send(event, at: event.receiveTime)
    }

    /// The levels that changed since the last report.
    func report(_ index: Int, at time: Timestamp) {
        let changes = books[index].drainChanges()
        if !changes.isEmpty { announce(books[index].market, .delta(changes), at: time) }
    }

    func snapshot(_ index: Int) -> MarketEvent.Kind {
        .snapshot(bids: books[index].levels(.bid), asks: books[index].levels(.ask))
    }

    /// What became of an order of the bot.
    func tell(_ order: OrderID, _ kind: OrderEvent.Kind, at time: Timestamp) {
        var arrival = time + latency.delayed(latency.acknowledgement, using: &latencyGenerator)
        if faults.slowShare > 0, faultGenerator.chance(faults.slowShare) {
            arrival = arrival + faults.slowAcknowledgement
        }
        if let outageEnd { arrival = max(arrival, outageEnd) }
        arrival = link.arrival(arrival)
        let event = ExchangeEvent.order(OrderEvent(order: order, time: arrival, kind: kind))
        link.send(event, at: arrival)
        if faults.duplicateShare > 0, faultGenerator.chance(faults.duplicateShare) { link.send(event, at: arrival) }
    }

    func goDown(until end: Timestamp, at time: Timestamp) {
        for index in world.live { announce(world.markets[index].id, .gap, at: time) }
        // What is on its way still arrives.
        let moment = max(link.arrival(time), feed.lastTime)
        link.send(.connection(.disconnected, at: moment), at: moment)
        outageEnd = max(end, outageEnd ?? end)
    }

    /// The link is back: what was missed, then every book whole.
    func comeUp(at time: Timestamp) {
        guard let end = outageEnd, end <= time else { return }
        outageEnd = nil
        let moment = link.arrival(time)
        link.send(.connection(.connected, at: moment), at: moment)
        for index in missed.indices { deliver(&missed[index], at: time) }
        missed.removeAll()
        for index in world.live {
            announce(world.markets[index].id, .resynced, at: time)
            announce(world.markets[index].id, snapshot(index), at: time)
        }
    }
}
