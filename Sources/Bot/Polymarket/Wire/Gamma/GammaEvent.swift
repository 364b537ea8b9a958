import Market

/// A group of markets as Gamma announces it.
struct GammaEvent: WireMessage, Hashable {
    var id = ""
    var slug = ""
    var title = ""
    var isActive = false
    var isClosed = false
    var isArchived = false
    var isNegativeRisk = false
    /// Whether markets may be added: the set of outcomes is then not complete.
    var isAugmented = false
    var negativeRiskID: String?
    var start: Timestamp?
    var scheduledEnd: Timestamp?
    /// In USDC, as are all that follow.
    var volume: Double?
    var liquidity: Double?
    var openInterest: Double?
    var seriesSlug: String?
    var tags: [GammaTag] = []
    var markets: [GammaMarket] = []

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": id = try reader.text() ?? ""
            case "slug": slug = try reader.text() ?? ""
            case "title": title = try reader.text() ?? ""
            case "active": isActive = try reader.flag() ?? false
            case "closed": isClosed = try reader.flag() ?? false
            case "archived": isArchived = try reader.flag() ?? false
            case "negRisk": isNegativeRisk = try reader.flag() ?? false
            case "negRiskAugmented": isAugmented = try reader.flag() ?? false
            case "negRiskMarketID": negativeRiskID = try reader.text()
            case "startDate": start = try reader.instant()
            case "endDate": scheduledEnd = try reader.instant()
            case "volume": volume = try reader.double()
            case "liquidity": liquidity = try reader.double()
            case "openInterest": openInterest = try reader.double()
            case "seriesSlug": seriesSlug = try reader.text()
            case "tags": tags = try reader.list(of: GammaTag.self) ?? []
            case "markets": markets = try reader.list(of: GammaMarket.self) ?? []
            default: try reader.skip(key, documented: Self.documented)
            }
        }
    }

    private static let documented: [StaticString] = [
        "description", "resolutionSource", "volume24hr", "volume1wk", "volume1mo", "volume1yr", "liquidityClob",
        "enableNegRisk", "series", "live", "ended", "score",
    ]
}

struct GammaTag: WireMessage, Hashable {
    var id = ""
    var label = ""
    var slug = ""

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": id = try reader.text() ?? ""
            case "label": label = try reader.text() ?? ""
            case "slug": slug = try reader.text() ?? ""
            default: try reader.skip(key, documented: ["forceShow"])
            }
        }
    }
}

/// A page of markets or events by keyset. The last page has no cursor.
struct GammaPage: WireMessage, Hashable {
    var markets: [GammaMarket] = []
    var events: [GammaEvent] = []
    /// What `after_cursor` of the next request must be.
    var nextCursor: String?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "markets": markets = try reader.list(of: GammaMarket.self) ?? []
            case "events": events = try reader.list(of: GammaEvent.self) ?? []
            case "next_cursor": nextCursor = try reader.text()
            default: try reader.skipUnknown()
            }
        }
        if nextCursor == "" { nextCursor = nil }
    }
}

/// What a search finds.
struct GammaSearch: WireMessage, Hashable {
    var events: [GammaEvent] = []
    var tags: [GammaTag] = []
    var hasMore = false
    var totalCount: Int64?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "events": events = try reader.list(of: GammaEvent.self) ?? []
            case "tags": tags = try reader.list(of: GammaTag.self) ?? []
            case "pagination":
                try reader.beginObject()
                while let key = try reader.nextKey() {
                    switch key {
                    case "hasMore": hasMore = try reader.flag() ?? false
                    case "totalResults": totalCount = try reader.integer()
                    default: try reader.skipUnknown()
                    }
                }
            default: try reader.skip(key, documented: ["profiles"])
            }
        }
    }
}
