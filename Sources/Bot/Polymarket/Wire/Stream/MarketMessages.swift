import Market

/// New sizes of levels. Both tokens of a market can stand in one message.
struct PriceChangeMessage: WireMessage, Hashable {
    struct Change: WireMessage, Hashable {
        var asset = ""
        var side = BookSide.bid
        var price = WireDecimal.zero
        /// The new total at the price; zero removes the level.
        var size = WireDecimal.zero
        /// Of the token's book after the change.
        var hash: BookHash?
        /// The token's best prices after the change; nil where the message does not have them (the retired form), zero
        /// and one for an empty side.
        var bestBid: WireDecimal?
        var bestAsk: WireDecimal?

        init() {}

        init(from reader: inout JSONReader) throws(WireError) {
            var found = Found()
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if try !read(key, &reader, &found) { try reader.skipUnknown() }
            }
            try check(reader, found)
        }

        /// Which of the members that must be there were.
        struct Found {
            var price = false
            var size = false
            var side = false
        }

        /// Whether the member is one of a change.
        mutating func read(
            _ key: JSONKey, _ reader: inout JSONReader, _ found: inout Found
        ) throws(WireError) -> Bool {
            switch key {
            case "asset_id": asset = try reader.text() ?? ""
            case "price":
                price = try reader.required(try reader.decimal(), "price")
                found.price = true
            case "size":
                size = try reader.required(try reader.decimal(), "size")
                found.size = true
            case "side":
                side = try reader.required(try reader.side(), "side") == .buy ? .bid : .ask
                found.side = true
            case "hash": hash = try reader.bookHash()
            case "best_bid": bestBid = try reader.decimal() ?? .zero
            case "best_ask": bestAsk = try reader.decimal() ?? WireDecimal(1)
            default: return false
            }
            return true
        }

        func check(_ reader: JSONReader, _ found: Found) throws(WireError) {
            if asset.isEmpty { throw reader.error(.missing("asset_id")) }
            if !found.price { throw reader.error(.missing("price")) }
            if !found.size { throw reader.error(.missing("size")) }
            if !found.side { throw reader.error(.missing("side")) }
        }
    }

    var market = ""
    /// Of the change, in milliseconds since 1970.
    var milliseconds: Int64 = 0
    var changes: [Change] = []

    /// Reads the form of today and the retired one, whose only change stands in the message itself.
    init(from reader: inout JSONReader) throws(WireError) {
        var hasTime = false
        var single = Change()
        var found = Change.Found()
        var isSingle = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "market": market = try reader.text() ?? ""
            case "timestamp":
                milliseconds = try reader.required(try reader.integer(), "timestamp")
                hasTime = true
            case "price_changes": changes = try reader.list(of: Change.self) ?? []
            case "event_type": try reader.skip()
            default:
                if try single.read(key, &reader, &found) { isSingle = true } else { try reader.skipUnknown() }
            }
        }
        guard hasTime, milliseconds >= 0 else { throw reader.error(.missing("timestamp")) }
        if isSingle {
            try single.check(reader, found)
            changes.append(single)
        }
    }
}

/// A new tick size: a new epoch of the book.
struct TickSizeChangeMessage: WireMessage, Hashable {
    var market = ""
    var asset = ""
    var milliseconds: Int64?
    var newTick: WireDecimal
    var newTickText: String

    init(from reader: inout JSONReader) throws(WireError) {
        var newTick: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "market": market = try reader.text() ?? ""
            case "asset_id": asset = try reader.text() ?? ""
            case "timestamp": milliseconds = try reader.integer()
            case "new_tick_size": newTick = try reader.text()
            default: try reader.skip(key, documented: ["old_tick_size", "event_type"])
            }
        }
        newTickText = try reader.required(newTick, "new_tick_size")
        guard let tick = WireDecimal(newTickText), tick.tick != nil else {
            throw reader.error(.invalid("'\(newTickText.prefix(20))' is no tick size"))
        }
        self.newTick = tick
        if asset.isEmpty { throw reader.error(.missing("asset_id")) }
    }
}

/// A trade of a token, by the taker's side.
struct LastTradeMessage: WireMessage, Hashable {
    var market = ""
    var asset = ""
    var milliseconds: Int64?
    var price: WireDecimal
    /// As served: it enters the book's hash.
    var priceText: String
    var size: WireDecimal?
    var side: OrderSide?
    var transaction: String?

    init(from reader: inout JSONReader) throws(WireError) {
        var price: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "market": market = try reader.text() ?? ""
            case "asset_id": asset = try reader.text() ?? ""
            case "timestamp": milliseconds = try reader.integer()
            case "price": price = try reader.text()
            case "size": size = try reader.decimal()
            case "side": side = try reader.side()
            case "transaction_hash": transaction = try reader.text()
            default: try reader.skip(key, documented: ["event_type", "fee_rate_bps"])
            }
        }
        priceText = try reader.required(price, "price")
        guard let value = WireDecimal(priceText) else {
            throw reader.error(.invalid("'\(priceText.prefix(20))' is no price"))
        }
        self.price = value
        if asset.isEmpty { throw reader.error(.missing("asset_id")) }
    }
}

/// A token's best prices.
struct BestQuoteMessage: WireMessage, Hashable {
    var market = ""
    var asset = ""
    var milliseconds: Int64?
    /// Nil for an empty side.
    var bid: Price?
    var ask: Price?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "market": market = try reader.text() ?? ""
            case "asset_id": asset = try reader.text() ?? ""
            case "timestamp": milliseconds = try reader.integer()
            case "best_bid": bid = try reader.quotedPrice()
            case "best_ask": ask = try reader.quotedPrice()
            default: try reader.skip(key, documented: ["event_type", "spread"])
            }
        }
        if asset.isEmpty { throw reader.error(.missing("asset_id")) }
    }
}

/// A market that has just been made; sent to everybody.
struct NewMarketMessage: WireMessage, Hashable {
    var conditionID: String?
    var slug = ""
    var question = ""
    var tokens: [String] = []
    var outcomes: [String] = []
    var isActive: Bool?
    var tick: WireDecimal?
    var gameStart: Timestamp?
    var feesEnabled: Bool?
    var fee: GammaFee?
    var time: Timestamp?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "market", "condition_id": conditionID = ConditionID.normalized(try reader.text()) ?? conditionID
            case "slug": slug = try reader.text() ?? ""
            case "question": question = try reader.text() ?? ""
            case "assets_ids", "clob_token_ids": tokens = try reader.texts() ?? tokens
            case "outcomes": outcomes = try reader.texts() ?? []
            case "active": isActive = try reader.flag()
            case "order_price_min_tick_size": tick = try reader.decimal()
            case "game_start_time": gameStart = try reader.instant()
            case "fees_enabled": feesEnabled = try reader.flag()
            case "fee_schedule": fee = try reader.object(GammaFee.self)
            case "timestamp": time = try reader.instant()
            default: try reader.skip(key, documented: Self.documented)
            }
        }
    }

    private static let documented: [StaticString] = [
        "event_type", "id", "description", "event_message", "tags", "sports_market_type", "line", "group_item_title",
        "taker_base_fee",
    ]
}

/// A market that has been decided; sent to everybody.
struct MarketResolvedMessage: WireMessage, Hashable {
    var conditionID: String?
    var tokens: [String] = []
    var winner: String?
    var winningOutcome: String?
    var time: Timestamp?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "market", "condition_id": conditionID = ConditionID.normalized(try reader.text()) ?? conditionID
            case "assets_ids": tokens = try reader.texts() ?? []
            case "winning_asset_id": winner = try reader.text()
            case "winning_outcome": winningOutcome = try reader.text()
            case "timestamp": time = try reader.instant()
            default: try reader.skip(key, documented: ["event_type", "id", "tags"])
            }
        }
    }
}
