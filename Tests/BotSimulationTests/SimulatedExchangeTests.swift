import BotEngine
import BotForecasting
import Market
import TestSupport
import Testing

@testable import BotSimulation

/// Goal: a world that is the same for a seed, tells a consistent story, and keeps its time.
struct SimulatedExchangeTests {
    static let start = Timestamp(seconds: 1_767_571_200)

    private func exchange(
        _ scenario: Scenario = .default, seed: UInt64 = 7, faults: FaultPlan = .none, latency: LatencyModel = .none
    ) -> SimulatedExchange {
        SimulatedExchange(scenario: scenario, seed: seed, clock: VirtualClock(), faults: faults, latency: latency)
    }

    @Test func theWorldHasSixtyMarketsInFiftyTwoEvents() async throws {
        let exchange = exchange()
        #expect(exchange.clock.now == Self.start)
        let events = try await exchange.events(until: Self.start + .minutes(1))
        #expect(events.first == .exchange(.connection(.connected, at: Self.start)))
        let listings = events.compactMap(\.market).compactMap { event -> (MarketID, Instrument)? in
            if case .listed(let instrument) = event.kind { (event.market, instrument) } else { nil }
        }
        #expect(listings.map(\.0) == (0..<60).map { MarketID(UInt32($0)) })
        #expect(listings[17].1.name == "sim-7-m17")
        let groups = Set(listings.map(\.1.event))
        #expect(groups == Set((0..<52).map { EventID(UInt32($0)) }))
        #expect(Set(listings.map(\.1.eventName)).count == 52)
        #expect(listings.count { $0.1.isNegativeRisk } == 8)
        #expect(listings.allSatisfy { !$0.1.quotesBothTokens && $0.1.stalenessLimit == .minutes(10) })
        #expect(listings.allSatisfy { (0...70_000).contains($0.1.fee.millionths) })
        #expect(listings.count { $0.1.fee == .free } >= 20 && listings.count { $0.1.fee != .free } >= 10)
        #expect(Set(listings.map(\.1.tick)) == [10, 100])
        #expect(exchange.scenario.marketCount == 60)
    }

    @Test func booksRebuiltFromTheFeedAreTheBooksOfTheVenue() async throws {
        let exchange = exchange()
        var observer = Observer()
        for event in try await exchange.events(until: Self.start + .hours(8)).compactMap(\.market) {
            #expect(event.receiveTime == event.exchangeTime && event.receiveTime >= observer.lastTime)
            try observer.note(event)
        }
        for index in exchange.world.live {
            let book = observer.books[index]
            #expect(book.isHealthy)
            #expect(book.bids == exchange.books[index].levels(.bid))
            #expect(book.asks == exchange.books[index].levels(.ask))
            #expect(book.bids.count + book.asks.count >= 7)
            let tick = observer.instruments[index].tick
            #expect((book.bids + book.asks).allSatisfy { $0.price.isMultiple(of: tick) && $0.size >= .shares(1) })
        }
    }

    @Test func thePublicBeliefIsQuoted() async throws {
        let exchange = exchange()
        var observer = Observer()
        for event in try await exchange.events(until: Self.start + .hours(8)).compactMap(\.market) {
            try observer.note(event)
        }
        for index in exchange.world.live {
            let mid = Double(try #require(observer.books[index].doubleMid)) / 20_000
            // A tick and a half: half a tick of rounding, and what the belief moved since the last quote.
            let tolerance = 1.5 * Double(observer.instruments[index].tick) / 10_000 + 0.005
            let probability = min(0.985, max(0.015, exchange.world.markets[index].probability))
            #expect(abs(mid - probability) < tolerance)
        }
    }

    @Test func aDeadlineThatComesFirstIsATimer() async throws {
        let exchange = exchange()
        _ = try await exchange.events(until: Self.start + .minutes(1))
        let deadline = Self.start + .minutes(1) + .nanoseconds(500_000)
        let event = try exchange.next(before: deadline)
        #expect(event == .timer(deadline))
        #expect(exchange.clock.now == deadline)
    }

    @Test func whatIsPostedComesNextAndAtOnce() async throws {
        let exchange = exchange()
        _ = try await exchange.events(until: Self.start + .hours(1))
        let version = try #require(ModelVersion("20260105-0123456789ab"))
        exchange.post(.modelInstalled(version, at: .distantPast))
        exchange.post(.operation(.pause, at: .distantFuture))
        let later = Self.start + .hours(2)
        #expect(try exchange.next(before: later) == .modelInstalled(version, at: Self.start + .hours(1)))
        #expect(try exchange.next(before: later) == .operation(.pause, at: Self.start + .hours(1)))
        #expect(try exchange.next(before: later).time > Self.start + .hours(1))
    }

    /// The hash of every event of a morning.
    static func hash(_ exchange: SimulatedExchange, hours: Int) async throws -> UInt64 {
        var hash = StableHash()
        for event in try await exchange.events(until: start + .hours(hours)).compactMap(\.market) {
            hash.combine(event.asset.rawValue)
            hash.combine(UInt64(bitPattern: event.receiveTime.nanoseconds))
            hash.combine(event.kind.code)
            for byte in event.kind.encoded() { hash.combine(byte) }
        }
        return hash.value
    }

    @Test func aSeedIsTheSameWorldAndAnotherSeedAnother() async throws {
        let first = try await Self.hash(exchange(seed: 5), hours: 2)
        #expect(try await Self.hash(exchange(seed: 5), hours: 2) == first)
        #expect(try await Self.hash(exchange(seed: 6), hours: 2) != first)
        #expect(try await Self.hash(exchange(.martingale, seed: 5), hours: 2) != first)
    }

    /// The number was taken from another process: hash tables have another order there.
    @Test func theWorldIsTheSameInEveryProcess() async throws {
        let hash = try await Self.hash(exchange(seed: 1), hours: 3)
        #expect(hash == 9_375_088_473_007_836_283)
    }

    @Test func howFarOneLooksAtOnceChangesNothing() async throws {
        let whole = try await exchange().events(until: Self.start + .hours(1))
        let exchange = exchange()
        var parts: [EngineEvent] = []
        for minute in 1...60 { parts += try await exchange.events(until: Self.start + .minutes(minute)) }
        #expect(parts == whole)
    }

    @Test func marketsAreBornCloseAndPayOnce() async throws {
        let exchange = exchange()
        let events = try await exchange.events(until: Self.start + .days(3)).compactMap(\.market)
        var phase: [MarketID: Int] = [:]
        var payouts: [MarketID: Payout] = [:]
        for event in events {
            switch event.kind {
            case .listed:
                #expect(phase.updateValue(1, forKey: event.market) == nil)
            case .snapshot:
                #expect(phase.updateValue(2, forKey: event.market) == 1)
            case .delta, .trade: #expect(phase[event.market] == 2)
            case .closed: #expect(phase.updateValue(3, forKey: event.market) == 2)
            case .resolved(let payout, let knownAt):
                #expect(phase.updateValue(4, forKey: event.market) == 3)
                #expect(knownAt == event.receiveTime)
                payouts[event.market] = payout
            default: Issue.record("unexpected event \(event)")
            }
        }
        #expect(phase.count > 60)
        #expect(payouts.count >= 2)
        #expect(exchange.world.live.count >= 55)
        for market in exchange.world.markets.compactMap(\.mirrorOf) {
            let other = MarketID(UInt32(market + 1))
            if let yes = payouts[MarketID(UInt32(market))], let no = payouts[other] { #expect(yes == no.complement) }
        }
    }

    @Test func theFeedComesLateAndInOrder() async throws {
        let exchange = exchange(latency: LatencyModel(feed: .milliseconds(200), jitter: .milliseconds(300)))
        let events = try await exchange.events(until: Self.start + .hours(1)).compactMap(\.market)
        #expect(events.allSatisfy { $0.receiveTime - $0.exchangeTime >= .milliseconds(200) })
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.receiveTime <= $1.receiveTime })
        #expect(events.contains { $0.receiveTime - $0.exchangeTime > .milliseconds(400) })
    }

    @Test func namesGiveTheirScenarios() {
        #expect(Scenario.all.map(\.name) == ["default", "martingale", "calm", "crisis"])
        #expect(Scenario.all.allSatisfy { Scenario.named($0.name) == $0 })
        #expect(Scenario.named("Default") == nil)
    }
}
