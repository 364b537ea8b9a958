import Market

/// A signed order as it is posted. Amounts are base units.
struct SignedOrder: WireMessage, Hashable {
    var salt: Int64 = 0
    var maker = ""
    var signer = ""
    var token = ""
    var makerAmount: WireDecimal?
    var takerAmount: WireDecimal?
    var side: OrderSide?
    /// 0 externally owned, 1 proxy, 2 safe, 3 deposit wallet.
    var signatureType: Int64 = 0
    /// Unix seconds; 0 for none.
    var expiration: Int64 = 0
    /// Creation, in milliseconds since 1970.
    var milliseconds: Int64 = 0
    var metadata = ""
    var builder = ""
    var signature = ""

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "salt": salt = try reader.integer() ?? 0
            case "maker": maker = try reader.text() ?? ""
            case "signer": signer = try reader.text() ?? ""
            case "tokenId": token = try reader.text() ?? ""
            case "makerAmount": makerAmount = try reader.decimal()
            case "takerAmount": takerAmount = try reader.decimal()
            case "side": side = try reader.side()
            case "signatureType": signatureType = try reader.integer() ?? 0
            case "expiration": expiration = try reader.integer() ?? 0
            case "timestamp": milliseconds = try reader.integer() ?? 0
            case "metadata": metadata = try reader.text() ?? ""
            case "builder": builder = try reader.text() ?? ""
            case "signature": signature = try reader.text() ?? ""
            default: try reader.skipUnknown()
            }
        }
    }
}

/// Body of `POST /order`, and element of `POST /orders`.
struct OrderRequest: WireMessage, Hashable {
    /// The most that one body of `POST /orders` may hold.
    static let countMax = 15

    var order: SignedOrder
    /// API key.
    var owner = ""
    var orderType = ""
    var defersExecution = false
    var isPostOnly = false

    init(from reader: inout JSONReader) throws(WireError) {
        var order: SignedOrder?
        var owner = ""
        var orderType = ""
        var defersExecution = false
        var isPostOnly = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "order": order = try reader.object(SignedOrder.self)
            case "owner": owner = try reader.text() ?? ""
            case "orderType": orderType = try reader.text() ?? ""
            case "deferExec": defersExecution = try reader.flag() ?? false
            case "postOnly": isPostOnly = try reader.flag() ?? false
            default: try reader.skipUnknown()
            }
        }
        self.order = try reader.required(order, "order")
        self.owner = owner
        self.orderType = orderType
        self.defersExecution = defersExecution
        self.isPostOnly = isPostOnly
    }
}

/// Bodies of the cancels. An array of ids is `[WireText]`.
struct CancelRequest: WireMessage, Hashable {
    /// The most ids that one `DELETE /orders` may hold.
    static let countMax = 1_000

    var order: String?
    var market: String?
    var asset: String?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "orderID": order = try reader.text()
            case "market": market = ConditionID.normalized(try reader.text())
            case "asset_id": asset = try reader.text()
            default: try reader.skipUnknown()
            }
        }
        if order == nil, market == nil, asset == nil { throw reader.error(.missing("orderID")) }
    }

    static func body(order: String) -> String { "{\"orderID\":" + JSONText.quoted(order) + "}" }

    static func body(orders: [String]) -> String { JSONText.array(orders) }

    /// At least one must be given.
    static func body(market: String?, asset: String?) -> String {
        let members =
            (market.map { ["\"market\":" + JSONText.quoted($0)] } ?? [])
            + (asset.map { ["\"asset_id\":" + JSONText.quoted($0)] } ?? [])
        return "{" + members.joined(separator: ",") + "}"
    }
}

/// Body of a heartbeat: the last id the venue gave, `""` first.
struct HeartbeatRequest: WireMessage, Hashable {
    var id: String

    init(from reader: inout JSONReader) throws(WireError) { id = try HeartbeatReply(from: &reader).id }

    static func body(id: String) -> String { "{\"heartbeat_id\":" + JSONText.quoted(id) + "}" }
}

/// A bare text.
struct WireText: WireMessage, Hashable {
    var text: String

    init(from reader: inout JSONReader) throws(WireError) {
        text = try reader.required(try reader.text(), "text")
    }
}
