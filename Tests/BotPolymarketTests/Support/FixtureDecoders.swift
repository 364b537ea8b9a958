@testable import BotPolymarket

/// The message type that a fixture's name says.
struct FixtureDecoder: Sendable {
    var decode: @Sendable ([UInt8], inout UnknownFields) throws -> Void

    init<Message: WireMessage>(_ type: Message.Type) {
        decode = { bytes, unknown in _ = try Message.decode(bytes, unknown: &unknown) }
    }

    /// A frame of a channel whose messages are all of the kind that the name says.
    init<Message: WireMessage>(frameOf type: Message.Type, _ isExpected: @escaping @Sendable (Message) -> Bool) {
        decode = { bytes, unknown in
            guard case .messages(let messages) = try ChannelFrame<Message>(bytes, unknown: &unknown) else {
                throw WireError(.invalid("no message"))
            }
            for message in messages where !isExpected(try message.get()) {
                throw WireError(.invalid("another kind than the name says"))
            }
        }
    }

    /// Nil for a name that no rule covers.
    init?(folder: String, name: String) {
        let rules = Self.rules[folder] ?? []
        guard let rule = rules.first(where: { name.hasPrefix($0.prefix) }) else { return nil }
        self = rule.decoder
    }

    private typealias Rule = (prefix: String, decoder: FixtureDecoder)

    private static func errors(_ name: String) -> [Rule] {
        [400, 401, 404, 422, 500, 503].map { ("\(name).\($0)", FixtureDecoder(ErrorReply.self)) }
    }

    /// Endpoints of the documentation: the reply of 200, the request, and errors.
    private static func endpoint(
        _ name: String, _ reply: FixtureDecoder, request: FixtureDecoder? = nil
    ) -> [Rule] {
        [(name + ".200", reply)] + (request.map { [(name + ".request", $0)] } ?? []) + errors(name)
    }

    /// The first rule whose prefix fits.
    private static let rules: [String: [Rule]] = [
        "clob-public": clobPublic, "clob-private": clobPrivate, "gamma": gamma,
        "data-api-v1": [
            ("positions", .init([DataPosition].self)), ("trades", .init([DataTrade].self)),
        ],
        "data-api-v2": [
            ("activity-trade", .init(DataPage<DataTrade>.self)), ("error", .init(ErrorReply.self)),
            ("holders", .init(DataPage<DataHolders>.self)), ("positions", .init(DataPage<DataPosition>.self)),
            ("resolutions", .init(DataPage<DataResolution>.self)), ("trades", .init(DataPage<DataTrade>.self)),
            ("value", .init(DataValue.self)),
        ],
        "rtds": [("", .init(PriceFeedMessage.self))],
        "ws-market": wsMarket, "ws-user": wsUser,
    ]

    private static let clobPublic: [Rule] = {
        let groups: [[Rule]] = [
            [
                ("book", .init(BookMessage.self)), ("clob-markets-", .init(ClobMarket.self)),
                ("error-", .init(ErrorReply.self)), ("fee-rate-", .init(DecimalReply.self)),
                ("market-closed-", .init(MarketDetail.self)), ("market.", .init(MarketDetail.self)),
                ("markets-page", .init(ClobPage<MarketDetail>.self)), ("prices-with-", .init(TokenPrices.self)),
                ("version", .init(DecimalReply.self)), ("get-time.200", .init(ServerTimeReply.self)),
            ],
            endpoint("get-book", .init(BookMessage.self)) + endpoint("get-books", .init([BookMessage].self)),
            endpoint("post-books", .init([BookMessage].self), request: .init([TokenRequest].self)),
            ["get-fee-rate", "get-fee-rate-token_id", "get-price", "get-tick-size", "get-tick-size-token_id"].flatMap {
                endpoint($0, .init(DecimalReply.self))
            },
            ["get-neg-risk", "get-neg-risk-token_id"].flatMap { endpoint($0, .init(FlagReply.self)) },
            ["get-last-trade-price", "get-midpoint", "get-spread"].flatMap(errors),
            endpoint("get-last-trades-prices", .init([LastTrade].self)),
            endpoint("post-last-trades-prices", .init([LastTrade].self), request: .init([TokenRequest].self)),
            endpoint("get-midpoints", .init(TokenDecimals.self)),
            ["post-midpoints", "post-spreads"].flatMap {
                endpoint($0, .init(TokenDecimals.self), request: .init([TokenRequest].self))
            },
            endpoint("get-prices", .init(TokenPrices.self)),
            endpoint("post-prices", .init(TokenPrices.self), request: .init([TokenRequest].self)),
            endpoint("get-rebates-current", .init([Rebate].self)),
        ]
        return groups.flatMap { $0 }
    }()

    private static let clobPrivate: [Rule] = {
        let groups: [[Rule]] = [
            [
                ("balance-allowance-", .init(BalanceAllowance.self)), ("cancel-", .init(CancelReply.self)),
                ("heartbeat-400", .init(ErrorReply.self)), ("heartbeat-ok", .init(HeartbeatReply.self)),
                ("open-orders-page", .init(ClobPage<OrderRecord>.self)), ("open-order", .init(OrderRecord.self)),
                ("post-order-500", .init(ErrorReply.self)), ("post-order-", .init(OrderReply.self)),
                ("signed-order-shape", .init(SignedOrder.self)), ("trades-page", .init(ClobPage<TradeRecord>.self)),
                ("trade", .init(TradeRecord.self)),
            ],
            ["delete-auth-api-key", "delete-notifications", "post-heartbeats"].flatMap {
                endpoint($0, .init(Acknowledgement.self))
            },
            endpoint("delete-cancel-all", .init(CancelReply.self)),
            ["delete-cancel-market-orders", "delete-order"].flatMap {
                endpoint($0, .init(CancelReply.self), request: .init(CancelRequest.self))
            },
            endpoint("delete-orders", .init(CancelReply.self), request: .init([WireText].self)),
            endpoint("get-auth-api-keys", .init(ApiKeyList.self)),
            ["get-auth-ban-status-closed-only", "get-order-scoring"].flatMap { endpoint($0, .init(FlagReply.self)) },
            ["get-auth-derive-api-key", "post-auth-api-key"].flatMap { endpoint($0, .init(ApiKeyReply.self)) },
            ["get-balance-allowance", "get-balance-allowance-update", "put-balance-allowance"].flatMap {
                endpoint($0, .init(BalanceAllowance.self))
            },
            endpoint("get-data-order-orderID", .init(OrderRecord.self)),
            endpoint("get-data-orders", .init(ClobPage<OrderRecord>.self)),
            endpoint("get-data-trades", .init(ClobPage<TradeRecord>.self)),
            endpoint("get-notifications", .init([Notification].self)),
            endpoint("get-orders-scoring", .init(Flags.self)),
            endpoint("post-orders-scoring", .init(Flags.self), request: .init([WireText].self)),
            endpoint("post-order", .init(OrderReply.self), request: .init(OrderRequest.self)),
            endpoint("post-orders", .init([OrderReply].self), request: .init([OrderRequest].self)),
            endpoint("post-v1-heartbeats", .init(HeartbeatReply.self), request: .init(HeartbeatRequest.self)),
        ]
        return groups.flatMap { $0 }
    }()

    private static let gamma: [Rule] = [
        ("error-", .init(ErrorReply.self)), ("events-list", .init([GammaEvent].self)),
        ("event-small", .init(GammaEvent.self)), ("event.", .init([GammaEvent].self)),
        ("keyset-page", .init(GammaPage.self)),
        ("markets-list", .init([GammaMarket].self)), ("market", .init(GammaMarket.self)),
        ("public-search", .init(GammaSearch.self)), ("tags", .init([GammaTag].self)),
    ]

    private static func market(_ isExpected: @escaping @Sendable (MarketMessage) -> Bool) -> FixtureDecoder {
        FixtureDecoder(frameOf: MarketMessage.self, isExpected)
    }

    private static let wsMarket: [Rule] = [
        ("subscription-request", .init(SubscriptionRequest.self)),
        ("best-bid-ask", market { if case .bestQuote = $0 { true } else { false } }),
        ("book", market { if case .book = $0 { true } else { false } }),
        ("last-trade", market { if case .lastTrade = $0 { true } else { false } }),
        ("market-resolved", market { if case .resolved = $0 { true } else { false } }),
        ("new-market", market { if case .newMarket = $0 { true } else { false } }),
        ("price-change", market { if case .priceChange = $0 { true } else { false } }),
        ("tick-size-change", market { if case .tickSizeChange = $0 { true } else { false } }),
    ]

    private static let wsUser: [Rule] = [
        ("user-subscription-request", .init(SubscriptionRequest.self)),
        ("order", .init(frameOf: UserMessage.self) { if case .order = $0 { true } else { false } }),
        ("trade", .init(frameOf: UserMessage.self) { if case .trade = $0 { true } else { false } }),
    ]
}
