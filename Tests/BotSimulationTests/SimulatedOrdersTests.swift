import BotEngine
import Market
import TestSupport
import Testing

@testable import BotSimulation

/// Goal: the bot's orders meet the crowd's, at their prices, and what becomes of them is told in order.
struct SimulatedOrdersTests {
    static let start = Timestamp(seconds: 1_767_571_200)
    static let warm = start + .minutes(10)

    /// A world of ten minutes, and what its feed told.
    final class Bench {
        let exchange: SimulatedExchange
        var observer = Observer()

        init(
            seed: UInt64 = 3, faults: FaultPlan = .none, latency: LatencyModel = .none,
            cash: Money = Money(dollars: 10_000)
        ) async throws {
            exchange = SimulatedExchange(
                scenario: .default, seed: seed, clock: VirtualClock(), faults: faults, latency: latency,
                startingCash: cash)
            _ = try await run(until: warm)
        }

        /// Events up to `end`; only those of orders are returned.
        func run(until end: Timestamp) async throws -> [OrderEvent] {
            var orders: [OrderEvent] = []
            for event in try await exchange.events(until: end) {
                if let market = event.market { try observer.note(market) }
                if let order = event.order { orders.append(order) }
            }
            return orders
        }

        /// What an order comes to at once.
        func send(_ command: OrderCommand) async throws -> [OrderEvent.Kind] {
            exchange.send(command)
            return try await run(until: exchange.clock.now).map(\.kind)
        }

        /// A market with a fee and a mid near a half.
        var feeMarket: MarketID {
            let index = observer.instruments.indices.first { index in
                let instrument = observer.instruments[index]
                let mid = observer.books[index].doubleMid ?? 0
                return instrument.fee != .free && instrument.tick == 100 && (5_000...15_000).contains(mid)
            }
            return MarketID(UInt32(index!))
        }

        func cash() throws -> Money { try exchange.accountSnapshot().cash }
    }

    @Test(arguments: [Outcome.yes, .no])
    func aBuyTakesTheLiquidityThatIsShownAndPaysTheFee(outcome: Outcome) async throws {
        let bench = try await Bench()
        let market = bench.feeMarket
        let asset = AssetID(market: market, outcome: outcome)
        let before = bench.observer.book(asset)
        let best = try #require(before.bestAsk)
        let fee = bench.observer.instruments[Int(market.rawValue)].fee.fee(best.price, .shares(20))
        #expect(fee > .zero)
        let order = LimitOrder(
            id: OrderID(low: 1), asset: asset, side: .buy, price: best.price, size: .shares(20))
        let told = try await bench.send(.place(order))
        #expect(
            told == [.accepted, .matched(price: best.price, size: .shares(20), fee: fee, isTaker: true), .settled])
        let snapshot = try bench.exchange.accountSnapshot()
        #expect(snapshot.positions.map(\.asset) == [asset] && snapshot.positions.map(\.size) == [.shares(20)])
        #expect(snapshot.cash == Money(dollars: 10_000) - Money.notional(best.price, .shares(20)) - fee)
        let after = try #require(bench.observer.book(asset).bestAsk)
        #expect(after.price == best.price && after.size + .shares(20) == best.size)
    }

    @Test func aSweepFillsLevelByLevelAndTheRestIsCancelled() async throws {
        let bench = try await Bench()
        let asset = bench.feeMarket.no
        let levels = bench.observer.book(asset).asks
        let two = levels[0].size + levels[1].size
        let order = LimitOrder(
            id: OrderID(low: 1), asset: asset, side: .buy, price: levels[1].price, size: two + .shares(50))
        let told = try await bench.send(.place(order))
        #expect(told.first == .accepted && told.last == .cancelled)
        var filled: [Price: Size] = [:]
        for case .matched(let price, let size, _, _) in told { filled[price, default: .zero] += size }
        #expect(filled == [levels[0].price: levels[0].size, levels[1].price: levels[1].size])
        #expect(bench.observer.book(asset).asks.first?.price == levels[2].price)
    }

    @Test func aRoundTripCostsSpreadAndFees() async throws {
        let bench = try await Bench()
        let market = bench.feeMarket
        let book = bench.observer.book(market.yes)
        let (bid, ask) = (try #require(book.bestBid), try #require(book.bestAsk))
        _ = try await bench.send(
            .place(LimitOrder(id: OrderID(low: 1), asset: market.yes, side: .buy, price: ask.price, size: .shares(10))))
        _ = try await bench.send(
            .place(LimitOrder(id: OrderID(low: 2), asset: market.yes, side: .sell, price: bid.price, size: .shares(10)))
        )
        let rate = bench.observer.instruments[Int(market.rawValue)].fee
        let cost =
            Money.notional(ask.price, .shares(10)) - Money.notional(bid.price, .shares(10))
            + rate.fee(ask.price, .shares(10)) + rate.fee(bid.price, .shares(10))
        #expect(try bench.cash() == Money(dollars: 10_000) - cost)
        #expect(try bench.exchange.accountSnapshot().positions.isEmpty)
    }

    @Test func boughtPairsMergeIntoDollars() async throws {
        let bench = try await Bench()
        let market = bench.feeMarket
        for (number, asset) in [(1, market.yes), (2, market.no)] {
            let ask = try #require(bench.observer.book(asset).bestAsk)
            _ = try await bench.send(
                .place(
                    LimitOrder(
                        id: OrderID(low: UInt64(number)), asset: asset, side: .buy, price: ask.price, size: .shares(10))
                ))
        }
        let before = try bench.cash()
        #expect(try await bench.send(.merge(market, .shares(11))) == [.rejected(.notEnoughShares)])
        #expect(try await bench.send(.merge(market, .shares(10))) == [.merged(market, .shares(10))])
        #expect(try bench.cash() == before + Money(dollars: 10))
        #expect(try bench.exchange.accountSnapshot().positions.isEmpty)
    }

    @Test func whatCannotBeDoneIsRefusedWithItsReason() async throws {
        let bench = try await Bench(cash: Money(dollars: 50))
        let market = bench.feeMarket
        let ask = try #require(bench.observer.book(market.yes).bestAsk).price
        func order(_ asset: AssetID, _ side: OrderSide, _ price: Price, _ shares: Double) -> OrderCommand {
            .place(LimitOrder(id: OrderID(low: 1), asset: asset, side: side, price: price, size: .shares(shares)))
        }
        let off = Price(checked: ask.units + 50)
        #expect(try await bench.send(order(market.yes, .buy, off, 10)) == [.rejected(.priceOffTick)])
        #expect(try await bench.send(order(market.yes, .buy, ask, 4)) == [.rejected(.sizeBelowMinimum)])
        #expect(try await bench.send(order(market.yes, .buy, ask, 250)) == [.rejected(.notEnoughFunds)])
        #expect(try await bench.send(order(market.yes, .sell, ask, 10)) == [.rejected(.notEnoughShares)])
        #expect(
            try await bench.send(order(market.yes, .buy, Price(checked: 100), 10)) == [.rejected(.nothingToMatch)])
        #expect(
            try await bench.send(order(MarketID(9_999).yes, .buy, ask, 10)) == [.rejected(.marketNotOpen)])
        #expect(try await bench.send(.cancel(OrderID(low: 77))).isEmpty)
        #expect(try bench.cash() == Money(dollars: 50))
    }

    @Test func aRestingOrderReservesItsCashAndGivesItBack() async throws {
        let bench = try await Bench(cash: Money(dollars: 50))
        let market = bench.feeMarket
        func bid(_ number: UInt64, shares: Double) -> OrderCommand {
            .place(.sample(number, .buy, market.yes, 0.1, shares))
        }
        #expect(try await bench.send(bid(1, shares: 400)) == [.accepted])
        #expect(try bench.exchange.accountSnapshot().openOrders.map(\.size) == [.shares(400)])
        #expect(try await bench.send(bid(2, shares: 101)) == [.rejected(.notEnoughFunds)])
        #expect(try await bench.send(bid(3, shares: 100)) == [.accepted])
        #expect(bench.observer.book(market.yes).bids.last == Level(price: .usdc(0.1), size: .shares(500)))
        #expect(try await bench.send(.cancel(OrderID(low: 1))) == [.cancelled])
        #expect(try await bench.send(.cancelAll) == [.cancelled])
        #expect(try bench.exchange.accountSnapshot().openOrders.isEmpty)
        #expect(bench.observer.book(market.yes).bids.last?.price != .usdc(0.1))
    }

    /// At the best price the crowd's takers come to it within the hour: a maker's fill is free.
    @Test func aRestingOrderIsFilledByTheCrowdWithoutFee() async throws {
        let bench = try await Bench()
        let market = bench.feeMarket
        let bid = try #require(bench.observer.book(market.yes).bestBid).price
        let order = LimitOrder(
            id: OrderID(low: 1), asset: market.yes, side: .buy, price: bid, size: .shares(30),
            timeInForce: .goodTillCancelled)
        #expect(try await bench.send(.place(order)) == [.accepted])
        let told = try await bench.run(until: Self.warm + .hours(6)).map(\.kind)
        var filled = Size.zero
        for case .matched(let price, let size, let fee, let isTaker) in told {
            #expect(price == bid && fee == .zero && !isTaker)
            filled += size
        }
        #expect(filled == .shares(30))
        #expect(try bench.exchange.accountSnapshot().openOrders.isEmpty)
        #expect(try bench.cash() == Money(dollars: 10_000) - Money.notional(bid, .shares(30)))
    }

    @Test func aClosingCancelsAndAResolutionPaysExactly() async throws {
        let bench = try await Bench()
        let ids = bench.observer.books.indices.map { MarketID(UInt32($0)) }
        // Ten YES, an odd number of NO and a resting order in every market.
        for (number, id) in ids.enumerated() {
            for (offset, asset) in [(0, id.yes), (1, id.no)] {
                let ask = try #require(bench.observer.book(asset).bestAsk)
                _ = try await bench.send(
                    .place(
                        LimitOrder(
                            id: OrderID(low: UInt64(2 * number + offset)), asset: asset, side: .buy, price: ask.price,
                            size: Size(microshares: offset == 0 ? 10_000_000 : 7_000_003))))
            }
            _ = try await bench.send(.place(.sample(UInt64(1_000 + number), .buy, id.yes, 0.01, 5)))
        }
        var expected = try bench.cash()
        var held = try bench.exchange.accountSnapshot().positions.map(\.asset)
        var resolved = 0
        while resolved < 3 {
            let event = try bench.exchange.next(before: Self.start + .days(5))
            if case .timer = event { break }
            // A resting penny that the crowd took.
            if case .matched(let price, let size, _, false)? = event.order?.kind {
                expected -= Money.notional(price, size)
            }
            guard let market = event.market, case .resolved(let payout, _) = market.kind, market.market < MarketID(60)
            else { continue }
            expected += payout.value(of: Size(microshares: 10_000_000))
            expected += payout.complement.value(of: Size(microshares: 7_000_003))
            let snapshot = try bench.exchange.accountSnapshot()
            #expect(snapshot.cash == expected)
            held.removeAll { $0.market == market.market }
            #expect(snapshot.positions.map(\.asset) == held)
            #expect(!snapshot.openOrders.contains { $0.asset.market == market.market })
            resolved += 1
        }
        #expect(resolved == 3)
    }
}
