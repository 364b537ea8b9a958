import BotEngine
import Market
import Testing

private let market = MarketID(1)
private let time = Timestamp(seconds: 10)

/// Goal: match and settlement are two axes, and nothing is bought twice.
struct OrderManagerTests {
    private func place(_ side: OrderSide = .buy) -> (OrderManager, LimitOrder) {
        var orders = OrderManager(seed: 3)
        let order = orders.place(side, asset: market.yes, size: Size(microshares: 10), limit: Price(checked: 5_000))
        return (orders, order)
    }

    private func event(_ order: LimitOrder, _ kind: OrderEvent.Kind) -> OrderEvent {
        OrderEvent(order: order.id, time: time, kind: kind)
    }

    private func match(_ microshares: Int64) -> OrderEvent.Kind {
        .matched(price: Price(checked: 4_900), size: Size(microshares: microshares), fee: .zero, isTaker: true)
    }

    @Test func anOrderLivesUntilAllOfItIsSettled() {
        var (orders, order) = place()
        #expect(orders.handle(event(order, .accepted)) == .nothing)
        guard case .filled(let fill) = orders.handle(event(order, match(10))) else {
            Issue.record("a match is a fill")
            return
        }
        #expect(fill.size == Size(microshares: 10) && fill.price == Price(checked: 4_900))
        #expect(orders.hasLiveOrder(in: market))
        #expect(orders.handle(event(order, .settled)) == .settled(market.yes, Size(microshares: 10)))
        #expect(!orders.hasLiveOrder(in: market))
    }

    @Test func whatIsLeftOfAPartialFillIsCancelledInEitherOrder() {
        for settleFirst in [true, false] {
            var (orders, order) = place()
            _ = orders.handle(event(order, match(4)))
            let steps: [OrderEvent.Kind] = settleFirst ? [.settled, .cancelled] : [.cancelled, .settled]
            let outcomes = steps.map { orders.handle(event(order, $0)) }
            #expect(outcomes.contains(.settled(market.yes, Size(microshares: 4))))
            #expect(orders.live.isEmpty)
        }
    }

    @Test func aRejectedOrderLeavesAtOnce() {
        var (orders, order) = place()
        #expect(orders.handle(event(order, .rejected(.noSizeKnown))) == .nothing)
        #expect(orders.live.isEmpty)
    }

    /// A time-out is not a refusal: the order stays, so that nothing is sent a second time.
    @Test func anUnknownFateKeepsTheOrderAlive() {
        var (orders, order) = place()
        #expect(orders.handle(event(order, .unknown)) == .nothing)
        #expect(orders.hasLiveOrder(in: market))
    }

    @Test func aFillThatOurBooksCannotHoldIsInconsistent() {
        var (orders, order) = place()
        #expect(orders.handle(event(order, match(11))) == .inconsistent)
        #expect(orders.handle(OrderEvent(order: OrderID(low: 99), time: time, kind: match(1))) == .inconsistent)
        #expect(orders.handle(event(order, .settlementFailed)) == .inconsistent)
    }

    @Test func everyOrderHasItsOwnIdentity() {
        var orders = OrderManager(seed: 3)
        let ids = (0..<100).map { _ in
            orders.place(.buy, asset: market.yes, size: Size(microshares: 1), limit: Price(checked: 1)).id
        }
        #expect(Set(ids).count == 100)
    }
}
