import Market
import TestSupport
import Testing

@testable import BotPolymarket

/// Goal: what became of an order is told once and in full, whatever order, number and mixture of sources it comes in.
struct OrderTrackerTests {
    static let digest = "0x" + String(repeating: "0f", count: 32)
    static let yes = TestVenue.yes
    static let order = LimitOrder(
        id: OrderID(low: 9), asset: MarketID(7).yes, side: .buy, price: Price(checked: 5_200),
        size: Size(microshares: 10_000_000), timeInForce: .goodTillCancelled)
    static let fee = FeeRate(millionths: 70_000)
    static let now = Timestamp(seconds: 1_795_348_800)

    static func tracker(_ order: LimitOrder = order) -> OrderTracker {
        var tracker = OrderTracker()
        tracker.track(order, digest: digest, fee: fee)
        return tracker
    }

    static func order(_ status: String, _ type: String, matched: String = "0") throws -> OrderRecord {
        try OrderRecord.decode(
            Array(
                """
                {"id":"\(digest.uppercased().replacing("0X", with: "0x"))","status":"\(status)","type":"\(type)",
                "size_matched":"\(matched)","original_size":"10","price":"0.52","side":"BUY","asset_id":"\(yes)"}
                """.utf8))
    }

    static func trade(_ id: String, _ status: String, size: String = "4", price: String = "0.51") throws -> TradeRecord
    {
        try TradeRecord.decode(
            Array(
                """
                {"id":"\(id)","status":"\(status)","taker_order_id":"\(digest)","asset_id":"\(yes)","side":"BUY",
                "size":"\(size)","price":"\(price)","trader_side":"TAKER","maker_orders":[]}
                """.utf8))
    }

    static func matched(_ price: Int32, _ size: Int64, isTaker: Bool = true) -> OrderEvent.Kind {
        let (price, size) = (Price(checked: price), Size(microshares: size))
        return .matched(price: price, size: size, fee: isTaker ? fee.charged(price, size) : .zero, isTaker: isTaker)
    }

    /// Fills, settlements and the end of an order, in every order of arrival and with each message twice.
    @Test func everyOrderOfArrivalTellsTheSame() throws {
        enum Message {
            case order(OrderRecord)
            case trade(TradeRecord)
        }
        let messages: [Message] = [
            .order(try Self.order("LIVE", "PLACEMENT")), .trade(try Self.trade("a", "MATCHED")),
            .trade(try Self.trade("a", "CONFIRMED")), .trade(try Self.trade("b", "MINED", size: "2", price: "0.5")),
            .trade(try Self.trade("b", "CONFIRMED", size: "2", price: "0.5")),
            .order(try Self.order("CANCELED", "CANCELLATION", matched: "6")),
        ]
        var orders = 0
        for permutation in permutations(of: messages.count) {
            orders += 1
            var tracker = Self.tracker()
            var events: [OrderEvent] = []
            for index in permutation {
                for _ in 0..<2 {
                    switch messages[index] {
                    case .order(let record): tracker.apply(record, at: Self.now, &events)
                    case .trade(let record): tracker.apply(record, at: Self.now, &events)
                    }
                }
            }
            let kinds = events.map(\.kind)
            #expect(kinds.filter { $0 == Self.matched(5_100, 4_000_000) }.count == 1)
            #expect(kinds.filter { $0 == Self.matched(5_000, 2_000_000) }.count == 1)
            #expect(kinds.filter { $0 == .accepted }.count == 1 && kinds.filter { $0 == .cancelled }.count == 1)
            let end = try #require(kinds.firstIndex(of: .cancelled))
            let last = try #require(kinds.lastIndex { if case .matched = $0 { true } else { false } })
            #expect(end > last, "the end came before a fill")
            #expect(kinds.last == .settled || kinds.last == .cancelled)
            #expect(tracker.liveCount == 0 && tracker.counters.fills == 2)
        }
        #expect(orders == 720)
    }

    private func permutations(of count: Int) -> [[Int]] {
        guard count > 0 else { return [[]] }
        return permutations(of: count - 1).flatMap { rest in
            (0...rest.count).map { place in
                var permutation = rest
                permutation.insert(count - 1, at: place)
                return permutation
            }
        }
    }

    @Test func aFailedFillIsUndoneOnceAndStaysSo() throws {
        var tracker = Self.tracker()
        var events: [OrderEvent] = []
        for status in ["MATCHED", "RETRYING", "MATCHED", "FAILED", "FAILED", "MINED", "CONFIRMED", "MATCHED"] {
            tracker.apply(try Self.trade("a", status), at: Self.now, &events)
        }
        #expect(events.map(\.kind) == [.accepted, Self.matched(5_100, 4_000_000), .settlementFailed])
        #expect(tracker.counters.contradictions == 1 && tracker.counters.failures == 1)
    }

    @Test func aFillThatFailedBeforeItWasToldIsNone() throws {
        var tracker = Self.tracker()
        var events: [OrderEvent] = []
        for status in ["TRADE_STATUS_FAILED", "MATCHED"] {
            tracker.apply(try Self.trade("a", status), at: Self.now, &events)
        }
        #expect(events.isEmpty)
    }

    /// A mint: the taker bought the other token. Ours is the maker's element, not the trade's own side and price.
    @Test func aMakersFillIsItsOwnElement() throws {
        var tracker = Self.tracker()
        var events: [OrderEvent] = []
        let text = """
            {"id":"a","status":"CONFIRMED","taker_order_id":"0xaa","asset_id":"\(TestVenue.no)","side":"BUY","size":"9",
            "price":"0.49","trader_side":"MAKER","maker_orders":[
            {"order_id":"0xbb","matched_amount":"5","price":"0.51","asset_id":"\(Self.yes)"},
            {"order_id":"\(Self.digest)","matched_amount":"4","price":"0.52","asset_id":"\(Self.yes)"}]}
            """
        tracker.apply(try TradeRecord.decode(Array(text.utf8)), at: Self.now, &events)
        #expect(events.map(\.kind) == [.accepted, Self.matched(5_200, 4_000_000, isTaker: false), .settled])
    }

    /// A taker pays its makers' prices, and one of the other token stands for one minus its price.
    @Test func aTakersFillHasTheMakersPrices() throws {
        var tracker = Self.tracker()
        var events: [OrderEvent] = []
        let text = """
            {"id":"a","status":"MATCHED","taker_order_id":"\(Self.digest)","asset_id":"\(Self.yes)","side":"BUY",
            "size":"10","price":"0.52","trader_side":"TAKER","maker_orders":[
            {"order_id":"0xb1","matched_amount":"3","price":"0.51","asset_id":"\(Self.yes)"},
            {"order_id":"0xb2","matched_amount":"5","price":"0.48","asset_id":"\(TestVenue.no)"},
            {"order_id":"0xb3","matched_amount":"2","price":"0.51","asset_id":"\(Self.yes)"}]}
            """
        tracker.apply(try TradeRecord.decode(Array(text.utf8)), at: Self.now, &events)
        let fills = [Self.matched(5_100, 5_000_000), Self.matched(5_200, 5_000_000)]
        #expect(events.map(\.kind) == [.accepted] + fills)
    }

    @Test func aRefusalIsTold() throws {
        let replies = [
            ("{\"success\":false,\"errorMsg\":\"not enough balance / allowance\"}", RejectReason.notEnoughFunds),
            ("{\"success\":true,\"errorMsg\":\"post-only mode: x\",\"orderID\":\"\",\"status\":\"\"}", .marketNotOpen),
            ("{\"success\":true,\"errorMsg\":\"\",\"orderID\":\"0x1\",\"status\":\"what\"}", .refusedByVenue),
            ("{\"success\":false,\"orderID\":null,\"errorMsg\":null}", .refusedByVenue),
        ]
        for (text, reason) in replies {
            var tracker = Self.tracker()
            var events: [OrderEvent] = []
            tracker.apply(try OrderReply.decode(Array(text.utf8)), to: Self.digest, at: Self.now, &events)
            #expect(events.map(\.kind) == [.rejected(reason)])
            #expect(tracker.liveCount == 0)
        }
    }

    @Test func whatIsLeftOfAnImmediateOrderIsGone() throws {
        var order = Self.order
        order.timeInForce = .fillAndKill
        var tracker = Self.tracker(order)
        var events: [OrderEvent] = []
        let text =
            "{\"success\":true,\"orderID\":\"0x1\",\"status\":\"matched\",\"takingAmount\":\"4\",\"makingAmount\":\"2.04\"}"
        tracker.apply(try OrderReply.decode(Array(text.utf8)), to: Self.digest, at: Self.now, &events)
        #expect(events.map(\.kind) == [.accepted])
        tracker.apply(try Self.trade("a", "MATCHED"), at: Self.now, &events)
        #expect(events.map(\.kind) == [.accepted, Self.matched(5_100, 4_000_000), .cancelled])
    }

    @Test func anOrderOfUnknownFateIsLookedUp() throws {
        var tracker = Self.tracker()
        var events: [OrderEvent] = []
        tracker.lose(Self.digest, at: Self.now, &events)
        #expect(events.map(\.kind) == [.unknown])
        tracker.absent(Self.digest, at: Self.now, &events)
        #expect(events.map(\.kind) == [.unknown, .cancelled] && tracker.liveCount == 0)
    }

    @Test func missingFillsOfAnEndedOrderAreOverdue() throws {
        var tracker = Self.tracker()
        var events: [OrderEvent] = []
        tracker.apply(try Self.order("CANCELED", "CANCELLATION", matched: "4"), at: Self.now, &events)
        #expect(events.isEmpty && tracker.overdue(at: Self.now + .seconds(4)).isEmpty)
        #expect(tracker.overdue(at: Self.now + .seconds(5)) == [Self.digest])
        tracker.apply(try Self.trade("a", "CONFIRMED"), at: Self.now, &events)
        #expect(tracker.overdue(at: Self.now + .seconds(50)).isEmpty)
        #expect(events.last?.kind == .cancelled)
    }

    @Test func strangersAreCounted() throws {
        var tracker = OrderTracker()
        var events: [OrderEvent] = []
        tracker.apply(try Self.order("LIVE", "PLACEMENT"), at: Self.now, &events)
        tracker.apply(try Self.trade("a", "MATCHED"), at: Self.now, &events)
        #expect(events.isEmpty && tracker.counters.strangers == 2)
    }
}
