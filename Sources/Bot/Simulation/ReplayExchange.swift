public import BotEngine
public import Market

/// A recorded tape as a venue: market events in the order of their receipt, and paper fills against the last known
/// book.
///
/// Our orders move nothing: the tape goes on as it did. Fills have the depth that was shown, less what we took from it;
/// a taker pays the market's fee. What rests is filled at its limit when the other side of the book comes to it.
public final class ReplayExchange: Exchange, EventSource {
    public let clock: VirtualClock
    private let latency: LatencyModel
    private let read: () throws(ExchangeError) -> MarketEvent?
    private var lookahead: MarketEvent?
    private var failure: ExchangeError?
    private var eventCount = 0
    private var lastTime = Timestamp.distantPast
    private var posted: [EngineEvent] = []
    private var commands = Outbox<OrderCommand>()
    private var answers = Outbox<OrderEvent>()
    private var generator = SeededGenerator(seed: 0)
    /// Never iterated: the order of a dictionary must not reach a result.
    private var markets: [MarketID: PaperMarket] = [:]
    private var openOrders: [LimitOrder] = []
    private var clearing = Clearing()

    /// - Parameter read: the next event of the tape, nil at its end.
    public init(
        clock: VirtualClock, latency: LatencyModel = .none, startingCash: Money = Money(dollars: 10_000),
        read: @escaping () throws(ExchangeError) -> MarketEvent?
    ) {
        self.clock = clock
        self.latency = latency
        self.read = read
        clearing.deposit(startingCash, to: .bot)
        clearing.deposit(.zero, to: .crowd)
    }

    public convenience init(
        _ events: some Sequence<MarketEvent>, clock: VirtualClock, latency: LatencyModel = .none,
        startingCash: Money = Money(dollars: 10_000)
    ) {
        var iterator = events.makeIterator()
        self.init(clock: clock, latency: latency, startingCash: startingCash) { () throws(ExchangeError) in
            iterator.next()
        }
    }

    /// Puts an event that is not the tape's (a model, a command of the operator) before all that follows, at the time
    /// that it is now.
    public func post(_ event: EngineEvent) { posted.append(event.restamped(clock.now)) }

    public func send(_ command: OrderCommand) {
        let time = clock.now + latency.delayed(latency.order, using: &generator)
        commands.send(command, at: commands.arrival(time))
    }

    public func accountSnapshot() throws(ExchangeError) -> AccountSnapshot {
        AccountSnapshot(
            cash: clearing.cash(of: .bot), positions: clearing.positions(of: .bot), openOrders: openOrders)
    }

    /// The tape's events, what became of our orders, and `.timer(deadline)` between them.
    ///
    /// Throws `exhausted` at the end of the tape, once all that is due at or before its last event has been delivered,
    /// and `malformed` for an event that was received before the one that it follows, again at every call.
    public func next(before deadline: Timestamp) throws(ExchangeError) -> EngineEvent {
        if !posted.isEmpty { return posted.removeFirst() }
        try fill()
        while true {
            let tapeTime = lookahead?.receiveTime ?? .distantFuture
            let limit = min(deadline, lookahead == nil ? lastTime : tapeTime)
            if commands.nextTime <= min(limit, answers.nextTime) {
                let time = commands.nextTime
                handle(commands.removeFirst(), at: max(time, clock.now))
                continue
            }
            if answers.nextTime <= limit {
                clock.advance(to: answers.nextTime)
                return .exchange(.order(answers.removeFirst()))
            }
            if let event = lookahead, tapeTime <= deadline {
                lookahead = nil
                clock.advance(to: tapeTime)
                lastTime = tapeTime
                apply(event)
                return .exchange(.market(event))
            }
            guard deadline <= limit else { throw .exhausted }
            clock.advance(to: deadline)
            return .timer(deadline)
        }
    }

    /// Reads ahead by one event.
    private func fill() throws(ExchangeError) {
        if let failure { throw failure }
        guard lookahead == nil else { return }
        do throws(ExchangeError) {
            guard let event = try read() else { return }
            guard event.receiveTime >= lastTime else {
                throw ExchangeError.malformed(
                    "event \(eventCount + 1) of the tape goes back in time: market \(event.market.rawValue) at "
                        + "\(event.receiveTime.text) follows an event at \(lastTime.text)")
            }
            eventCount += 1
            lookahead = event
        } catch {
            failure = error
            throw error
        }
    }

    private func apply(_ event: MarketEvent) {
        let id = event.market
        markets[id, default: PaperMarket()].apply(event)
        switch event.kind {
        case .snapshot, .delta: meetResting(in: id, at: event.receiveTime)
        case .closed, .recordingEnded: cancelAll(in: id, at: event.receiveTime)
        case .resolved(let payout, _):
            cancelAll(in: id, at: event.receiveTime)
            clearing.resolve(id, payout: payout)
        default: break
        }
    }
}

/// Paper orders.
extension ReplayExchange {
    private func handle(_ command: OrderCommand, at time: Timestamp) {
        switch command {
        case .place(let order): place(order, at: time)
        case .cancel(let id): cancel(where: { $0.id == id }, at: time)
        case .cancelAll: cancel(where: { _ in true }, at: time)
        case .merge(let market, let size):
            tell(
                OrderID(low: 0), clearing.mergePairsOfBot(size, of: market, openOrders: openOrders), at: time)
        }
    }

    private func tell(_ order: OrderID, _ kind: OrderEvent.Kind, at time: Timestamp) {
        let delay = latency.delayed(latency.acknowledgement, using: &generator)
        let arrival = answers.arrival(time + delay)
        answers.send(OrderEvent(order: order, time: arrival, kind: kind), at: arrival)
    }

    private func cancel(where isMeant: (LimitOrder) -> Bool, at time: Timestamp) {
        for order in openOrders where isMeant(order) { tell(order.id, .cancelled, at: time) }
        openOrders.removeAll(where: isMeant)
    }

    private func cancelAll(in market: MarketID, at time: Timestamp) {
        cancel(where: { $0.asset.market == market }, at: time)
    }

    private func place(_ order: LimitOrder, at time: Timestamp) {
        guard let market = markets[order.asset.market], let instrument = market.instrument else {
            return tell(order.id, .rejected(.marketNotOpen), at: time)
        }
        let fills = market.fills(for: order)
        let lack = clearing.lack(for: order, filling: fills, fee: instrument.fee, openOrders: openOrders)
        if let reason = market.objection(to: order) ?? lack {
            return tell(order.id, .rejected(reason), at: time)
        }
        let filled = fills.reduce(into: Size.zero) { $0 += $1.size }
        switch order.timeInForce {
        case .fillOrKill where filled < order.size, .fillAndKill where filled.isZero:
            return tell(order.id, .rejected(.nothingToMatch), at: time)
        default: break
        }
        tell(order.id, .accepted, at: time)
        for (price, size) in fills { execute(order, price: price, size: size, level: price, isTaker: true, at: time) }
        if filled > .zero { tell(order.id, .settled, at: time) }
        guard filled < order.size else { return }
        if order.timeInForce == .goodTillCancelled {
            var open = order
            open.size -= filled
            openOrders.append(open)
        } else {
            tell(order.id, .cancelled, at: time)
        }
    }

    /// One fill of ours against the tape's crowd. `level` is the price that the book shows, `price` what we trade at.
    private func execute(
        _ order: LimitOrder, price: Price, size: Size, level: Price, isTaker: Bool, at time: Timestamp
    ) {
        let market = order.asset.market
        markets[market]?.take(size, at: level, by: order)
        // The crowd only ever buys: our token where we sell, the other one where we buy.
        let theirs = LimitOrder(
            id: OrderID(high: 1, low: 0), asset: order.side == .buy ? order.asset.complement : order.asset, side: .buy,
            price: order.side == .buy ? price.complement : price, size: size)
        let (our, other) = (RestingOrder(order: order, owner: .bot), RestingOrder(order: theirs, owner: .crowd))
        let match = Match(
            maker: isTaker ? other : our, taker: isTaker ? our : other,
            price: order.asset.outcome == .yes ? price : price.complement, size: size)
        let fee = isTaker ? markets[market]?.instrument?.fee.fee(price, size) ?? .zero : .zero
        clearing.settle(match, fee: fee)
        tell(order.id, .matched(price: price, size: size, fee: fee, isTaker: isTaker), at: time)
    }

    /// Resting orders that the other side of the book has reached, oldest first.
    private func meetResting(in id: MarketID, at time: Timestamp) {
        guard openOrders.contains(where: { $0.asset.market == id }) else { return }
        for place in openOrders.indices where openOrders[place].asset.market == id {
            let order = openOrders[place]
            for (level, size) in markets[id]?.fills(for: order) ?? [] {
                execute(order, price: order.price, size: size, level: level, isTaker: false, at: time)
                openOrders[place].size -= size
            }
            if openOrders[place].size < order.size { tell(order.id, .settled, at: time) }
        }
        openOrders.removeAll { $0.size.isZero }
    }
}
