import BotEngine
import Market
import TestSupport
import Testing

@testable import BotSimulation

/// Goal: latency and faults happen as planned, leave the hidden world as it is, and never break the accounts.
struct SimulatedFaultsTests {
    static let start = Timestamp(seconds: 1_767_571_200)

    private func order(_ number: UInt64, _ bench: SimulatedOrdersTests.Bench) throws -> LimitOrder {
        let asset = bench.feeMarket.yes
        let ask = try #require(bench.observer.book(asset).bestAsk).price
        return LimitOrder(id: OrderID(low: number), asset: asset, side: .buy, price: ask, size: .shares(10))
    }

    @Test func anOrderTakesItsTimeThereAndBack() async throws {
        let latency = LatencyModel(
            order: .milliseconds(300), acknowledgement: .milliseconds(200), settlement: .seconds(4))
        let bench = try await SimulatedOrdersTests.Bench(latency: latency)
        let sent = bench.exchange.clock.now
        bench.exchange.send(.place(try order(1, bench)))
        #expect(try await bench.run(until: sent + .milliseconds(499)).isEmpty)
        #expect(try bench.exchange.accountSnapshot().positions.count == 1)
        let told = try await bench.run(until: sent + .seconds(30))
        #expect(told.first?.kind == .accepted)
        #expect(told.dropLast().allSatisfy { $0.time == sent + .milliseconds(500) })
        #expect(told.last?.kind == .settled && told.last?.time == sent + .milliseconds(4_500))
    }

    @Test func commandsKeepTheirOrderUnderJitter() async throws {
        let latency = LatencyModel(order: .milliseconds(50), jitter: .milliseconds(900))
        let bench = try await SimulatedOrdersTests.Bench(latency: latency)
        let sent = bench.exchange.clock.now
        for number in 1...20 {
            bench.exchange.send(.place(.sample(UInt64(number), .buy, bench.feeMarket.yes, 0.05, 10)))
        }
        let told = try await bench.run(until: sent + .seconds(5))
        #expect(told.map(\.order.low) == Array(1...20))
        #expect(told.allSatisfy { $0.kind == .accepted })
        #expect(zip(told, told.dropFirst()).allSatisfy { $0.time <= $1.time })
    }

    @Test func injectedRefusalsAndDuplicatesAreTold() async throws {
        let refusing = try await SimulatedOrdersTests.Bench(faults: FaultPlan(rejectShare: 1))
        #expect(try await refusing.send(.place(try order(1, refusing))) == [.rejected(.injectedFault)])
        #expect(try refusing.exchange.accountSnapshot().positions.isEmpty)
        let doubling = try await SimulatedOrdersTests.Bench(faults: FaultPlan(duplicateShare: 1))
        let told = try await doubling.send(.place(try order(1, doubling)))
        #expect(told.count == 6 && told[0] == told[1] && told[2] == told[3] && told[4] == told[5])
        // Told twice, done once.
        #expect(try doubling.exchange.accountSnapshot().positions.map(\.size) == [.shares(10)])
    }

    @Test func slowAcknowledgementsComeLate() async throws {
        let bench = try await SimulatedOrdersTests.Bench(
            faults: FaultPlan(slowShare: 1, slowAcknowledgement: .seconds(7)))
        let sent = bench.exchange.clock.now
        #expect(try await bench.send(.place(try order(1, bench))).isEmpty)
        let told = try await bench.run(until: sent + .seconds(7))
        #expect(told.count == 3 && told.allSatisfy { $0.time == sent + .seconds(7) })
    }

    @Test func anOutageIsSilentAndEndsWithWholeBooks() async throws {
        let outage = FaultPlan.Outage(begin: .minutes(30), length: .minutes(20))
        let exchange = SimulatedExchange(
            scenario: .default, seed: 4, clock: VirtualClock(), faults: FaultPlan(outages: [outage]))
        let (down, up) = (Self.start + .minutes(30), Self.start + .minutes(50))
        var observer = Observer()
        for event in try await exchange.events(until: down) {
            if let market = event.market { try observer.note(market) }
        }
        #expect(observer.books.allSatisfy { !$0.isSynchronized })
        #expect(throws: ExchangeError.unreachable("the simulated link is down")) { try exchange.accountSnapshot() }
        exchange.send(.place(.sample(1, .buy, MarketID(0).yes, 0.05, 10)))
        exchange.send(.cancel(OrderID(low: 1)))
        #expect(try await exchange.events(until: up - .nanoseconds(1)).isEmpty)
        let back = try await exchange.events(until: up + .minutes(5))
        #expect(back[0].order == OrderEvent(order: OrderID(low: 1), time: up, kind: .unknown))
        #expect(back[1] == .exchange(.connection(.connected, at: up)))
        #expect(back.compactMap(\.market).count { $0.kind == .resynced } == exchange.world.live.count)
        for event in back.compactMap(\.market) { try observer.note(event) }
        for index in exchange.world.live { #expect(observer.books[index].bids == exchange.books[index].levels(.bid)) }
        #expect(try exchange.accountSnapshot().openOrders.isEmpty)
    }

    /// A closing during an outage is told after it.
    @Test func whatHappenedDuringAnOutageIsToldAfterIt() async throws {
        func closings(_ faults: FaultPlan) async throws -> [MarketEvent] {
            let exchange = SimulatedExchange(scenario: .default, seed: 7, clock: VirtualClock(), faults: faults)
            return try await exchange.events(until: Self.start + .days(2)).compactMap(\.market).filter {
                switch $0.kind {
                case .closed, .resolved, .listed: true
                default: false
                }
            }
        }
        let outage = FaultPlan.Outage(begin: .hours(6), length: .hours(36))
        let whole = try await closings(.none)
        let late = try await closings(FaultPlan(outages: [outage]))
        let (down, up) = (Self.start + outage.begin, Self.start + outage.begin + outage.length)
        #expect(whole.map(\.exchangeTime) == late.map(\.exchangeTime))
        #expect(whole.map(\.asset) == late.map(\.asset))
        let inside = late.filter { $0.exchangeTime > down && $0.exchangeTime < up }
        #expect(inside.count >= 3)
        #expect(inside.allSatisfy { $0.receiveTime == up })
        for case .resolved(_, let knownAt) in inside.map(\.kind) { #expect(knownAt == up) }
    }

    /// Random orders of all kinds under latency and faults, day and night: the accounts hold.
    @Test(arguments: 1...3)
    func nothingIsMadeOrLostUnderRandomOrders(seed: UInt64) async throws {
        let faults = FaultPlan(
            rejectShare: 0.05, slowShare: 0.05, duplicateShare: 0.05,
            outages: [FaultPlan.Outage(begin: .hours(9), length: .minutes(30))])
        let latency = LatencyModel(
            feed: .milliseconds(80), order: .milliseconds(120), acknowledgement: .milliseconds(60),
            settlement: .seconds(3),
            jitter: .milliseconds(100))
        let bench = try await SimulatedOrdersTests.Bench(
            seed: seed, faults: faults, latency: latency, cash: Money(dollars: 500))
        let exchange = bench.exchange
        let total = exchange.clearing.total
        var generator = Generator(seed: seed)
        var kinds: Set<String> = []
        for number in 0..<1_500 {
            exchange.send(randomCommand(UInt64(10 + number), bench.observer, using: &generator))
            let told = try await bench.run(until: exchange.clock.now + .seconds(1 + generator.index(below: 60)))
            for event in told { kinds.insert(String("\(event.kind)".prefix { $0 != "(" })) }
            #expect(exchange.clearing.total == total)
            #expect(exchange.clearing.cash(of: .bot) >= .zero)
            let reserved = exchange.openOrders.filter { $0.side == .buy }
                .reduce(into: Money.zero) { $0 += Money.notional($1.price, $1.size) }
            #expect(reserved <= exchange.clearing.cash(of: .bot))
            #expect(Set(exchange.openOrders.map(\.id)).count == exchange.openOrders.count)
        }
        #expect(kinds.isSuperset(of: ["accepted", "rejected", "matched", "settled", "cancelled", "merged"]))
    }

    private func randomCommand(
        _ number: UInt64, _ observer: Observer, using generator: inout Generator
    ) -> OrderCommand {
        let market = MarketID(UInt32(generator.index(below: 4)))
        if generator.chance(0.05) { return .merge(market, Size(microshares: 3_000_000)) }
        if generator.chance(0.05) { return generator.chance(0.2) ? .cancelAll : .cancel(OrderID(low: number - 3)) }
        let asset = generator.chance(0.5) ? market.yes : market.no
        let instrument = observer.instruments[Int(market.rawValue)]
        let mid = observer.book(asset).doubleMid ?? 10_000
        let ticks = mid / 2 / instrument.tick + Int32(generator.index(below: 5)) - 2
        let price = Price(units: ticks * instrument.tick) ?? Price(checked: instrument.tick)
        let kinds: [TimeInForce] = [.goodTillCancelled, .fillAndKill, .fillOrKill]
        return .place(
            LimitOrder(
                id: OrderID(low: number), asset: asset, side: generator.chance(0.6) ? .buy : .sell, price: price,
                size: Size(microshares: 5_000_000 + Int64(generator.index(below: 20_000_000))),
                timeInForce: kinds[generator.index(below: 3)]))
    }
}
