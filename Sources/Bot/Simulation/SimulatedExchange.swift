public import BotEngine
public import Market

/// A venue in the process: one book a market, a crowd of traders around a hidden belief, births, closings, payouts.
///
/// Time moves only inside `next(before:)`. Scenario and seed fix every event in every process; the hidden beliefs do
/// not
/// depend on what the bot does, the books do. Market and event numbers are dense from zero in the order of birth.
public final class SimulatedExchange: Exchange, EventSource {
    public let scenario: Scenario
    public let seed: UInt64
    public let clock: VirtualClock

    let start: Timestamp
    let faults: FaultPlan
    let latency: LatencyModel
    var world: LatentWorld
    var crowd: Crowd
    package internal(set) var clearing = Clearing()
    /// By market number, as `world.markets`.
    var books: [MatchingEngine] = []
    var quotes: [Quoting] = []
    var agenda = Agenda()
    var feed = Outbox<MarketEvent>()
    var link = Outbox<ExchangeEvent>()
    var posted: [EngineEvent] = []
    /// Orders of the bot in the books, by the time of their arrival; sizes are what is left.
    var openOrders: [LimitOrder] = []
    var outageEnd: Timestamp?
    /// What happened during an outage and must be told after it.
    var missed: [MarketEvent] = []
    var faultGenerator: SeededGenerator
    var latencyGenerator: SeededGenerator
    /// When the last command reaches the venue: commands keep their order.
    var lastArrival = Timestamp.distantPast
    var fills: [Match] = []
    var memberFills: [MemberFill] = []

    /// - Parameter start: midnight UTC of Monday, 2026-01-05, unless told otherwise. The clock is moved there.
    public init(
        scenario: Scenario, seed: UInt64, clock: VirtualClock, start: Timestamp = Timestamp(seconds: 1_767_571_200),
        faults: FaultPlan = .none, latency: LatencyModel = .none, startingCash: Money = Money(dollars: 10_000)
    ) {
        self.scenario = scenario
        self.seed = seed
        self.clock = clock
        self.start = start
        self.faults = faults
        self.latency = latency
        world = LatentWorld(scenario: scenario, seed: seed)
        crowd = Crowd(scenario: scenario, seed: seed)
        faultGenerator = SeededGenerator(seed: seed, stream: 3)
        latencyGenerator = SeededGenerator(seed: seed, stream: 4)
        clearing.deposit(startingCash, to: .bot)
        clearing.deposit(.zero, to: .crowd)
        clock.advance(to: start)
        link.send(.connection(.connected, at: start), at: start)
        for slot in world.slots.indices { agenda.add(.birth(slot: slot), at: start + .milliseconds(100 * slot)) }
        agenda.add(.step, at: start + .minutes(1))
        for outage in faults.outages {
            let begin = start + outage.begin
            agenda.add(.linkDown(until: begin + outage.length), at: begin)
            agenda.add(.linkUp, at: begin + outage.length)
        }
    }

    /// What the informed expect of L(mid) of the market's YES token over `horizon` from now, in log-odds; L(p) is
    /// ln(p / (1 - p)). Zero for a market that is not open.
    ///
    /// It is the move of the public belief, of which the mid is the rounding. Closing within the horizon is left out:
    /// the last quote is then the label, and the belief is a martingale up to it but for the same gap.
    public func oracleLogitMove(of market: MarketID, over horizon: Duration = .hours(1)) -> Double {
        world.expectedMove(market, over: horizon)
    }

    /// Puts an event that is not the exchange's (a model, a command of the operator) before all that follows, at the
    /// time that it is now.
    public func post(_ event: EngineEvent) { posted.append(event.restamped(clock.now)) }

    /// A command reaches the books after the latency; what becomes of it comes back as events, never as a value.
    public func send(_ command: OrderCommand) {
        let time = clock.now + latency.delayed(latency.order, using: &latencyGenerator)
        lastArrival = max(lastArrival, time)
        agenda.add(.command(command), at: lastArrival)
    }

    /// Cash and shares as the venue books them now; cash that open orders have reserved is still in it.
    ///
    /// Throws `unreachable` during an outage.
    public func accountSnapshot() throws(ExchangeError) -> AccountSnapshot {
        if let outageEnd, clock.now < outageEnd { throw .unreachable("the simulated link is down") }
        return AccountSnapshot(
            cash: clearing.cash(of: .bot), positions: clearing.positions(of: .bot), openOrders: openOrders)
    }

    /// All that happens up to `deadline`, in the order of its arrival, then `.timer(deadline)`. Never throws.
    public func next(before deadline: Timestamp) throws(ExchangeError) -> EngineEvent {
        if !posted.isEmpty { return posted.removeFirst() }
        while true {
            let arrival = min(feed.nextTime, link.nextTime)
            if agenda.nextTime <= min(arrival, deadline), let (time, item) = agenda.removeFirst() {
                perform(item, at: time)
                continue
            }
            guard arrival <= deadline else {
                clock.advance(to: deadline)
                return .timer(deadline)
            }
            clock.advance(to: arrival)
            if link.nextTime <= feed.nextTime { return .exchange(link.removeFirst()) }
            return .exchange(.market(feed.removeFirst()))
        }
    }

    private func perform(_ item: Agenda.Item, at time: Timestamp) {
        switch item {
        case .step: step(at: time)
        case .birth(let slot): bear(slot: slot, at: time)
        case .close(let market): close(market, at: time)
        case .resolve(let market): resolve(market, at: time)
        case .requote(let market): requote(market, at: time)
        case .refresh(let market): refresh(market, at: time)
        case .informedTrade(let market): trade(market, isInformed: true, at: time)
        case .noiseTrade(let market): trade(market, isInformed: false, at: time)
        case .command(let command): handle(command, at: time)
        case .settle(let order): tell(order, .settled, at: time)
        case .linkDown(let end): goDown(until: end, at: time)
        case .linkUp: comeUp(at: time)
        }
    }
}

extension EngineEvent {
    /// The same event at another time; what comes from an exchange keeps its own.
    func restamped(_ time: Timestamp) -> EngineEvent {
        switch self {
        case .exchange: self
        case .reference(let price):
            .reference(
                ReferencePrice(
                    name: price.name, value: price.value, exchangeTime: price.exchangeTime, receiveTime: time))
        case .operation(let command, _): .operation(command, at: time)
        case .modelInstalled(let version, _): .modelInstalled(version, at: time)
        case .tables(let tables, _): .tables(tables, at: time)
        case .timer: .timer(time)
        }
    }
}
