/// Why bytes are no JSON, and where that was seen.
public struct JSONError: Error, Hashable, Sendable {
    public var offset: Int
    public var reason: String
}

extension JSON {
    /// Strict (RFC 8259), with at most 64 levels.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        var parser = JSONParser(bytes: bytes)
        self = try parser.document()
    }

    public init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }
}

private struct JSONParser {
    let bytes: [UInt8]
    var index = 0
    var depth = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    func failure(_ reason: String) -> JSONError { JSONError(offset: index, reason: reason) }

    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { index += 1 }
    }

    mutating func document() throws(JSONError) -> JSON {
        let value = try value()
        guard index == bytes.count else { throw failure("text after the document") }
        return value
    }

    /// A value and the space around it.
    mutating func value() throws(JSONError) -> JSON {
        skipSpace()
        defer { skipSpace() }
        switch next {
        case 0x7b: return try object()
        case 0x5b: return try array()
        case 0x22: return .string(try string())
        case 0x74: return try word("true", .bool(true))
        case 0x66: return try word("false", .bool(false))
        case 0x6e: return try word("null", .null)
        case .some(0x2d), .some(0x30...0x39): return .number(try number())
        default: throw failure("a value is due")
        }
    }

    private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
        guard bytes[index...].starts(with: word.utf8) else { throw failure("a value is due") }
        index += word.utf8.count
        return value
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        index += 1
        guard depth <= 64 else { throw failure("nested too deeply") }
        skipSpace()
    }

    private mutating func object() throws(JSONError) -> JSON {
        try enter()
        defer { depth -= 1 }
        var members: [JSON.Member] = []
        if next == 0x7d {
            index += 1
            return .object([])
        }
        while true {
            skipSpace()
            guard next == 0x22 else { throw failure("a name is due") }
            let name = try string()
            skipSpace()
            guard next == 0x3a else { throw failure("a colon is due") }
            index += 1
            members.append(JSON.Member(name, try value()))
            guard try hasMore(until: 0x7d) else { return .object(members) }
        }
    }

    private mutating func array() throws(JSONError) -> JSON {
        try enter()
        defer { depth -= 1 }
        var elements: [JSON] = []
        if next == 0x5d {
            index += 1
            return .array([])
        }
        while true {
            elements.append(try value())
            guard try hasMore(until: 0x5d) else { return .array(elements) }
        }
    }

    private mutating func hasMore(until end: UInt8) throws(JSONError) -> Bool {
        guard let byte = next, byte == 0x2c || byte == end else { throw failure("a comma or the end is due") }
        index += 1
        return byte == 0x2c
    }

    private mutating func number() throws(JSONError) -> String {
        let start = index
        if next == 0x2d { index += 1 }
        if next == 0x30 {
            index += 1
        } else {
            guard digits() else { throw failure("a digit is due") }
        }
        if next == 0x2e {
            index += 1
            guard digits() else { throw failure("a digit is due") }
        }
        if next == 0x65 || next == 0x45 {
            index += 1
            if next == 0x2b || next == 0x2d { index += 1 }
            guard digits() else { throw failure("a digit is due") }
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func digits() -> Bool {
        let start = index
        while let byte = next, byte >= 0x30, byte <= 0x39 { index += 1 }
        return index > start
    }

    private mutating func string() throws(JSONError) -> String {
        index += 1
        var text: [UInt8] = []
        while let byte = next {
            index += 1
            switch byte {
            case 0x22:
                guard let string = String(validating: text, as: UTF8.self) else { throw failure("text is not UTF-8") }
                return string
            case 0x5c: text += String(try escape()).utf8
            case 0..<0x20: throw failure("a control character in a string")
            default: text.append(byte)
            }
        }
        throw failure("a string does not end")
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        guard let byte = next else { throw failure("a string does not end") }
        index += 1
        switch byte {
        case 0x22: return "\""
        case 0x5c: return "\\"
        case 0x2f: return "/"
        case 0x62: return "\u{8}"
        case 0x66: return "\u{c}"
        case 0x6e: return "\n"
        case 0x72: return "\r"
        case 0x74: return "\t"
        case 0x75:
            let high = try unit()
            guard high & 0xfc00 == 0xd800 else {
                guard let scalar = Unicode.Scalar(high) else { throw failure("half a surrogate pair") }
                return scalar
            }
            guard bytes[index...].starts(with: [0x5c, 0x75]) else { throw failure("half a surrogate pair") }
            index += 2
            let low = try unit()
            let code = 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff)
            guard low & 0xfc00 == 0xdc00, let scalar = Unicode.Scalar(code) else {
                throw failure("half a surrogate pair")
            }
            return scalar
        default: throw failure("an unknown escape")
        }
    }

    private mutating func unit() throws(JSONError) -> UInt32 {
        guard index + 4 <= bytes.count,
            bytes[index..<index + 4].allSatisfy({ $0 != 0x2b && $0 != 0x2d }),
            let unit = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
        else { throw failure("four hexadecimal digits are due") }
        index += 4
        return unit
    }
}
