/// One message of the market channel.
enum MarketMessage: WireMessage, Hashable {
    case book(BookMessage)
    case priceChange(PriceChangeMessage)
    case tickSizeChange(TickSizeChangeMessage)
    case lastTrade(LastTradeMessage)
    case bestQuote(BestQuoteMessage)
    case newMarket(NewMarketMessage)
    case resolved(MarketResolvedMessage)
    /// Of a kind that this build does not know: ignored, and counted.
    case other(String)

    init(from reader: inout JSONReader) throws(WireError) {
        switch try reader.lookAhead("event_type") {
        case "book": self = .book(try BookMessage(from: &reader))
        case "price_change": self = .priceChange(try PriceChangeMessage(from: &reader))
        case "tick_size_change": self = .tickSizeChange(try TickSizeChangeMessage(from: &reader))
        case "last_trade_price": self = .lastTrade(try LastTradeMessage(from: &reader))
        case "best_bid_ask": self = .bestQuote(try BestQuoteMessage(from: &reader))
        case "new_market": self = .newMarket(try NewMarketMessage(from: &reader))
        case "market_resolved": self = .resolved(try MarketResolvedMessage(from: &reader))
        case nil: self = try Self.unnamed(&reader)
        case .some(let kind):
            try reader.skip()
            self = .other(kind)
        }
    }

    /// Old recordings do not name the kind; the members tell it.
    private static func unnamed(_ reader: inout JSONReader) throws(WireError) -> MarketMessage {
        if try reader.holds("price_changes") { return .priceChange(try PriceChangeMessage(from: &reader)) }
        if try reader.holds("bids") { return .book(try BookMessage(from: &reader)) }
        if try reader.holds("new_tick_size") { return .tickSizeChange(try TickSizeChangeMessage(from: &reader)) }
        if try reader.holds("price") { return .lastTrade(try LastTradeMessage(from: &reader)) }
        throw reader.error(.missing("event_type"))
    }
}

/// One message of the user channel.
enum UserMessage: WireMessage, Hashable {
    case order(OrderRecord)
    case trade(TradeRecord)
    case other(String)

    init(from reader: inout JSONReader) throws(WireError) {
        switch try reader.lookAhead("event_type") {
        case "order": self = .order(try OrderRecord(from: &reader))
        case "trade": self = .trade(try TradeRecord(from: &reader))
        case nil:
            let isTrade = try reader.holds("taker_order_id")
            self = isTrade ? .trade(try TradeRecord(from: &reader)) : .order(try OrderRecord(from: &reader))
        case .some(let kind):
            try reader.skip()
            self = .other(kind)
        }
    }
}

/// What one text frame of a channel holds: a JSON object, an array of them, or the answer to a ping.
enum ChannelFrame<Message: WireMessage>: Sendable {
    case pong
    /// Nothing but space.
    case empty
    /// In the order of the array. A message that cannot be understood is an error in its place; the others stand.
    case messages([Result<Message, WireError>])

    /// The most that one frame may hold: the first one carries the books of 200 tokens.
    static var byteCountMax: Int { 16 << 20 }

    /// A frame may end in a line feed. Throws when the frame as a whole is no JSON.
    init(_ bytes: [UInt8], unknown: inout UnknownFields) throws(WireError) {
        let trimmed = bytes.drop(while: Self.isSpace)
        guard let first = trimmed.first else {
            self = .empty
            return
        }
        if first == UInt8(ascii: "P"), Self.isPong(trimmed) {
            self = .pong
            return
        }
        guard bytes.count <= Self.byteCountMax else {
            throw WireError(.tooLarge(byteCount: bytes.count, limit: Self.byteCountMax), input: bytes)
        }
        var reader = JSONReader(bytes)
        defer { unknown.merge(reader.unknown) }
        var messages: [Result<Message, WireError>] = []
        if try reader.kind() == .array {
            try reader.beginArray()
            while try reader.nextElement() { messages.append(try Self.message(&reader)) }
        } else {
            messages.append(try Self.message(&reader))
        }
        try reader.finish()
        self = .messages(messages)
    }

    /// A message, or its error when the JSON at least can be passed over.
    private static func message(_ reader: inout JSONReader) throws(WireError) -> Result<Message, WireError> {
        let start = reader
        do throws(WireError) {
            return .success(try Message(from: &reader))
        } catch {
            reader = start
            try reader.skip()
            return .failure(error)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 }

    private static func isPong(_ bytes: ArraySlice<UInt8>) -> Bool {
        let text = bytes.reversed().drop(while: isSpace)
        return text.elementsEqual("GNOP".utf8)
    }
}
