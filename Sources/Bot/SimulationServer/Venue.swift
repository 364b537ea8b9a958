import BotEngine
public import BotSimulation
public import Market

/// The venue behind its own wire: requests and frames in, answers and frames out, over the simulation's matching engine
/// and its crowd.
///
/// Pure: no sockets, no clock, no chance of its own. All time is passed in and never falls; seed, scenario and the
/// calls fix every byte that comes out.
public final class Venue {
    public let settings: VenueSettings
    let world: SimulatedExchange
    let check: any SignatureCheck
    public internal(set) var now: Timestamp
    var catalog: Catalog
    var accounts = AccountBook()
    var keys: KeyRing
    var orders = OrderDesk()
    var trades = TradeLog()
    var notices = NoticeBoard()
    var schedule = Schedule<Item>()
    var hub = ConnectionHub()
    var limiter = RateLimiter()
    var signerBuckets = SignerBuckets()
    var beats = HeartbeatMonitor()
    var mode = TradingMode()
    public internal(set) var faults = VenueFaults()
    var chance: SeededGenerator
    /// Markets whose book goes out whole once their trade is in it.
    var tradedMarkets: Set<MarketID> = []
    var forcedSettlements: [VenueTrade.Fate] = []
    var finished: [(id: ReplyID, response: VenueResponse)] = []
    var nextReply: UInt64 = 1
    let start: Timestamp
    private var isPumping = false

    enum Item {
        case expire(String)
        case execute(String)
        case settle(trade: String)
        case checkBeats
        case answer(ReplyID, VenueRequest)
        case frame(ConnectionID, String)
    }

    /// A venue that opens at `start` with the scenario's markets.
    public init(
        scenario: Scenario, seed: UInt64, start: Timestamp, check: any SignatureCheck,
        settings: VenueSettings = VenueSettings(), faults: VenueFaults = VenueFaults()
    ) {
        self.settings = settings
        self.check = check
        self.start = start
        now = start
        world = SimulatedExchange(
            scenario: scenario, seed: seed, clock: VirtualClock(), start: start, startingCash: .zero)
        catalog = Catalog(seed: seed)
        keys = KeyRing(seed: seed)
        chance = SeededGenerator(seed: seed, stream: 11)
        self.faults = faults
        advance(to: start + .milliseconds(100 * scenario.marketCount))
    }

    /// Moves the venue to `time`: the crowd trades, orders expire, trades settle.
    public func advance(to time: Timestamp) {
        while true {
            let due = schedule.nextTime
            let stop = max(now, min(due, time))
            pump(to: stop)
            now = stop
            guard due <= time, let (_, item) = schedule.removeFirst() else { return }
            perform(item)
            pump(to: now)
        }
    }

    /// All that the world has to tell up to `stop`. What is told may make it tell more: that waits for its turn.
    func pump(to stop: Timestamp) {
        guard !isPumping else { return }
        isPumping = true
        defer { isPumping = false }
        while true {
            let event: EngineEvent
            do {
                event = try world.next(before: stop)
            } catch {
                preconditionFailure("the simulated exchange has no end")
            }
            record(world.takeMemberFills())
            guard case .exchange(let exchangeEvent) = event else { return }
            if case .market(let marketEvent) = exchangeEvent {
                now = max(now, marketEvent.receiveTime)
                show(marketEvent)
            }
        }
    }

    private func perform(_ item: Item) {
        switch item {
        case .expire(let id): cancel(id, status: "CANCELED_EXPIRED_ORDER")
        case .execute(let id): executeDelayed(id)
        case .settle(let trade): advanceTrade(trade)
        case .checkBeats: checkBeats()
        case .answer(let reply, let request): finished.append((reply, answer(request, isHeld: true)))
        case .frame(let connection, let text): hub.send(text, to: connection)
        }
    }
}

/// A request that is answered later.
public struct ReplyID: Hashable, Sendable {
    public let rawValue: UInt64
}

extension Venue {
    public enum Reply: Hashable, Sendable {
        case ready(VenueResponse)
        case pending(ReplyID)
    }

    /// Takes a request at `time`. Orders that the venue holds for a moment are answered by `takeFinished` after the
    /// moment has passed.
    public func receive(_ request: VenueRequest, at time: Timestamp) -> Reply {
        advance(to: time)
        if isHeld(request) {
            let reply = ReplyID(rawValue: nextReply)
            nextReply += 1
            schedule.add(.answer(reply, request), at: now + settings.hold)
            return .pending(reply)
        }
        let response = answer(request, isHeld: false)
        pump(to: now)
        return .ready(response)
    }

    /// The answer to a request made at `time`; what the venue holds is waited for, which moves the venue's time.
    public func respond(to request: VenueRequest, at time: Timestamp) -> VenueResponse {
        switch receive(request, at: time) {
        case .ready(let response): return response
        case .pending(let reply):
            advance(to: now + settings.hold)
            guard let index = finished.firstIndex(where: { $0.id == reply }) else {
                preconditionFailure("a held request is answered when its time has come")
            }
            return finished.remove(at: index).response
        }
    }

    /// The answers that were pending and are not any more.
    public func takeFinished() -> [(id: ReplyID, response: VenueResponse)] {
        defer { finished.removeAll() }
        return finished
    }

    /// When the venue has something to do again by itself, within a second.
    public var nextTime: Timestamp { min(schedule.nextTime, now + .seconds(1)) }
}
