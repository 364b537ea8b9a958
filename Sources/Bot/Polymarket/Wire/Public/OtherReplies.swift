import Market

/// Whether the venue serves this address: `GET https://polymarket.com/api/geoblock`.
struct GeoblockReply: WireMessage, Hashable {
    var isBlocked: Bool
    var country: String?
    var region: String?

    init(from reader: inout JSONReader) throws(WireError) {
        var isBlocked: Bool?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "blocked": isBlocked = try reader.flag()
            case "country": country = try reader.text()
            case "region": region = try reader.text()
            default: try reader.skip(key, documented: ["ip"])
            }
        }
        self.isBlocked = try reader.required(isBlocked, "blocked")
    }
}

/// Prices of a token in the past: `GET /prices-history`.
struct PriceHistory: WireMessage, Hashable {
    struct Point: WireMessage, Hashable {
        var time: Timestamp
        var price: WireDecimal

        init(from reader: inout JSONReader) throws(WireError) {
            var time: Timestamp?
            var price: WireDecimal?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "t": time = try reader.instant()
                case "p": price = try reader.decimal()
                default: try reader.skipUnknown()
                }
            }
            self.time = try reader.required(time, "t")
            self.price = try reader.required(price, "p")
        }
    }

    /// Ascending; the last one is of now and off the grid.
    var points: [Point] = []

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "history": points = try reader.list(of: Point.self) ?? []
            default: try reader.skipUnknown()
            }
        }
    }
}

/// The market that a token belongs to: `GET /markets-by-token/{token}`. The primary token is not always Yes.
struct MarketOfToken: WireMessage, Hashable {
    var conditionID: String?
    var tokens: [String] = []

    init(from reader: inout JSONReader) throws(WireError) {
        var primary: String?
        var secondary: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "condition_id": conditionID = ConditionID.normalized(try reader.text())
            case "primary_token_id": primary = try reader.text()
            case "secondary_token_id": secondary = try reader.text()
            default: try reader.skipUnknown()
            }
        }
        tokens = [primary, secondary].compactMap { $0 }
    }
}
