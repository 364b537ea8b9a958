/// A JSON value of a markets file. Numbers are kept as their text.
enum JSONValue: Hashable {
    case object([Member])
    case array([JSONValue])
    case string(String)
    case number(String)
    case bool(Bool)
    case null

    struct Member: Hashable {
        var name: String
        var value: JSONValue
    }

    /// Reads a line that holds one value and nothing else.
    init(line: Span<UInt8>) throws(LineProblem) {
        var cursor = JSONCursor()
        self = try cursor.value(in: line)
        try cursor.end(in: line)
    }

    /// The member of that name; nil when there is none or this is no object.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    func string(_ name: String) throws(LineProblem) -> String {
        guard case .string(let text) = self[name] else { throw LineProblem(.syntax, "no text '\(name)'") }
        return text
    }

    func strings(_ name: String) throws(LineProblem) -> [String] {
        guard case .array(let elements) = self[name] else { throw LineProblem(.syntax, "no list '\(name)'") }
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else { throw LineProblem(.syntax, "'\(name)' is no list of texts") }
            texts.append(text)
        }
        return texts
    }

    func number(_ name: String) throws(LineProblem) -> [UInt8] {
        guard case .number(let text) = self[name] else { throw LineProblem(.syntax, "no number '\(name)'") }
        return Array(text.utf8)
    }
}

/// The escapes of JSON strings (RFC 8259, section 7).
enum JSONEscapes {
    /// The text of `line[range]`; nil when an escape is not one or half a surrogate pair is missing.
    static func decode(_ line: Span<UInt8>, _ range: Range<Int>) -> String? {
        var units: [UInt16] = []
        var plain: [UInt8] = []
        var text = ""
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = line[index]
            index += 1
            guard byte == UInt8(ascii: "\\") else {
                guard units.isEmpty else { return nil }
                plain.append(byte)
                continue
            }
            text += String(decoding: plain, as: UTF8.self)
            plain.removeAll(keepingCapacity: true)
            guard index < range.upperBound else { return nil }
            let escape = line[index]
            index += 1
            if escape == UInt8(ascii: "u") {
                guard let unit = unit(line, index..<min(index + 4, range.upperBound)) else { return nil }
                index += 4
                units.append(unit)
                if UTF16.isLeadSurrogate(unit) { continue }
                guard let piece = String(validating: units, as: UTF16.self) else { return nil }
                text += piece
                units.removeAll(keepingCapacity: true)
            } else {
                guard units.isEmpty, let byte = simple(escape) else { return nil }
                plain.append(byte)
            }
        }
        guard units.isEmpty else { return nil }
        return text + String(decoding: plain, as: UTF8.self)
    }

    private static func unit(_ line: Span<UInt8>, _ range: Range<Int>) -> UInt16? {
        guard range.count == 4 else { return nil }
        var value: UInt16 = 0
        for index in range {
            guard let digit = Character(Unicode.Scalar(line[index])).hexDigitValue else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    private static func simple(_ escape: UInt8) -> UInt8? {
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): escape
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0c
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }
}
