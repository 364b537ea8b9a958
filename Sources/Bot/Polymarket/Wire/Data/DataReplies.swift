import Market

/// A page of the Data API's version 2.
struct DataPage<Element: WireMessage & Hashable>: WireMessage, Hashable {
    var elements: [Element] = []
    /// What `cursor` of the next request must be; nil after the last page.
    var nextCursor: String?

    init(from reader: inout JSONReader) throws(WireError) {
        var hasMore: Bool?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "data": elements = try reader.list(of: Element.self) ?? []
            case "pagination":
                if try reader.null() { continue }
                try reader.beginObject()
                while let key = try reader.nextKey() {
                    switch key {
                    case "has_more": hasMore = try reader.flag()
                    case "next_cursor": nextCursor = try reader.text()
                    default: try reader.skip(key, documented: ["limit", "offset"])
                    }
                }
            default: try reader.skipUnknown()
            }
        }
        if nextCursor == "" || hasMore == false { nextCursor = nil }
    }
}

/// A trade or another act of a wallet, in the names of version 2 and in those of version 1.
struct DataTrade: WireMessage, Hashable {
    var wallet: String?
    /// TRADE, SPLIT, MERGE, REDEEM, …; nil in lists of trades.
    var kind: String?
    var side: OrderSide?
    var token: String?
    var conditionID: String?
    var size: WireDecimal?
    var price: WireDecimal?
    var notional: WireDecimal?
    var time: Timestamp?
    var outcome: String?
    /// 999: unlabelled.
    var outcomeIndex: Int64?
    var transaction: String?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "proxy_wallet", "proxyWallet": wallet = try reader.text()
            case "type": kind = try reader.text()
            case "side": side = try reader.side()
            case "token_id", "asset": token = try reader.text()
            case "condition_id", "conditionId": conditionID = ConditionID.normalized(try reader.text())
            case "size": size = try reader.decimal()
            case "price": price = try reader.decimal()
            case "usdc_size", "usdcSize": notional = try reader.decimal()
            case "timestamp": time = try reader.instant()
            case "outcome": outcome = try reader.text()
            case "outcome_index", "outcomeIndex": outcomeIndex = try reader.integer()
            case "transaction_hash", "transactionHash": transaction = try reader.text()
            default: try reader.skip(key, documented: Self.documented)
            }
        }
    }

    private static let documented: [StaticString] = [
        "title", "slug", "icon", "event_slug", "eventSlug", "name", "pseudonym", "bio", "profile_image", "profileImage",
        "profile_image_optimized", "profileImageOptimized",
    ]
}

/// What a wallet holds of a token, in the names of both versions.
struct DataPosition: WireMessage, Hashable {
    var wallet: String?
    var token: String?
    var conditionID: String?
    var size: WireDecimal?
    var averagePrice: WireDecimal?
    var currentPrice: WireDecimal?
    var realizedProfit: WireDecimal?
    /// OPEN, REDEEMABLE, REDEEMABLE_LOST, MERGEABLE, CLOSED; nil in version 1.
    var status: String?
    var isRedeemable = false
    var isMergeable = false
    var isNegativeRisk = false
    var outcome: String?
    var outcomeIndex: Int64?
    var oppositeToken: String?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "proxy_wallet", "proxyWallet": wallet = try reader.text()
            case "token_id", "asset": token = try reader.text()
            case "condition_id", "conditionId": conditionID = ConditionID.normalized(try reader.text())
            case "current_size", "size": size = try reader.decimal()
            case "avg_price", "avgPrice": averagePrice = try reader.decimal()
            case "current_price", "curPrice": currentPrice = try reader.decimal()
            case "realized_pnl", "realizedPnl": realizedProfit = try reader.decimal()
            case "status": status = try reader.text()
            case "redeemable": isRedeemable = try reader.flag() ?? false
            case "mergeable": isMergeable = try reader.flag() ?? false
            case "negative_risk", "negativeRisk": isNegativeRisk = try reader.flag() ?? false
            case "outcome": outcome = try reader.text()
            case "outcome_index", "outcomeIndex": outcomeIndex = try reader.integer()
            case "opposite_token_id", "oppositeAsset": oppositeToken = try reader.text()
            default: try reader.skip(key, documented: Self.documented)
            }
        }
    }

    private static let documented: [StaticString] = [
        "entry_cost_usdc", "entry_fees_usdc", "total_cost_usdc", "current_value", "total_size", "unrealized_pnl",
        "total_pnl", "percent_pnl", "percent_realized_pnl", "title", "slug", "event_id", "event_slug",
        "opposite_outcome", "end_date", "last_event_at", "first_entry_at", "initialValue", "currentValue", "cashPnl",
        "percentPnl", "totalBought", "percentRealizedPnl", "icon", "eventSlug", "oppositeOutcome", "endDate",
    ]
}

/// How a market was decided. Payouts are micro-units a share by outcome: 500,000 each for a split.
struct DataResolution: WireMessage, Hashable {
    var conditionID: String?
    var status: String?
    var payouts: [WireText] = []
    var wasDisputed = false
    var resolved: Timestamp?
    var reporter: String?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "condition_id": conditionID = ConditionID.normalized(try reader.text())
            case "status": status = try reader.text()
            case "payouts": payouts = try reader.list(of: WireText.self) ?? []
            case "was_disputed": wasDisputed = try reader.flag() ?? false
            case "resolved_at": resolved = try reader.instant()
            case "reporter": reporter = try reader.text()
            default: try reader.skip(key, documented: Self.documented)
            }
        }
    }

    /// What the token of the first outcome pays; nil unless there are two payouts that sum to one.
    var payout: Payout? {
        let units = payouts.compactMap { WireDecimal($0.text)?.units(places: 0) }
        guard units.count == 2, payouts.count == 2, units[0] >= 0, units[1] >= 0, units[0] <= 1_000_000,
            units[0] + units[1] == 1_000_000, units[0] % 100 == 0
        else { return nil }
        return Payout(units: Int32(units[0] / 100))
    }

    private static let documented: [StaticString] = [
        "market_type", "resolution_source", "was_arbitrated", "transaction_hash", "log_index", "last_update_timestamp",
    ]
}

/// The holders of a token.
struct DataHolders: WireMessage, Hashable {
    struct Holder: WireMessage, Hashable {
        var wallet: String?
        var amount: WireDecimal?
        var outcomeIndex: Int64?

        init(from reader: inout JSONReader) throws(WireError) {
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "proxy_wallet", "proxyWallet": wallet = try reader.text()
                case "amount": amount = try reader.decimal()
                case "outcome_index", "outcomeIndex": outcomeIndex = try reader.integer()
                default:
                    try reader.skip(
                        key,
                        documented: [
                            "token_id", "name", "pseudonym", "bio", "profile_image", "profile_image_optimized",
                        ])
                }
            }
        }
    }

    var token: String?
    var holders: [Holder] = []

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "token_id", "token": token = try reader.text()
            case "holders": holders = try reader.list(of: Holder.self) ?? []
            default: try reader.skipUnknown()
            }
        }
    }
}

/// What a wallet's positions are worth.
struct DataValue: WireMessage, Hashable {
    var wallet: String?
    /// In USDC.
    var value: WireDecimal?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "data": self = try reader.object(DataValue.self) ?? self
            case "proxy_wallet", "user": wallet = try reader.text()
            case "value": value = try reader.decimal()
            default: try reader.skipUnknown()
            }
        }
    }
}
