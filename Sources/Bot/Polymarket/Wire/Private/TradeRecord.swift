import Market

/// How far the settlement of a trade has come. Prefixes `TRADE_STATUS_` are dropped.
enum TradeStatus: Hashable, Sendable {
    case matched
    case mined
    case retrying
    /// Final, good.
    case confirmed
    /// Final: the fill is undone.
    case failed
    case other(String)

    init(_ text: String) {
        let prefix = "TRADE_STATUS_"
        switch text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text {
        case "MATCHED", "MATCHED_NOT_BROADCASTED": self = .matched
        case "MINED": self = .mined
        case "RETRYING": self = .retrying
        case "CONFIRMED": self = .confirmed
        case "FAILED": self = .failed
        case let other: self = .other(other)
        }
    }

    var isFinal: Bool { self == .confirmed || self == .failed }
}

/// One maker's part of a trade. Its token and side may differ from the taker's: mints and merges.
struct MakerFill: WireMessage, Hashable {
    var order = ""
    var owner: String?
    var maker: String?
    /// In shares.
    var size: WireDecimal?
    var price: WireDecimal?
    var asset = ""
    var outcome: String?
    /// Absent in older events.
    var side: OrderSide?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "order_id": order = try reader.text() ?? ""
            case "owner": owner = try reader.text()
            case "maker_address": maker = try reader.text()
            case "matched_amount": size = try reader.decimal()
            case "price": price = try reader.decimal()
            case "asset_id": asset = try reader.text() ?? ""
            case "outcome": outcome = try reader.text()
            case "side": side = try reader.side()
            default: try reader.skip(key, documented: ["fee_rate_bps"])
            }
        }
        if order.isEmpty { throw reader.error(.missing("order_id")) }
    }
}

/// A trade: element of `GET /data/trades`, and event `trade` of the user channel. All but `makers` is the taker's.
struct TradeRecord: WireMessage, Hashable {
    var id = ""
    var status = TradeStatus.other("")
    var takerOrder = ""
    /// Condition id.
    var market = ""
    var asset = ""
    var side: OrderSide?
    /// In shares.
    var size: WireDecimal?
    var price: WireDecimal?
    var outcome: String?
    var owner: String?
    var maker: String?
    /// Whether I am the taker; nil where the venue does not say.
    var isTaker: Bool?
    /// One match can be settled by several transactions, numbered from 0.
    var bucket: Int64?
    var transaction: String?
    var failure: String?
    var matched: Timestamp?
    var updated: Timestamp?
    /// When the event was sent; nil in replies.
    var time: Timestamp?
    var makers: [MakerFill] = []

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if try readMatch(key, &reader) { continue }
            try readSettlement(key, &reader)
        }
        if id.isEmpty { throw reader.error(.missing("id")) }
    }

    private mutating func readMatch(_ key: JSONKey, _ reader: inout JSONReader) throws(WireError) -> Bool {
        switch key {
        case "id": id = try reader.text() ?? ""
        case "taker_order_id": takerOrder = try reader.text() ?? ""
        case "market": market = ConditionID.normalized(try reader.text()) ?? ""
        case "asset_id": asset = try reader.text() ?? ""
        case "side": side = try reader.side()
        case "size": size = try reader.decimal()
        case "price": price = try reader.decimal()
        case "outcome": outcome = try reader.text()
        case "owner": owner = try reader.text()
        case "maker_address": maker = try reader.text()
        case "maker_orders": makers = try reader.list(of: MakerFill.self) ?? []
        case "trader_side":
            switch try reader.text() {
            case "TAKER": isTaker = true
            case "MAKER": isTaker = false
            default: isTaker = nil
            }
        default: return false
        }
        return true
    }

    private mutating func readSettlement(_ key: JSONKey, _ reader: inout JSONReader) throws(WireError) {
        switch key {
        case "status": status = TradeStatus(try reader.text() ?? "")
        case "bucket_index": bucket = try reader.integer()
        case "transaction_hash": transaction = try reader.text()
        case "err_msg": failure = try reader.text()
        case "match_time": matched = try reader.instant()
        case "last_update": updated = try reader.instant()
        case "timestamp": time = try reader.instant()
        default: try reader.skip(key, documented: Self.documented)
        }
    }

    private static let documented: [StaticString] = [
        "event_type", "type", "trade_owner", "fee_rate_bps", "match_time_nano",
    ]
}
