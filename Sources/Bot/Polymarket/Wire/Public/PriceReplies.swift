import Market

/// A reply that is one member with one value, such as `{"price":"0.83"}`.
///
/// Which member it was is not kept: whoever asks knows the question.
struct DecimalReply: WireMessage, Hashable {
    var value: WireDecimal

    init(from reader: inout JSONReader) throws(WireError) {
        var value: WireDecimal?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "price", "mid", "spread", "minimum_tick_size", "base_fee", "version": value = try reader.decimal()
            default: try reader.skip(key, documented: ["side"])
            }
        }
        self.value = try reader.required(value, "value")
    }
}

/// A reply that is one truth value, such as `{"neg_risk":false}`.
struct FlagReply: WireMessage, Hashable {
    var value: Bool

    init(from reader: inout JSONReader) throws(WireError) {
        var value: Bool?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "neg_risk", "closed_only", "scoring": value = try reader.flag()
            default: try reader.skipUnknown()
            }
        }
        self.value = try reader.required(value, "value")
    }
}

/// `GET /time`: whole seconds, bare.
struct ServerTimeReply: WireMessage, Hashable {
    var seconds: Int64

    init(from reader: inout JSONReader) throws(WireError) {
        seconds = try reader.required(try reader.integer(), "time")
        guard seconds >= 0, seconds < 9_000_000_000 else { throw reader.error(.invalid("\(seconds) s is no time")) }
    }
}

/// `"OK"`, bare, or `{"status":"ok"}`, or nothing at all: what the venue says when there is nothing to say.
struct Acknowledgement: WireMessage, Hashable {
    init(from reader: inout JSONReader) throws(WireError) {
        if try reader.kind() == .object {
            try reader.beginObject()
            while let key = try reader.nextKey() { try reader.skip(key, documented: ["status"]) }
        } else {
            _ = try reader.text()
        }
    }
}

/// `{token: number}`: midpoints and spreads. A token that the venue does not know is left out.
struct TokenDecimals: WireMessage, Hashable {
    var values: [String: WireDecimal] = [:]

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() { values[key.text] = try reader.decimal() }
    }
}

/// `{token: {side: price}}`. BUY is the best bid, SELL the best ask.
struct TokenPrices: WireMessage, Hashable {
    struct Quote: WireMessage, Hashable {
        var bid: WireDecimal?
        var ask: WireDecimal?

        init(from reader: inout JSONReader) throws(WireError) {
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "BUY": bid = try reader.decimal()
                case "SELL": ask = try reader.decimal()
                default: try reader.skipUnknown()
                }
            }
        }
    }

    var quotes: [String: Quote] = [:]

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() { quotes[key.text] = try reader.object(Quote.self) }
    }
}

/// `{order or token: true or false}`.
struct Flags: WireMessage, Hashable {
    var values: [String: Bool] = [:]

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() { values[key.text] = try reader.flag() }
    }
}

struct LastTrade: WireMessage, Hashable {
    var token: String?
    var price: WireDecimal?
    /// Of the taker; nil when there was no trade yet.
    var side: OrderSide?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "token_id": token = try reader.text()
            case "price": price = try reader.decimal()
            case "side": side = try reader.side()
            default: try reader.skipUnknown()
            }
        }
    }
}

/// What a maker was paid back of the fees.
struct Rebate: WireMessage, Hashable {
    var date: String?
    var conditionID: String?
    var maker: String?
    var amount: WireDecimal?

    init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "date": date = try reader.text()
            case "condition_id": conditionID = ConditionID.normalized(try reader.text())
            case "maker_address": maker = try reader.text()
            case "rebated_fees_usdc": amount = try reader.decimal()
            default: try reader.skip(key, documented: ["asset_address"])
            }
        }
    }
}

extension JSONReader {
    /// `BUY` or `SELL`; nil for null and `""`.
    mutating func side() throws(WireError) -> OrderSide? {
        switch try text() {
        case "BUY": .buy
        case "SELL": .sell
        case nil, "": nil
        case .some(let other): throw error(.invalid("no side '\(other.prefix(20))' is known"))
        }
    }
}
