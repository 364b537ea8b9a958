/// A place in one line of JSON, moved forward by what is read.
///
/// Two ways to read: the shape is known (books: names, then numbers in place, nothing allocated), or a whole
/// `JSONValue`
/// (the small markets files). Numbers stay text until `DecimalText` reads them.
struct JSONCursor {
    private(set) var offset = 0
    /// Whether the innermost object or array was just opened.
    private var isFresh = false
    private static let depthMax = 16

    mutating func open(_ bracket: UInt8, in line: Span<UInt8>) throws(LineProblem) {
        try expect(bracket, in: line)
        isFresh = true
    }

    /// Whether another element follows; if not, the closing bracket is consumed.
    mutating func hasMore(before close: UInt8, in line: Span<UInt8>) throws(LineProblem) -> Bool {
        if peek(in: line) == close {
            offset += 1
            isFresh = false
            return false
        }
        if !isFresh {
            try expect(UInt8(ascii: ","), in: line)
            if peek(in: line) == close { throw problem("a value is missing") }
        }
        isFresh = false
        return true
    }

    /// The next name of an object with its colon, or nil at the object's end.
    mutating func name(in line: Span<UInt8>) throws(LineProblem) -> Range<Int>? {
        guard try hasMore(before: UInt8(ascii: "}"), in: line) else { return nil }
        let name = try plainString(in: line)
        try expect(UInt8(ascii: ":"), in: line)
        return name
    }

    /// Where the text of a string without escapes lies.
    mutating func plainString(in line: Span<UInt8>) throws(LineProblem) -> Range<Int> {
        let (range, hasEscapes) = try stringRange(in: line)
        if hasEscapes { throw problem("an escape where a plain name is due") }
        return range
    }

    /// Where the text of a number lies.
    mutating func number(in line: Span<UInt8>) throws(LineProblem) -> Range<Int> {
        skipSpace(in: line)
        let start = offset
        while offset < line.count, Self.isNumeric(line[offset]) { offset += 1 }
        guard offset > start else { throw problem("a number is due") }
        return start..<offset
    }

    /// After the value: nothing but space may follow.
    mutating func end(in line: Span<UInt8>) throws(LineProblem) {
        skipSpace(in: line)
        if offset < line.count { throw problem("text after the record") }
    }

    mutating func value(in line: Span<UInt8>, depth: Int = 0) throws(LineProblem) -> JSONValue {
        guard depth < Self.depthMax else { throw problem("nested too deeply") }
        switch peek(in: line) {
        case UInt8(ascii: "{"):
            var members: [JSONValue.Member] = []
            try open(UInt8(ascii: "{"), in: line)
            while let name = try name(in: line) {
                let text = DecimalText.text(line, name)
                members.append(.init(name: text, value: try value(in: line, depth: depth + 1)))
            }
            return .object(members)
        case UInt8(ascii: "["):
            var elements: [JSONValue] = []
            try open(UInt8(ascii: "["), in: line)
            while try hasMore(before: UInt8(ascii: "]"), in: line) {
                elements.append(try value(in: line, depth: depth + 1))
            }
            return .array(elements)
        case UInt8(ascii: "\""): return .string(try string(in: line))
        case UInt8(ascii: "t"): return try word("true", .bool(true), in: line)
        case UInt8(ascii: "f"): return try word("false", .bool(false), in: line)
        case UInt8(ascii: "n"): return try word("null", .null, in: line)
        default:
            let range = try number(in: line)
            return .number(DecimalText.text(line, range))
        }
    }

    private mutating func word(
        _ word: StaticString, _ value: JSONValue, in line: Span<UInt8>
    ) throws(LineProblem) -> JSONValue {
        let range = offset..<min(offset + word.utf8CodeUnitCount, line.count)
        guard line.equals(word, in: range) else { throw problem("a value is due") }
        offset = range.upperBound
        return value
    }

    private mutating func string(in line: Span<UInt8>) throws(LineProblem) -> String {
        let (range, hasEscapes) = try stringRange(in: line)
        guard hasEscapes else { return DecimalText.text(line, range) }
        guard let text = JSONEscapes.decode(line, range) else { throw problem("a broken escape") }
        return text
    }

    private mutating func stringRange(in line: Span<UInt8>) throws(LineProblem) -> (Range<Int>, hasEscapes: Bool) {
        try expect(UInt8(ascii: "\""), in: line)
        let start = offset
        var hasEscapes = false
        while offset < line.count {
            let byte = line[offset]
            if byte == UInt8(ascii: "\"") {
                offset += 1
                return (start..<offset - 1, hasEscapes)
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                offset += 1
            }
            offset += 1
        }
        offset = line.count
        throw problem("a string without end")
    }

    private mutating func expect(_ byte: UInt8, in line: Span<UInt8>) throws(LineProblem) {
        guard peek(in: line) == byte else {
            throw problem("'\(Character(Unicode.Scalar(byte)))' is due")
        }
        offset += 1
    }

    /// The next byte that is not space; nil at the end.
    private mutating func peek(in line: Span<UInt8>) -> UInt8? {
        skipSpace(in: line)
        return offset < line.count ? line[offset] : nil
    }

    private mutating func skipSpace(in line: Span<UInt8>) {
        while offset < line.count, line[offset] == 0x20 || line[offset] == 0x09 { offset += 1 }
    }

    private func problem(_ what: String) -> LineProblem { LineProblem(.syntax, "\(what) at column \(offset + 1)") }

    private static func isNumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}

extension Span<UInt8> {
    func equals(_ text: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { bytes in
            for (offset, index) in range.enumerated() where bytes[offset] != self[index] { return false }
            return true
        }
    }
}
