import Market

/// A market as Gamma announces it. Every member may be absent.
struct GammaMarket: WireMessage, Hashable {
    var id = ""
    /// Normalised; nil before deployment.
    var conditionID: String?
    var questionID: String?
    var slug = ""
    var question = ""
    var category: String?
    var version = ProtocolVersion.v1
    /// Names in the order of token ids and prices; not always Yes and No.
    var outcomes: [String] = []
    /// Indicative, in up to 34 digits; 0 and 1 after resolution.
    var outcomePrices: [Double] = []
    /// What a v1 market trades.
    var clobTokenIDs: [String] = []
    /// What a v2 market trades; many v1 markets carry such ids too, for which there is no book.
    var positionIDs: [String] = []

    var isActive = false
    var isClosed = false
    var isArchived = false
    var hasOrderBook: Bool?
    /// May still be true on a closed market.
    var acceptsOrders: Bool?
    var acceptsOrdersSince: Timestamp?
    var isNegativeRisk = false
    var negativeRiskID: String?
    /// The placeholder "Other" of an event that can grow.
    var isNegativeRiskOther = false
    var tick: WireDecimal?
    /// In shares.
    var sizeMin: WireDecimal?
    var feesEnabled: Bool?
    var feeType: String?
    var fee: GammaFee?
    var rewardsSizeMin: WireDecimal?
    /// In cents around the mid.
    var rewardsSpreadMax: WireDecimal?
    /// How long takers are held, in seconds.
    var takerDelay: Int64?
    var resolutionStatus: String?
    var crypto: CryptoMarketConfig?
    var groupItemTitle: String?

    var scheduledEnd: Timestamp?
    var start: Timestamp?
    var created: Timestamp?
    var updated: Timestamp?
    var eventStart: Timestamp?
    var gameStart: Timestamp?
    var closedTime: Timestamp?

    /// In USDC, cached by the venue, as are all that follow: for ranking only.
    var volume: Double?
    var volume24h: Double?
    var liquidity: Double?
    var bestBid: WireDecimal?
    var bestAsk: WireDecimal?
    var lastTradePrice: WireDecimal?
    var events: [GammaEvent] = []

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if try readIdentity(key, &reader) { continue }
            if try readTrading(key, &reader) { continue }
            if try readTimes(key, &reader) { continue }
            if try readStatistics(key, &reader) { continue }
            try reader.skip(key, documented: Self.documented)
        }
    }

    private mutating func readIdentity(_ key: JSONKey, _ reader: inout JSONReader) throws(WireError) -> Bool {
        switch key {
        case "id": id = try reader.text() ?? ""
        case "conditionId": conditionID = ConditionID.normalized(try reader.text())
        case "questionID", "questionId": questionID = try reader.text()
        case "slug": slug = try reader.text() ?? ""
        case "question": question = try reader.text() ?? ""
        case "category": category = try reader.text()
        case "version": version = ProtocolVersion(try reader.text())
        case "outcomes": outcomes = try reader.texts() ?? []
        case "outcomePrices":
            outcomePrices = []
            for text in try reader.texts() ?? [] {
                guard let price = Double(text), price.isFinite else {
                    throw reader.error(.invalid("'\(text.prefix(40))' is no price"))
                }
                outcomePrices.append(price)
            }
        case "clobTokenIds": clobTokenIDs = try reader.texts() ?? []
        case "positionIds": positionIDs = try reader.texts() ?? []
        case "events": events = try reader.list(of: GammaEvent.self) ?? []
        case "groupItemTitle": groupItemTitle = try reader.text()
        default: return false
        }
        return true
    }

    private mutating func readTrading(_ key: JSONKey, _ reader: inout JSONReader) throws(WireError) -> Bool {
        switch key {
        case "active": isActive = try reader.flag() ?? false
        case "closed": isClosed = try reader.flag() ?? false
        case "archived": isArchived = try reader.flag() ?? false
        case "enableOrderBook": hasOrderBook = try reader.flag()
        case "acceptingOrders": acceptsOrders = try reader.flag()
        case "negRisk": isNegativeRisk = try reader.flag() ?? false
        case "negRiskMarketID": negativeRiskID = try reader.text()
        case "negRiskOther": isNegativeRiskOther = try reader.flag() ?? false
        case "orderPriceMinTickSize": tick = try reader.decimal()
        case "orderMinSize": sizeMin = try reader.decimal()
        case "feesEnabled": feesEnabled = try reader.flag()
        case "feeType": feeType = try reader.text()
        case "feeSchedule": fee = try reader.object(GammaFee.self)
        case "rewardsMinSize": rewardsSizeMin = try reader.decimal()
        case "rewardsMaxSpread": rewardsSpreadMax = try reader.decimal()
        case "secondsDelay": takerDelay = try reader.integer()
        case "umaResolutionStatus", "resolutionStatus": resolutionStatus = try reader.text()
        case "cryptoMarketConfig": crypto = try reader.object(CryptoMarketConfig.self)
        default: return false
        }
        return true
    }

    private mutating func readTimes(_ key: JSONKey, _ reader: inout JSONReader) throws(WireError) -> Bool {
        switch key {
        case "acceptingOrdersTimestamp": acceptsOrdersSince = try reader.instant()
        case "endDate": scheduledEnd = try reader.instant()
        case "startDate": start = try reader.instant()
        case "createdAt": created = try reader.instant()
        case "updatedAt": updated = try reader.instant()
        case "eventStartTime": eventStart = try reader.instant()
        case "gameStartTime": gameStart = try reader.instant()
        case "closedTime": closedTime = try reader.instant()
        default: return false
        }
        return true
    }

    private mutating func readStatistics(_ key: JSONKey, _ reader: inout JSONReader) throws(WireError) -> Bool {
        switch key {
        case "volumeNum": volume = try reader.double()
        case "volume24hr": volume24h = try reader.double()
        case "liquidityNum": liquidity = try reader.double()
        case "volume":
            let value = try reader.double()
            if volume == nil { volume = value }
        case "liquidity":
            let value = try reader.double()
            if liquidity == nil { liquidity = value }
        case "bestBid": bestBid = try reader.decimal()
        case "bestAsk": bestAsk = try reader.decimal()
        case "lastTradePrice": lastTradePrice = try reader.decimal()
        default: return false
        }
        return true
    }

    /// Documented members that the bot has no use for.
    private static let documented: [StaticString] = [
        "description", "resolutionSource", "endDateIso", "startDateIso", "volume1wk", "volume1mo", "volume1yr",
        "volumeClob", "volume24hrClob", "volume1wkClob", "volume1moClob", "volume1yrClob", "volumeAmm", "volume24hrAmm",
        "volume1wkAmm", "volume1moAmm", "volume1yrAmm", "liquidityClob", "liquidityAmm", "spread", "competitive",
        "oneHourPriceChange", "oneDayPriceChange", "oneWeekPriceChange", "oneMonthPriceChange", "oneYearPriceChange",
        "makerBaseFee", "takerBaseFee", "umaResolutionStatuses", "negRiskRequestID", "restricted", "rfqEnabled",
        "comboStatus", "line", "sportsMarketType", "gameId",
    ]
}

/// What a market charges takers.
struct GammaFee: WireMessage, Hashable {
    var rate = WireDecimal.zero
    var exponent = WireDecimal(1)
    var takerOnly = true
    var rebateRate: WireDecimal?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "rate", "r": rate = try reader.decimal() ?? .zero
            case "exponent", "e": exponent = try reader.decimal() ?? WireDecimal(1)
            case "takerOnly", "taker_only", "to": takerOnly = try reader.flag() ?? true
            case "rebateRate", "rebate_rate": rebateRate = try reader.decimal()
            default: try reader.skipUnknown()
            }
        }
    }

    /// Nil where the schedule is none that the ledger computes: an exponent other than 1, a rate finer than 10^-6.
    var feeRate: FeeRate? {
        guard exponent == WireDecimal(1), let millionths = rate.units(places: 6), millionths >= 0,
            millionths <= Int64(Int32.max)
        else { return nil }
        return FeeRate(millionths: Int32(millionths))
    }
}

/// What an up/down market of a currency is about.
struct CryptoMarketConfig: WireMessage, Hashable {
    var asset: String?
    var duration: String?
    var settlesOnAverage = false
    var averageSeconds: Int64?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "asset": asset = try reader.text()
            case "duration": duration = try reader.text()
            case "twapEnabled": settlesOnAverage = try reader.flag() ?? false
            case "twapLookbackSeconds": averageSeconds = try reader.integer()
            default: try reader.skip(key, documented: ["id"])
            }
        }
    }
}
