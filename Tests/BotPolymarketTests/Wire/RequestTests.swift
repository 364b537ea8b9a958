import Market
import Testing

@testable import BotPolymarket

/// Goal: what the client writes is what the venue's samples say.
struct RequestTests {
    private func decode<Message: WireMessage>(_ type: Message.Type, _ text: String) throws -> Message {
        try Message.decode(Array(text.utf8))
    }

    @Test func bodiesAreRead() throws {
        let tokens = [TokenRequest(token: "1"), TokenRequest(token: "2", side: .sell)]
        #expect(try decode([TokenRequest].self, TokenRequest.body(tokens)) == tokens)
        #expect(TokenRequest.body([]) == "[]")
        #expect(try decode(CancelRequest.self, CancelRequest.body(order: "0x1")).order == "0x1")
        #expect(CancelRequest.body(orders: ["0x1", "0x2"]) == "[\"0x1\",\"0x2\"]")
        let market = try decode(CancelRequest.self, CancelRequest.body(market: "0xab", asset: "7"))
        #expect(market.market == "0xab" && market.asset == "7" && market.order == nil)
        #expect(HeartbeatRequest.body(id: "") == "{\"heartbeat_id\":\"\"}")
    }

    @Test func subscriptionsAreRead() throws {
        var user = SubscriptionRequest(.user, markets: ["0xab"])
        user.credentials = ChannelCredentials(key: "k", secret: Secret("s\""), passphrase: Secret("p"))
        for request in [
            SubscriptionRequest(.market, tokens: ["1", "2"]), SubscriptionRequest(.unsubscribe, tokens: ["1"]), user,
        ] {
            #expect(try decode(SubscriptionRequest.self, request.text) == request)
        }
    }

    @Test func pagesEnd() throws {
        #expect(try decode(ClobPage<WireText>.self, "{\"data\":[\"a\"],\"next_cursor\":\"LTE=\"}").nextCursor == nil)
        #expect(try decode(ClobPage<WireText>.self, "{\"data\":[],\"next_cursor\":\"MTAw\"}").nextCursor == "MTAw")
        #expect(try decode(GammaPage.self, "{\"markets\":[]}").nextCursor == nil)
        let last = "{\"data\":[],\"pagination\":{\"has_more\":false,\"next_cursor\":\"x\"}}"
        #expect(try decode(DataPage<WireText>.self, last).nextCursor == nil)
    }

    @Test func allowancesBeyond64BitsAreClamped() throws {
        let most = "115792089237316195423570985008687907853269984665640564039457584007913129639935"
        let reply = try decode(BalanceAllowance.self, "{\"balance\":\"4893500\",\"allowances\":{\"0xE1\":\"\(most)\"}}")
        #expect(reply.balance == WireDecimal(4_893_500) && reply.allowances == ["0xE1": .max])
        #expect(throws: WireError.self) { try decode(BalanceAllowance.self, "{\"allowance\":\"much\"}") }
    }

    @Test func payoutsAreThoseOfTheFirstOutcome() throws {
        func payout(_ text: String) throws -> Payout? {
            try decode(DataResolution.self, "{\"payouts\":\(text)}").payout
        }
        #expect(try payout("[1000000,0]") == .yes && payout("[0,1000000]") == .no)
        #expect(try payout("[500000,500000]") == Payout(units: 5_000))
        #expect(try payout("[1,2]") == nil && payout("[]") == nil && payout("[1000000,0,0]") == nil)
    }

    @Test func statusesAreReadByTheirBeginning() {
        #expect(OrderStatus("ORDER_STATUS_LIVE") == .live && OrderStatus("matched") == .matched)
        #expect(OrderStatus("ORDER_STATUS_CANCELED_MARKET_RESOLVED") == .canceled("MARKET_RESOLVED"))
        let text = "order couldn't be fully filled. FOK orders are fully filled or killed."
        #expect(OrderStatus("CANCELED_" + text) == .canceled(text))
        #expect(TradeStatus("TRADE_STATUS_MATCHED_NOT_BROADCASTED") == .matched)
        #expect(TradeStatus("NEW") == .other("NEW"))
    }

    @Test func aFrameIsReadMessageByMessage() throws {
        var unknown = UnknownFields()
        let text = "[{\"event_type\":\"book\"},{\"event_type\":\"book\",\"asset_id\":\"1\",\"bids\":[],\"asks\":[]}]"
        guard case .messages(let messages) = try ChannelFrame<MarketMessage>(Array(text.utf8), unknown: &unknown) else {
            Issue.record("no messages")
            return
        }
        #expect(messages.count == 2)
        #expect(throws: WireError.self) { try messages[0].get() }
        #expect(throws: Never.self) { try messages[1].get() }
    }

    @Test func otherReplies() throws {
        let block = try decode(GeoblockReply.self, "{\"blocked\":true,\"ip\":\"203.0.113.7\",\"country\":\"IE\"}")
        #expect(block.isBlocked && block.country == "IE")
        #expect(throws: WireError.self) { try decode(GeoblockReply.self, "{}") }
        let history = try decode(PriceHistory.self, "{\"history\":[{\"t\":1697875200,\"p\":0.5}]}")
        #expect(history.points.map(\.price) == [WireDecimal("0.5")])
        let owner = try decode(
            MarketOfToken.self, "{\"condition_id\":\"0xA\",\"primary_token_id\":\"1\",\"secondary_token_id\":\"2\"}")
        #expect(owner.conditionID == "0xa" && owner.tokens == ["1", "2"])
    }
}
