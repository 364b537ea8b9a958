import Market

/// A level as served.
struct WireLevel: WireMessage, Hashable {
    var price: WireDecimal
    var size: WireDecimal

    init(price: WireDecimal, size: WireDecimal) {
        self.price = price
        self.size = size
    }

    init(from reader: inout JSONReader) throws(WireError) {
        var price: WireDecimal?
        var size: WireDecimal?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "price": price = try reader.decimal()
            case "size": size = try reader.decimal()
            default: try reader.skipUnknown()
            }
        }
        self.price = try reader.required(price, "price")
        self.size = try reader.required(size, "size")
    }
}

/// The whole book of a token: reply of `GET /book`, element of `POST /books`, and event `book` of the market channel.
///
/// Levels stand as served, which is the best last; nobody should rely on it.
struct BookMessage: WireMessage, Hashable {
    /// Condition id.
    var market = ""
    var asset = ""
    /// Of the state of the book, in milliseconds since 1970; nil for `""`.
    var milliseconds: Int64?
    var hash: BookHash?
    var bids: [WireLevel] = []
    var asks: [WireLevel] = []
    /// Text as served, since the hash is taken over it. The channel's book has neither this nor `isNegativeRisk`.
    var sizeMin: String?
    var tick: String?
    var isNegativeRisk: Bool?
    /// `""` before the first trade.
    var lastTradePrice: String?
    /// Only on v2 markets.
    var version: String?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() { try read(key, &reader) }
        try check(reader)
    }

    mutating func read(_ key: JSONKey, _ reader: inout JSONReader) throws(WireError) {
        switch key {
        case "market": market = try reader.text() ?? ""
        case "asset_id": asset = try reader.text() ?? ""
        case "timestamp": milliseconds = try reader.integer()
        case "hash": hash = try reader.bookHash()
        case "bids": bids = try reader.list(of: WireLevel.self) ?? []
        case "asks": asks = try reader.list(of: WireLevel.self) ?? []
        case "min_order_size": sizeMin = try reader.text()
        case "tick_size": tick = try reader.text()
        case "neg_risk": isNegativeRisk = try reader.flag()
        case "last_trade_price": lastTradePrice = try reader.text()
        case "version": version = try reader.text()
        case "event_type": try reader.skip()
        default: try reader.skipUnknown()
        }
    }

    func check(_ reader: JSONReader) throws(WireError) {
        if asset.isEmpty { throw reader.error(.missing("asset_id")) }
        if let milliseconds, milliseconds < 0 { throw reader.error(.invalid("a time before 1970")) }
    }
}
