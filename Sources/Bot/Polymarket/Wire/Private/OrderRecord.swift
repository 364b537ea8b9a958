import Market

/// What the venue says of an order's state. Prefixes `ORDER_STATUS_` are dropped.
enum OrderStatus: Hashable, Sendable {
    case live
    case matched
    /// Held by a taker delay: the outcome is not known yet.
    case delayed
    /// Marketable, put on the book after its delay without a match.
    case unmatched
    /// With what follows `CANCELED_`: a reason in capitals or the text of an error.
    case canceled(String)
    case invalid
    case other(String)

    init(_ text: String) {
        let prefix = "ORDER_STATUS_"
        let name = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        switch name.uppercased() {
        case "LIVE": self = .live
        case "MATCHED": self = .matched
        case "DELAYED": self = .delayed
        case "UNMATCHED": self = .unmatched
        case "INVALID": self = .invalid
        case "CANCELED": self = .canceled("")
        case let upper where upper.hasPrefix("CANCELED_"): self = .canceled(String(name.dropFirst(9)))
        default: self = .other(name)
        }
    }

    /// Whether the order rests no more and never will.
    var isFinal: Bool {
        switch self {
        case .canceled, .invalid, .matched: true
        case .live, .delayed, .unmatched, .other: false
        }
    }
}

/// An order: element of `GET /data/orders`, and event `order` of the user channel.
struct OrderRecord: WireMessage, Hashable {
    enum Change: Hashable, Sendable {
        case placement
        case update
        case cancellation
        case other(String)
    }

    /// Digest, `0x` and 64 hexadecimal digits.
    var id = ""
    var status = OrderStatus.other("")
    /// What happened; nil in replies.
    var change: Change?
    /// API key that placed it.
    var owner: String?
    var maker: String?
    /// Condition id.
    var market = ""
    var asset = ""
    var side: OrderSide?
    /// In shares, as is the next; cumulative. Nil for `""`.
    var originalSize: WireDecimal?
    var sizeMatched: WireDecimal?
    var price: WireDecimal?
    var outcome: String?
    /// GTC, GTD, FOK, FAK.
    var orderType: String?
    /// Of a GTD order; nil for 0.
    var expiration: Timestamp?
    var trades: [String] = []
    var created: Timestamp?
    /// When the event was sent; nil in replies.
    var time: Timestamp?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() { try read(key, &reader) }
        if id.isEmpty { throw reader.error(.missing("id")) }
        if let expiration, expiration.nanoseconds == 0 { self.expiration = nil }
    }

    private mutating func read(_ key: JSONKey, _ reader: inout JSONReader) throws(WireError) {
        switch key {
        case "id": id = try reader.text() ?? ""
        case "status": status = OrderStatus(try reader.text() ?? "")
        case "type":
            switch try reader.text() {
            case "PLACEMENT": change = .placement
            case "UPDATE": change = .update
            case "CANCELLATION": change = .cancellation
            case let other: change = .other(other ?? "")
            }
        case "owner": owner = try reader.text()
        case "maker_address": maker = try reader.text()
        case "market": market = ConditionID.normalized(try reader.text()) ?? ""
        case "asset_id": asset = try reader.text() ?? ""
        case "side": side = try reader.side()
        case "original_size": originalSize = try reader.decimal()
        case "size_matched": sizeMatched = try reader.decimal()
        case "price": price = try reader.decimal()
        case "outcome": outcome = try reader.text()
        case "order_type": orderType = try reader.text()
        case "expiration": expiration = try reader.instant()
        case "associate_trades": trades = try reader.texts() ?? []
        case "created_at": created = try reader.instant()
        case "timestamp": time = try reader.instant()
        default: try reader.skip(key, documented: ["event_type", "order_owner"])
        }
    }
}
