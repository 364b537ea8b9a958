import Market

/// A market's trading parameters in the CLOB's compact form, `GET /clob-markets/{condition id}`: the authority.
struct ClobMarket: WireMessage, Hashable {
    struct Token: WireMessage, Hashable {
        var id = ""
        var outcome = ""

        init(from reader: inout JSONReader) throws(WireError) {
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "t": id = try reader.text() ?? ""
                case "o": outcome = try reader.text() ?? ""
                default: try reader.skipUnknown()
                }
            }
        }
    }

    var conditionID = ""
    var version = ProtocolVersion.v1
    var tokens: [Token] = []
    var sizeMin: WireDecimal?
    var tick: WireDecimal?
    var acceptsOrders = false
    var acceptsOrdersSince: Timestamp?
    /// Present only when true.
    var isNegativeRisk = false
    /// Seconds that takers are held (sports).
    var takerDelay: Int64?
    /// Whether takers are held for a moment (crypto).
    var delaysTakers = false
    var clearsBookAtStart = false
    var gameStart: Timestamp?
    /// Nil: no fee.
    var fee: GammaFee?
    var rewardsSizeMin: WireDecimal?
    /// In cents around the mid.
    var rewardsSpreadMax: WireDecimal?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() { try read(key, &reader) }
        if conditionID.isEmpty { throw reader.error(.missing("c")) }
    }

    private mutating func read(_ key: JSONKey, _ reader: inout JSONReader) throws(WireError) {
        switch key {
        case "c": conditionID = ConditionID.normalized(try reader.text()) ?? ""
        case "v": version = ProtocolVersion(try reader.text())
        case "t": tokens = try reader.list(of: Token.self) ?? []
        case "mos": sizeMin = try reader.decimal()
        case "mts": tick = try reader.decimal()
        case "ao": acceptsOrders = try reader.flag() ?? false
        case "aot": acceptsOrdersSince = try reader.instant()
        case "nr": isNegativeRisk = try reader.flag() ?? false
        case "sd": takerDelay = try reader.integer()
        case "itode": delaysTakers = try reader.flag() ?? false
        case "cbos": clearsBookAtStart = try reader.flag() ?? false
        case "gst": gameStart = try reader.instant()
        case "fd": fee = try reader.object(GammaFee.self)
        case "r": try readRewards(&reader)
        default: try reader.skip(key, documented: ["mbf", "tbf", "ibce", "oas", "rfqe"])
        }
    }

    private mutating func readRewards(_ reader: inout JSONReader) throws(WireError) {
        if try reader.null() { return }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "mi": rewardsSizeMin = try reader.decimal()
            case "ma": rewardsSpreadMax = try reader.decimal()
            default: try reader.skip(key, documented: ["moas"])
            }
        }
    }
}

/// A market in the CLOB's long and simplified forms. `tokens[].isWinner` is how the CLOB says who won.
struct MarketDetail: WireMessage, Hashable {
    struct Token: WireMessage, Hashable {
        var id = ""
        var outcome = ""
        var price: WireDecimal?
        var isWinner = false

        init(from reader: inout JSONReader) throws(WireError) {
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "token_id": id = try reader.text() ?? ""
                case "outcome": outcome = try reader.text() ?? ""
                case "price": price = try reader.decimal()
                case "winner": isWinner = try reader.flag() ?? false
                default: try reader.skipUnknown()
                }
            }
        }
    }

    var conditionID: String?
    var slug = ""
    var question = ""
    var tokens: [Token] = []
    var hasOrderBook = false
    var isActive = false
    var isClosed = false
    var isArchived = false
    var acceptsOrders = false
    var sizeMin: WireDecimal?
    var tick: WireDecimal?
    var isNegativeRisk = false
    /// Whether the market paid half to each side.
    var isSplit = false
    var takerDelay: Int64?
    var scheduledEnd: Timestamp?
    var gameStart: Timestamp?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() { try read(key, &reader) }
    }

    private mutating func read(_ key: JSONKey, _ reader: inout JSONReader) throws(WireError) {
        switch key {
        case "condition_id": conditionID = ConditionID.normalized(try reader.text())
        case "market_slug": slug = try reader.text() ?? ""
        case "question": question = try reader.text() ?? ""
        case "tokens": tokens = try reader.list(of: Token.self) ?? []
        case "enable_order_book": hasOrderBook = try reader.flag() ?? false
        case "active": isActive = try reader.flag() ?? false
        case "closed": isClosed = try reader.flag() ?? false
        case "archived": isArchived = try reader.flag() ?? false
        case "accepting_orders": acceptsOrders = try reader.flag() ?? false
        case "minimum_order_size": sizeMin = try reader.decimal()
        case "minimum_tick_size": tick = try reader.decimal()
        case "neg_risk": isNegativeRisk = try reader.flag() ?? false
        case "is_50_50_outcome": isSplit = try reader.flag() ?? false
        case "seconds_delay": takerDelay = try reader.integer()
        case "end_date_iso": scheduledEnd = try reader.instant()
        case "game_start_time": gameStart = try reader.instant()
        default: try reader.skip(key, documented: Self.documented)
        }
    }

    private static let documented: [StaticString] = [
        "accepting_order_timestamp", "question_id", "description", "fpmm", "maker_base_fee", "taker_base_fee",
        "notifications_enabled", "neg_risk_market_id", "neg_risk_request_id", "icon", "image", "rewards", "tags",
    ]
}

/// A page of a CLOB list. `next_cursor` is base64 of an offset; `LTE=` ("-1") says that there is no more.
struct ClobPage<Element: WireMessage & Hashable>: WireMessage, Hashable {
    var elements: [Element] = []
    /// Nil after the last page: the venue refuses `LTE=` when it is sent back.
    var nextCursor: String?
    var limit: Int64?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "data": elements = try reader.list(of: Element.self) ?? []
            case "next_cursor": nextCursor = try reader.text()
            case "limit": limit = try reader.integer()
            default: try reader.skip(key, documented: ["count"])
            }
        }
        if nextCursor == "LTE=" || nextCursor == "" { nextCursor = nil }
    }
}
