/// What opens the user channel.
struct ChannelCredentials: Hashable, Sendable {
    var key: String
    var secret: Secret
    var passphrase: Secret
}

/// What a client sends on a channel: the first frame, or a later change.
struct SubscriptionRequest: WireMessage, Hashable {
    enum Kind: String, Sendable {
        /// First frame of the market channel.
        case market
        /// First frame of the user channel.
        case user
        case subscribe
        case unsubscribe
    }

    var kind: Kind
    /// Of the market channel.
    var tokens: [String] = []
    /// Condition ids, of the user channel; empty means all.
    var markets: [String] = []
    /// Best prices, new markets and resolutions too.
    var customFeatures: Bool?
    /// Whether books are sent at once; the venue's default is that they are.
    var initialDump: Bool?
    var credentials: ChannelCredentials?

    static var holdsSecret: Bool { true }

    init(_ kind: Kind, tokens: [String] = [], markets: [String] = []) {
        self.kind = kind
        self.tokens = tokens
        self.markets = markets
    }

    init(from reader: inout JSONReader) throws(WireError) {
        var kind: Kind?
        var tokens: [String] = []
        var markets: [String] = []
        var customFeatures: Bool?
        var initialDump: Bool?
        var credentials: ChannelCredentials?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type", "operation":
                let text = try reader.text() ?? ""
                kind = Kind(rawValue: text)
                if kind == nil { throw reader.error(.invalid("no request '\(text.prefix(20))' is known")) }
            case "assets_ids": tokens = try reader.texts() ?? []
            case "markets": markets = try reader.texts() ?? []
            case "custom_feature_enabled": customFeatures = try reader.flag()
            case "initial_dump": initialDump = try reader.flag()
            case "auth":
                let reply = try ApiKeyReply(from: &reader)
                credentials = ChannelCredentials(key: reply.key, secret: reply.secret, passphrase: reply.passphrase)
            default: try reader.skip(key, documented: ["level"])
            }
        }
        self.init(try reader.required(kind, "type"), tokens: tokens, markets: markets)
        self.customFeatures = customFeatures
        self.initialDump = initialDump
        self.credentials = credentials
    }

    /// As it is sent.
    var text: String {
        var members: [String] = []
        if let credentials {
            members.append(
                "\"auth\":{\"apiKey\":\(JSONText.quoted(credentials.key)),"
                    + "\"secret\":\(JSONText.quoted(credentials.secret.revealed)),"
                    + "\"passphrase\":\(JSONText.quoted(credentials.passphrase.revealed))}")
        }
        switch kind {
        case .market, .subscribe, .unsubscribe:
            if !tokens.isEmpty || markets.isEmpty { members.append("\"assets_ids\":" + JSONText.array(tokens)) }
        case .user: break
        }
        if !markets.isEmpty { members.append("\"markets\":" + JSONText.array(markets)) }
        let name = kind == .market || kind == .user ? "type" : "operation"
        members.append("\"\(name)\":" + JSONText.quoted(kind.rawValue))
        if let customFeatures { members.append("\"custom_feature_enabled\":\(customFeatures)") }
        if let initialDump { members.append("\"initial_dump\":\(initialDump)") }
        return "{" + members.joined(separator: ",") + "}"
    }
}
