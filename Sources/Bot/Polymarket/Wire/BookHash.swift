import Crypto

/// The venue's fingerprint of a book: SHA-1 over its compact JSON.
struct BookHash: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt32)

    /// Nil unless 40 hexadecimal digits.
    init?(hex: String) {
        let digits = Array(hex.utf8)
        self.init(hex: digits, digits.indices)
    }

    /// Nil unless `bytes[range]` is 40 hexadecimal digits.
    init?(hex bytes: [UInt8], _ range: Range<Int>) {
        guard range.count == 40 else { return nil }
        func word(_ start: Int, _ count: Int) -> UInt64? {
            var word: UInt64 = 0
            for index in range.lowerBound + start..<range.lowerBound + start + count {
                guard let digit = JSONEscapes.hexDigit(bytes[index]) else { return nil }
                word = word << 4 | UInt64(digit)
            }
            return word
        }
        guard let first = word(0, 16), let second = word(16, 16), let third = word(32, 8) else { return nil }
        words = (first, second, UInt32(third))
    }

    /// The fingerprint of JSON that is already spelled as the venue spells it.
    init(of json: [UInt8]) {
        var digest = Insecure.SHA1.hash(data: json).makeIterator()
        func word(_ byteCount: Int) -> UInt64 {
            var word: UInt64 = 0
            for _ in 0..<byteCount { word = word << 8 | UInt64(digest.next() ?? 0) }
            return word
        }
        words = (word(8), word(8), UInt32(word(4)))
    }

    static func == (a: BookHash, b: BookHash) -> Bool { a.words == b.words }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
    }

    /// 40 lower-case hexadecimal digits.
    var hex: String { Self.digits(words.0, 16) + Self.digits(words.1, 16) + Self.digits(UInt64(words.2), 8) }

    private static func digits(_ word: UInt64, _ count: Int) -> String {
        let text = String(word, radix: 16)
        return String(repeating: "0", count: count - text.count) + text
    }
}

/// What of a token stands in the hashed text beside its levels, spelled as the venue spells it.
struct BookHashContext: Hashable, Sendable {
    var market: String
    var asset: String
    var sizeMin: String
    var tick: String
    var isNegativeRisk: Bool
    var lastTradePrice: String
    /// Nil on v1 markets, which do not have the member.
    var version: String?
}

/// The compact JSON that the venue hashes: keys in its order, `hash` empty (the specification, section 3.1).
struct BookHashText: Sendable {
    private(set) var bytes: [UInt8] = []

    mutating func write(
        _ context: BookHashContext, milliseconds: Int64?, bids: some Sequence<some SpelledLevel>,
        asks: some Sequence<some SpelledLevel>
    ) {
        bytes.removeAll(keepingCapacity: true)
        append("{\"market\":\"")
        append(context.market)
        append("\",\"asset_id\":\"")
        append(context.asset)
        append("\",\"timestamp\":\"")
        if let milliseconds { WireDecimal.append(milliseconds, places: 0, to: &bytes) }
        append("\",\"hash\":\"\",\"bids\":[")
        append(bids)
        append("],\"asks\":[")
        append(asks)
        append("],\"min_order_size\":\"")
        append(context.sizeMin)
        append("\",\"tick_size\":\"")
        append(context.tick)
        append("\",\"neg_risk\":")
        append(context.isNegativeRisk ? "true" : "false")
        append(",\"last_trade_price\":\"")
        append(context.lastTradePrice)
        append("\"")
        if let version = context.version {
            append(",\"version\":\"")
            append(version)
            append("\"")
        }
        append("}")
    }

    private mutating func append(_ levels: some Sequence<some SpelledLevel>) {
        var isFirst = true
        for level in levels {
            append(isFirst ? "{\"price\":\"" : ",{\"price\":\"")
            isFirst = false
            level.appendPrice(to: &bytes)
            append("\",\"size\":\"")
            level.appendSize(to: &bytes)
            append("\"}")
        }
    }

    private mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}

/// A level with the places its numbers were written with.
protocol SpelledLevel {
    func appendPrice(to bytes: inout [UInt8])
    func appendSize(to bytes: inout [UInt8])
}

extension WireLevel: SpelledLevel {
    func appendPrice(to bytes: inout [UInt8]) {
        WireDecimal.append(price.coefficient, places: price.places, to: &bytes)
    }
    func appendSize(to bytes: inout [UInt8]) {
        WireDecimal.append(size.coefficient, places: size.places, to: &bytes)
    }
}

extension BookMessage {
    /// The hash of the book as it stands here; nil where a member that the hash covers is absent and not in `context`.
    func computedHash(context: BookHashContext? = nil) -> BookHash? {
        guard let sizeMin = sizeMin ?? context?.sizeMin, let tick = tick ?? context?.tick,
            let isNegativeRisk = isNegativeRisk ?? context?.isNegativeRisk,
            let lastTradePrice = lastTradePrice ?? context?.lastTradePrice
        else { return nil }
        var text = BookHashText()
        text.write(
            BookHashContext(
                market: market, asset: asset, sizeMin: sizeMin, tick: tick, isNegativeRisk: isNegativeRisk,
                lastTradePrice: lastTradePrice, version: version),
            milliseconds: milliseconds, bids: bids, asks: asks)
        return BookHash(of: text.bytes)
    }
}
