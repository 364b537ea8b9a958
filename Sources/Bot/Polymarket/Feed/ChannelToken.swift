import Market

/// A token as the market channel needs to know it.
struct ChannelToken: Hashable, Sendable {
    /// The venue's name: a decimal number of up to 78 digits.
    var name: String
    var asset: AssetID
    /// Of its market.
    var conditionID: String
    /// In price units; nil until a book says it.
    var tick: Int32?
    /// As the venue spells it in a REST book (`5`); with the next it lets the channel's first book be checked by hash.
    var sizeMin: String?
    var isNegativeRisk: Bool?

    init(
        name: String, asset: AssetID, conditionID: String, tick: Int32? = nil, sizeMin: String? = nil,
        isNegativeRisk: Bool? = nil
    ) {
        self.name = name
        self.asset = asset
        self.conditionID = conditionID
        self.tick = tick
        self.sizeMin = sizeMin
        self.isNegativeRisk = isNegativeRisk
    }
}

/// Which tokens share a connection.
enum SubscriptionPlan {
    /// Beyond some 500 tokens on one connection the venue sends no first books; 200 is safe (section 6.1 of the
    /// specification).
    static let tokenCountMax = 200

    /// Tokens by connection, in the order given, both tokens of a market on the same one where they follow each other.
    static func connections(_ tokens: [ChannelToken], tokenCountMax: Int = tokenCountMax) -> [[ChannelToken]] {
        precondition(tokenCountMax >= 2, "a connection carries both tokens of a market")
        var connections: [[ChannelToken]] = []
        var index = 0
        while index < tokens.count {
            let isPair = index + 1 < tokens.count && tokens[index + 1].asset.market == tokens[index].asset.market
            let count = isPair ? 2 : 1
            if connections.isEmpty || connections[connections.count - 1].count + count > tokenCountMax {
                connections.append([])
            }
            connections[connections.count - 1] += tokens[index..<index + count]
            index += count
        }
        return connections
    }
}
