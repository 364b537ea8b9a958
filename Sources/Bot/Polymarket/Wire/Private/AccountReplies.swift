import Market

/// Balance and allowances of one token or of the collateral, in base units (millionths).
struct BalanceAllowance: WireMessage, Hashable {
    /// Nil in the empty reply to an update.
    var balance: WireDecimal?
    /// By contract; `Int64.max` for all that exceeds it.
    var allowances: [String: Int64] = [:]
    /// The older form's only allowance.
    var allowance: Int64?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "balance": balance = try reader.decimal()
            case "allowance": allowance = try reader.clampedInteger()
            case "allowances":
                if try reader.null() { continue }
                try reader.beginObject()
                while let key = try reader.nextKey() { allowances[key.text] = try reader.clampedInteger() }
            default: try reader.skipUnknown()
            }
        }
    }
}

/// Reply to a heartbeat: the id that the next one must carry.
struct HeartbeatReply: WireMessage, Hashable {
    var id: String

    init(from reader: inout JSONReader) throws(WireError) {
        var id: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "heartbeat_id": id = try reader.text()
            default: try reader.skipUnknown()
            }
        }
        self.id = try reader.required(id, "heartbeat_id")
    }
}

/// Something the venue wants its user to know.
struct Notification: WireMessage, Hashable {
    enum Kind: Hashable, Sendable {
        case cancellation
        case fill
        case marketResolved
        case fillFailed
        case redeemed
        /// All others, by the venue's number.
        case other(Int64)

        init(_ number: Int64) {
            switch number {
            case 1: self = .cancellation
            case 2: self = .fill
            case 4: self = .marketResolved
            case 8: self = .fillFailed
            case 9: self = .redeemed
            default: self = .other(number)
            }
        }
    }

    var id: Int64 = 0
    var kind = Kind.other(0)
    var time: Timestamp?
    var order: String?
    var market: String?
    var asset: String?
    var side: OrderSide?
    var price: WireDecimal?
    /// In shares.
    var matchedSize: WireDecimal?
    var remainingSize: WireDecimal?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": id = try reader.integer() ?? 0
            case "type": kind = Kind(try reader.integer() ?? 0)
            case "timestamp": time = try reader.instant()
            case "payload": try readPayload(&reader)
            default: try reader.skip(key, documented: ["owner"])
            }
        }
    }

    private mutating func readPayload(_ reader: inout JSONReader) throws(WireError) {
        if try reader.null() { return }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "order_id": order = try reader.text()
            case "market": market = ConditionID.normalized(try reader.text())
            case "asset_id": asset = try reader.text()
            case "side": side = try reader.side()
            case "price": price = try reader.decimal()
            case "matched_size": matchedSize = try reader.decimal()
            case "remaining_size": remainingSize = try reader.decimal()
            default: try reader.skip(key, documented: ["original_size", "outcome", "outcome_index"])
            }
        }
    }
}

/// An API key as it is made or derived. Errors do not quote it, and it does not print itself.
struct ApiKeyReply: WireMessage, Hashable {
    var key: String
    var secret: Secret
    var passphrase: Secret

    static var holdsSecret: Bool { true }

    init(from reader: inout JSONReader) throws(WireError) {
        var key: String?
        var secret: String?
        var passphrase: String?
        try reader.beginObject()
        while let name = try reader.nextKey() {
            switch name {
            case "apiKey": key = try reader.text()
            case "secret": secret = try reader.text()
            case "passphrase": passphrase = try reader.text()
            default: try reader.skipUnknown()
            }
        }
        self.key = try reader.required(key, "apiKey")
        self.secret = Secret(try reader.required(secret, "secret"))
        self.passphrase = Secret(try reader.required(passphrase, "passphrase"))
    }
}

/// The API keys of an account, by their names alone.
struct ApiKeyList: WireMessage, Hashable {
    var keys: [String] = []

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "apiKeys": keys = try reader.texts() ?? []
            default: try reader.skipUnknown()
            }
        }
    }
}
