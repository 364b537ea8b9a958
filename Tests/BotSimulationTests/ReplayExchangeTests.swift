import BotEngine
import Market
import TestSupport
import Testing

@testable import BotSimulation

/// Goal: paper fills have the depth that was shown and no more, and a tape is told as it is or refused.
struct ReplayExchangeTests {
    static let start = Timestamp(seconds: 1_000_000)
    static let market = MarketID(1)
    static let (yes, no) = (market.yes, market.no)

    private func script(fee: Int32 = 0, quotesBothTokens: Bool = false) -> EventScript {
        var script = EventScript(Self.yes, start: Self.start)
        script.list(.sample(fee: FeeRate(millionths: fee), quotesBothTokens: quotesBothTokens))
        return script
    }

    private func exchange(
        _ events: [MarketEvent], latency: LatencyModel = .none, cash: Double = 1_000
    ) -> ReplayExchange {
        ReplayExchange(events, clock: VirtualClock(), latency: latency, startingCash: Money(dollars: cash))
    }

    /// Takes the events up to `end` and then what an order comes to at that moment.
    private func send(_ command: OrderCommand, to exchange: ReplayExchange) async throws -> [OrderEvent.Kind] {
        exchange.send(command)
        return try await exchange.events(until: exchange.clock.now).compactMap(\.order?.kind)
    }

    private func twoLevels() -> EventScript {
        var script = script(fee: 70_000)
        script.snapshot(bids: [(0.49, 30), (0.48, 50)], asks: [(0.51, 10), (0.53, 20)])
        script.wait(.seconds(10))
        script.delta(.ask, 0.60, 5)
        return script
    }

    /// Ticks of a cent and shares of each fill.
    private func matched(_ told: [OrderEvent.Kind]) -> [[Double]] {
        told.compactMap {
            if case .matched(let price, let size, _, _) = $0 { [Double(price.units / 100), size.shares] } else { nil }
        }
    }

    @Test func aFillWalksTheBookAndPaysTheFee() async throws {
        let exchange = exchange(twoLevels().events)
        _ = try await exchange.events(until: Self.start)
        let told = try await send(.place(.sample(1, .buy, Self.yes, 0.53, 50, .fillAndKill)), to: exchange)
        let rate = FeeRate(millionths: 70_000)
        let fees = [rate.fee(.usdc(0.51), .shares(10)), rate.fee(.usdc(0.53), .shares(20))]
        #expect(
            told == [
                .accepted, .matched(price: .usdc(0.51), size: .shares(10), fee: fees[0], isTaker: true),
                .matched(price: .usdc(0.53), size: .shares(20), fee: fees[1], isTaker: true), .settled, .cancelled,
            ])
        let snapshot = try exchange.accountSnapshot()
        #expect(snapshot.cash == Money(dollars: 1_000 - 5.1 - 10.6) - fees[0] - fees[1])
        #expect(snapshot.positions.map(\.size) == [.shares(30)])
    }

    /// NO is the mirror image of YES, and what we bought of the one is gone from the other.
    @Test func theSameLiquidityIsTakenOnceUntilItsLevelChanges() async throws {
        var script = twoLevels()
        script.wait(.seconds(10))
        script.delta(.bid, 0.49, 40)
        let exchange = exchange(script.events)
        _ = try await exchange.events(until: Self.start)
        _ = try await send(.place(.sample(1, .buy, Self.no, 0.51, 20, .fillAndKill)), to: exchange)
        _ = try await send(.place(.sample(2, .buy, Self.yes, 0.53, 20, .fillAndKill)), to: exchange)
        // Ten of thirty are left at 0.49, fifty at 0.48.
        let sold = try await send(.place(.sample(3, .sell, Self.yes, 0.48, 15, .fillAndKill)), to: exchange)
        #expect(matched(sold) == [[49, 10], [48, 5]])
        // Another level's change leaves the memory as it is.
        _ = try await exchange.events(until: Self.start + .seconds(10))
        let none = try await send(.place(.sample(4, .buy, Self.no, 0.51, 20, .fillOrKill)), to: exchange)
        #expect(none == [.rejected(.nothingToMatch)])
        _ = try await exchange.events(until: Self.start + .seconds(20))
        let again = try await send(.place(.sample(5, .buy, Self.no, 0.51, 40, .fillAndKill)), to: exchange)
        #expect(matched(again) == [[51, 40]])
    }

    @Test func aSnapshotThatRepeatsALevelDoesNotRefillIt() async throws {
        var script = twoLevels()
        script.snapshot(bids: [(0.49, 30)], asks: [(0.51, 10), (0.53, 21)])
        let exchange = exchange(script.events)
        _ = try await exchange.events(until: Self.start)
        _ = try await send(.place(.sample(1, .buy, Self.yes, 0.53, 30, .fillAndKill)), to: exchange)
        _ = try await exchange.events(until: Self.start + .seconds(10))
        let told = try await send(.place(.sample(2, .buy, Self.yes, 0.53, 50, .fillAndKill)), to: exchange)
        #expect(matched(told) == [[53, 21]])
    }

    @Test func aTokenWithABookOfItsOwnIsFilledFromIt() async throws {
        var script = script(quotesBothTokens: true)
        script.snapshot(bids: [(0.49, 30)], asks: [(0.51, 10)])
        script.asset = Self.no
        script.snapshot(bids: [(0.48, 7)], asks: [(0.52, 30)])
        let exchange = exchange(script.events)
        _ = try await exchange.events(until: Self.start)
        let told = try await send(.place(.sample(1, .buy, Self.no, 0.52, 12, .fillAndKill)), to: exchange)
        #expect(matched(told) == [[52, 12]])
    }

    @Test func refusalsSayWhy() async throws {
        var script = script()
        script.wait(.seconds(1))
        script.quote(0.49, 0.51)
        script.wait(.seconds(1))
        script.snapshot(bids: [(0.49, 30)], asks: [(0.51, 10)])
        script.wait(.seconds(1))
        script.append(.gap)
        script.wait(.seconds(1))
        script.append(.closed)
        let exchange = exchange(script.events)
        let order = LimitOrder.sample(1, .buy, Self.yes, 0.51, 10, .fillAndKill)
        var reasons: [[OrderEvent.Kind]] = []
        for second in 0...4 {
            _ = try await exchange.events(until: Self.start + .seconds(second))
            reasons.append(try await send(.place(order), to: exchange).filter { $0 != .accepted && $0 != .settled })
        }
        #expect(reasons[0] == [.rejected(.noSizeKnown)])
        #expect(reasons[1] == [.rejected(.noSizeKnown)])
        #expect(matched(reasons[2]) == [[51, 10]])
        #expect(reasons[3] == [.rejected(.noSizeKnown)])
        #expect(reasons[4] == [.rejected(.marketNotOpen)])
    }

    @Test func anAccountIsNeverOverdrawnAndNothingIsShorted() async throws {
        let exchange = exchange(twoLevels().events, cash: 5.2)
        _ = try await exchange.events(until: Self.start)
        let order = LimitOrder.sample(1, .buy, Self.yes, 0.51, 10, .fillAndKill)
        // Ten shares cost 5.10 and a fee of 0.174930.
        #expect(try await send(.place(order), to: exchange) == [.rejected(.notEnoughFunds)])
        let short = LimitOrder.sample(2, .sell, Self.yes, 0.49, 10, .fillAndKill)
        #expect(try await send(.place(short), to: exchange) == [.rejected(.notEnoughShares)])
        let crumb = LimitOrder.sample(3, .buy, Self.yes, 0.51, 1, .fillAndKill)
        #expect(try await send(.place(crumb), to: exchange) == [.rejected(.sizeBelowMinimum)])
        let off = LimitOrder.sample(4, .buy, Self.yes, 0.515, 6, .fillAndKill)
        #expect(try await send(.place(off), to: exchange) == [.rejected(.priceOffTick)])
        let unknown = LimitOrder.sample(5, .buy, MarketID(9).yes, 0.51, 6, .fillAndKill)
        #expect(try await send(.place(unknown), to: exchange) == [.rejected(.marketNotOpen)])
    }

    @Test func aRestingOrderIsFilledAtItsLimitWhenTheBookComesToIt() async throws {
        var script = script(fee: 70_000)
        script.snapshot(bids: [(0.49, 30)], asks: [(0.53, 20)])
        script.wait(.seconds(10))
        script.delta(.ask, 0.49, 12)
        script.wait(.seconds(10))
        script.append(.closed)
        let exchange = exchange(script.events)
        _ = try await exchange.events(until: Self.start)
        #expect(try await send(.place(.sample(1, .buy, Self.yes, 0.50, 20)), to: exchange) == [.accepted])
        // The bid of 0.49 must go before the offer can come down to it, or the book is crossed and says nothing.
        #expect(try await exchange.events(until: Self.start + .seconds(10)).compactMap(\.order).isEmpty)
        var through = self.script(fee: 70_000)
        through.snapshot(bids: [(0.48, 30)], asks: [(0.53, 20)])
        through.wait(.seconds(10))
        through.delta(.ask, 0.49, 12)
        through.wait(.seconds(10))
        through.append(.closed)
        let second = self.exchange(through.events)
        _ = try await second.events(until: Self.start)
        _ = try await send(.place(.sample(1, .buy, Self.yes, 0.50, 20)), to: second)
        let told = try await second.events(until: Self.start + .seconds(20)).compactMap(\.order?.kind)
        #expect(
            told == [
                .matched(price: .usdc(0.5), size: .shares(12), fee: .zero, isTaker: false), .settled, .cancelled,
            ])
        #expect(try second.accountSnapshot().cash == Money(dollars: 994))
    }

    @Test func payoutsAndMergesAreExact() async throws {
        var script = script()
        script.snapshot(bids: [(0.49, 30)], asks: [(0.51, 30)])
        script.wait(.hours(1))
        script.append(.closed)
        script.wait(.hours(1))
        script.append(.resolved(.no, knownAt: script.time))
        let exchange = exchange(script.events)
        _ = try await exchange.events(until: Self.start)
        _ = try await send(.place(.sample(1, .buy, Self.yes, 0.51, 20, .fillAndKill)), to: exchange)
        _ = try await send(.place(.sample(2, .buy, Self.no, 0.51, 30, .fillAndKill)), to: exchange)
        let merged = try await send(.merge(Self.market, .shares(15)), to: exchange)
        #expect(merged == [.merged(Self.market, .shares(15))])
        #expect(try exchange.accountSnapshot().cash == Money(dollars: 1_000 - 10.2 - 15.3 + 15))
        _ = try await exchange.events(until: Self.start + .hours(2))
        // Five YES are worth nothing, fifteen NO fifteen dollars.
        #expect(try exchange.accountSnapshot().cash == Money(dollars: 1_000 - 10.2 - 15.3 + 15 + 15))
        #expect(try exchange.accountSnapshot().positions.isEmpty)
    }

    @Test func timersComeBetweenEventsAndTheEndIsTold() async throws {
        let exchange = exchange(twoLevels().events)
        #expect(try exchange.next(before: Self.start - .seconds(5)) == .timer(Self.start - .seconds(5)))
        #expect(try exchange.next(before: Self.start).time == Self.start)
        #expect(try exchange.next(before: Self.start).time == Self.start)
        #expect(try exchange.next(before: Self.start + .seconds(3)) == .timer(Self.start + .seconds(3)))
        #expect(exchange.clock.now == Self.start + .seconds(3))
        exchange.post(.operation(.pause, at: .distantPast))
        let posted = try exchange.next(before: .distantFuture)
        #expect(posted == .operation(.pause, at: Self.start + .seconds(3)))
        #expect(try exchange.next(before: .distantFuture).time == Self.start + .seconds(10))
        #expect(try exchange.next(before: Self.start + .seconds(10)) == .timer(Self.start + .seconds(10)))
        #expect(throws: ExchangeError.exhausted) { try exchange.next(before: .distantFuture) }
    }

    @Test func whatIsDueAtTheEndIsToldBeforeIt() async throws {
        let exchange = exchange(twoLevels().events)
        _ = try await exchange.events(until: Self.start + .seconds(10))
        exchange.send(.place(.sample(1, .buy, Self.yes, 0.51, 10, .fillAndKill)))
        #expect(try exchange.next(before: .distantFuture).order?.kind == .accepted)
        #expect(matched([try #require(try exchange.next(before: .distantFuture).order?.kind)]) == [[51, 10]])
        #expect(try exchange.next(before: .distantFuture).order?.kind == .settled)
        #expect(throws: ExchangeError.exhausted) { try exchange.next(before: .distantFuture) }
    }

    @Test func latencyMeetsTheBookOfItsArrival() async throws {
        var script = script()
        script.snapshot(bids: [(0.49, 30)], asks: [(0.51, 10)])
        script.wait(.milliseconds(100))
        script.delta(.ask, 0.51, 6)
        script.wait(.seconds(10))
        script.delta(.ask, 0.51, 60)
        let latency = LatencyModel(order: .milliseconds(150), acknowledgement: .milliseconds(50))
        let exchange = exchange(script.events, latency: latency)
        _ = try await exchange.events(until: Self.start)
        exchange.send(.place(.sample(1, .buy, Self.yes, 0.51, 10, .fillAndKill)))
        let told = try await exchange.events(until: Self.start + .seconds(5)).compactMap(\.order)
        #expect(matched(told.map(\.kind)) == [[51, 6]])
        #expect(told.allSatisfy { $0.time == Self.start + .milliseconds(200) })
    }

    @Test func aTapeThatGoesBackInTimeIsRefusedWithBothTimes() async throws {
        var script = twoLevels()
        script.wait(.seconds(-4))
        script.delta(.ask, 0.60, 6)
        let exchange = exchange(script.events)
        _ = try await exchange.events(until: Self.start + .seconds(9))
        let error = ExchangeError.malformed(
            "event 4 of the tape goes back in time: market 1 at 1970-01-12T13:46:46.000000000Z follows an event at "
                + "1970-01-12T13:46:50.000000000Z")
        #expect(try exchange.next(before: .distantFuture).time == Self.start + .seconds(10))
        #expect(throws: error) { try exchange.next(before: .distantFuture) }
        #expect(throws: error) { try exchange.next(before: .distantFuture) }
    }

    @Test func theReadersErrorIsPassedOn() throws {
        let exchange = ReplayExchange(clock: VirtualClock()) { () throws(ExchangeError) in
            throw .malformed("line 3")
        }
        #expect(throws: ExchangeError.malformed("line 3")) { try exchange.next(before: .distantFuture) }
    }

    /// Random orders on a random tape with all its faults: never more than is shown, never below zero.
    @Test(arguments: 1...6)
    func fillsNeverExceedTheDepthOnARandomTape(seed: UInt64) throws {
        var stream = RandomStream()
        stream.hasFaults = true
        stream.instrument = .sample(fee: FeeRate(millionths: 30_000), quotesBothTokens: seed % 2 == 0)
        let tape = stream.events(seed: seed, from: Self.start, until: Self.start + .hours(6))
        let exchange = exchange(tape, cash: 300)
        var generator = Generator(seed: seed)
        var books: [Outcome: OrderBook] = [.yes: OrderBook(), .no: OrderBook()]
        var (fills, number) = (0, UInt64(0))
        do {
            while true {
                let event = try exchange.next(before: .distantFuture)
                guard let told = event.market else { continue }
                books[told.asset.outcome]?.applyKnowingFaults(told.kind)
                guard generator.chance(0.1), exchange.clock.now < Self.start + .hours(5) else { continue }
                number += 1
                let order = randomOrder(number, using: &generator)
                let own = books[order.asset.outcome].flatMap { $0 == OrderBook() ? nil : $0 }
                let book = own ?? books[.yes]?.mirrored ?? OrderBook()
                exchange.send(.place(order))
                var left = order.side == .buy ? book.asks : book.bids
                while true {
                    let answer = try exchange.next(before: exchange.clock.now)
                    if case .timer = answer { break }
                    if let told = answer.market { books[told.asset.outcome]?.applyKnowingFaults(told.kind) }
                    guard case .matched(let price, let size, _, true)? = answer.order?.kind else { continue }
                    fills += 1
                    let level = try #require(left.first { $0.price == price })
                    #expect(size <= level.size)
                    left.removeAll { $0.price == price }
                    #expect(order.side == .buy ? price <= order.price : price >= order.price)
                }
                #expect(try exchange.accountSnapshot().cash >= .zero)
            }
        } catch ExchangeError.exhausted {}
        #expect(fills > 20)
    }

    private func randomOrder(_ number: UInt64, using generator: inout Generator) -> LimitOrder {
        let outcome: Outcome = generator.chance(0.5) ? .yes : .no
        return LimitOrder(
            id: OrderID(low: number), asset: AssetID(market: Self.market, outcome: outcome),
            side: generator.chance(0.5) ? .buy : .sell,
            price: Price(checked: Int32(20 + generator.index(below: 61)) * 100),
            size: Size(microshares: 5_000_000 + Int64(generator.index(below: 40_000_000))),
            timeInForce: generator.chance(0.8) ? .fillAndKill : .fillOrKill)
    }
}

extension OrderBook {
    /// A refused change leaves the book unsynchronized, which is what is wanted here.
    fileprivate mutating func applyKnowingFaults(_ kind: MarketEvent.Kind) {
        do { try apply(kind) } catch { return }
    }
}
