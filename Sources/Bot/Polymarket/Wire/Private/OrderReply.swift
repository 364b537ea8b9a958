import Market

/// What became of a posted order, by the reply's own word.
enum OrderVerdict: Hashable, Sendable {
    /// The venue has the order; `status` says where it stands.
    case accepted(status: OrderStatus)
    case refused(String)
}

/// Reply to `POST /order`, and element of the reply to `POST /orders`. Status 200 alone means nothing.
struct OrderReply: WireMessage, Hashable {
    var success: Bool?
    var orderID: String?
    var failure: String?
    var status: String?
    /// What was given and got at once, decimal; nil when nothing matched. In documentation's samples base units.
    var makingAmount: WireDecimal?
    var takingAmount: WireDecimal?
    var trades: [String] = []
    /// No longer sent.
    var transactions: [String] = []

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "success": success = try reader.flag()
            case "orderID": orderID = try reader.text()
            case "errorMsg", "error": failure = try reader.text()
            case "status": status = try reader.text()
            case "makingAmount": makingAmount = try reader.decimal()
            case "takingAmount": takingAmount = try reader.decimal()
            case "tradeIDs": trades = try reader.texts() ?? []
            case "transactionsHashes": transactions = try reader.texts() ?? []
            default: try reader.skipUnknown()
            }
        }
        if success == nil, failure == nil { throw reader.error(.missing("success")) }
    }

    /// Accepted is: success, no error, an id, and a status that says so. All else is a refusal.
    var verdict: OrderVerdict {
        if let failure, !failure.isEmpty { return .refused(failure) }
        guard success == true else { return .refused("success is not true") }
        guard let orderID, !orderID.isEmpty else { return .refused("no order id") }
        let status = OrderStatus(status ?? "")
        switch status {
        case .live, .matched, .delayed, .unmatched: return .accepted(status: status)
        case .canceled, .invalid, .other: return .refused("status '\(self.status ?? "")'")
        }
    }
}

/// Reply to every cancel. What was not cancelled rests no more, or is not known, or is being matched: ask.
struct CancelReply: WireMessage, Hashable {
    var canceled: [String] = []
    /// Reasons by order.
    var notCanceled: [String: String] = [:]

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "canceled": canceled = try reader.texts() ?? []
            case "not_canceled":
                if try reader.null() { continue }
                try reader.beginObject()
                while let key = try reader.nextKey() { notCanceled[key.text] = try reader.text() ?? "" }
            default: try reader.skipUnknown()
            }
        }
    }
}
