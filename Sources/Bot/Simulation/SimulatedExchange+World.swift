import Market

/// What the world does by itself: minutes, births, closings, payouts, and the crowd's orders.
extension SimulatedExchange {
    /// Moves the hidden state by a minute and plans what the crowd does in it.
    func step(at time: Timestamp) {
        let closing = world.step(to: time)
        if !closing.isEmpty {
            let moment = time + .milliseconds(1 + world.life.index(below: 59_000))
            for index in closing { agenda.add(.close(world.markets[index].id), at: moment) }
        }
        for index in world.live { plan(index, at: time) }
        agenda.add(.step, at: time + .minutes(1))
    }

    private func plan(_ index: Int, at time: Timestamp) {
        let market = world.markets[index]
        func moment(within milliseconds: Int) -> Timestamp {
            time + .milliseconds(1 + crowd.generator.index(below: milliseconds))
        }
        if !quotes[index].isRequoteDue, quotes[index].moved(with: market) != nil {
            quotes[index].isRequoteDue = true
            agenda.add(.requote(market.id), at: moment(within: 20_000))
        }
        if crowd.generator.chance(scenario.refreshes * market.traits.activity * world.activity) {
            agenda.add(.refresh(market.id), at: moment(within: 59_000))
        }
        let trades = crowd.tradeCounts(market, activity: world.activity)
        for _ in 0..<trades.informed { agenda.add(.informedTrade(market.id), at: moment(within: 59_000)) }
        for _ in 0..<trades.noise { agenda.add(.noiseTrade(market.id), at: moment(within: 59_000)) }
    }

    func bear(slot: Int, at time: Timestamp) {
        for index in world.bear(slot: slot, at: time, isInitial: time < start + .minutes(1)) {
            let market = world.markets[index]
            books.append(
                MatchingEngine(
                    market: market.id, tick: market.instrument.tick, sizeMin: market.instrument.sizeMin))
            quotes.append(
                Quoting(
                    instrument: market.instrument, extra: market.traits.spreadExtra, probability: market.probability))
            announce(market.id, .listed(market.instrument), at: time)
            quote(index, at: time)
            _ = books[index].drainChanges()
            announce(market.id, snapshot(index), at: time)
        }
    }

    func close(_ id: MarketID, at time: Timestamp) {
        let index = Int(id.rawValue)
        guard world.markets[index].status == .open else { return }
        world.close(index)
        for resting in books[index].removeAll() where resting.owner == .bot {
            openOrders.removeAll { $0.id == resting.order.id }
            tell(resting.order.id, .cancelled, at: time)
        }
        announce(id, .closed, at: time)
        // A payout takes hours to be known; now and then one that surprises nobody comes within the hour.
        let isExpected = (world.markets[index].payout == .yes) == (world.markets[index].belief > 0)
        let isQuick = world.life.chance(0.06) && isExpected
        let wait = isQuick ? world.life.uniform(0.2, 0.9) : 2 + world.life.exponential(mean: 10)
        agenda.add(.resolve(id), at: time + .seconds(Int(wait * 3_600)))
        let slot = world.markets[index].slot
        if world.slots[slot].openCount == 0 {
            let pause = 600 + world.life.exponential(mean: 2 * 3_600)
            agenda.add(.birth(slot: slot), at: time + .seconds(Int(pause)))
        }
    }

    func resolve(_ id: MarketID, at time: Timestamp) {
        let market = world.markets[Int(id.rawValue)]
        guard market.status != .resolved, let payout = market.payout else { return }
        world.markets[Int(id.rawValue)].status = .resolved
        clearing.resolve(id, payout: payout)
        announce(id, .resolved(payout, knownAt: time), at: time)
    }

    /// The makers follow the belief: what is out of the ladder leaves, what is missing is added.
    func requote(_ id: MarketID, at time: Timestamp) {
        let index = Int(id.rawValue)
        guard world.markets[index].status == .open else { return }
        let market = world.markets[index]
        quotes[index].isRequoteDue = false
        if let next = quotes[index].moved(with: market) { quotes[index].doubleMid = next }
        quote(index, at: time)
        report(index, at: time)
    }

    /// Withdraws what lies outside the ladder and fills what is empty in it. The crowd does not trade with itself.
    private func quote(_ index: Int, at time: Timestamp) {
        let market = world.markets[index]
        let probability = market.probability
        let ladders = [BookSide.bid, .ask].map { ($0, quotes[index].ladder($0, probability: probability)) }
        for (side, prices) in ladders { books[index].withdraw(.crowd, side, outside: prices) }
        for (side, prices) in ladders {
            for (level, price) in prices.enumerated() {
                guard books[index].size(of: .crowd, side, at: price).isZero else { continue }
                add(side, at: price, size: crowd.size(side, level: level, of: market), to: index, at: time)
            }
        }
    }

    /// The makers change sizes at one or two levels of both sides, mostly at the best.
    func refresh(_ id: MarketID, at time: Timestamp) {
        let index = Int(id.rawValue)
        guard world.markets[index].status == .open else { return }
        let market = world.markets[index]
        for side in [BookSide.bid, .ask] {
            let prices = quotes[index].ladder(side, probability: market.probability)
            let deep = crowd.generator.index(below: Quoting.ladderLevels)
            for level in deep == 0 ? [0] : [0, deep] where level < prices.count {
                let want = crowd.size(side, level: level, of: market)
                let have = books[index].size(of: .crowd, side, at: prices[level])
                if want > have {
                    let size = max(want - have, market.instrument.sizeMin)
                    add(side, at: prices[level], size: size, to: index, at: time)
                } else {
                    books[index].lower(.crowd, side, at: prices[level], to: want)
                }
            }
        }
        report(index, at: time)
    }

    private func add(_ side: BookSide, at price: Price, size: Size, to index: Int, at time: Timestamp) {
        let order = crowd.order(world.markets[index].id, side, at: price, size: size, .goodTillCancelled)
        execute(order, from: .crowd, at: time)
    }

    func trade(_ id: MarketID, isInformed: Bool, at time: Timestamp) {
        let index = Int(id.rawValue)
        guard world.markets[index].status == .open else { return }
        guard let order = crowd.taker(world.markets[index], isInformed: isInformed, book: books[index]) else { return }
        execute(order, from: .crowd, at: time)
        report(index, at: time)
        refill(index, after: order, at: time)
    }

    /// A level that `order` swept is filled up.
    func refill(_ index: Int, after order: LimitOrder, at time: Timestamp) {
        // Makers fill up a level that was swept within seconds, where the belief is still the same.
        let ladder = quotes[index].ladder(order.isBid ? .ask : .bid, probability: world.markets[index].probability)
        if let best = ladder.first, books[index].size(of: .crowd, order.isBid ? .ask : .bid, at: best).isZero,
            !quotes[index].isRequoteDue
        {
            quotes[index].isRequoteDue = true
            let pause = Duration.milliseconds(500 + crowd.generator.index(below: 5_000))
            agenda.add(.requote(books[index].market), at: time + pause)
        }
    }
}
