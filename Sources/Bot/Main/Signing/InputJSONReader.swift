/// A place in a text of JSON, moved forward by what is read.
struct InputJSONReader {
    private let bytes: [UInt8]
    private(set) var offset = 0

    private static let depthMax = 8

    struct Problem: Error { var reason: String }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func end() throws(Problem) {
        skipSpace()
        if offset < bytes.count { throw Problem(reason: "more text after the value") }
    }

    mutating func value(depth: Int) throws(Problem) -> InputJSON {
        guard depth < Self.depthMax else { throw Problem(reason: "nested too deeply") }
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return .object(try members(depth: depth))
        case UInt8(ascii: "["): return .array(try elements(depth: depth))
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func members(depth: Int) throws(Problem) -> [InputJSON.Member] {
        var members: [InputJSON.Member] = []
        offset += 1
        if try closes(UInt8(ascii: "}"), isFirst: true) { return members }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw Problem(reason: "a name in quotes is due") }
            let name = try text()
            if members.contains(where: { $0.name == name }) { throw Problem(reason: "a name stands twice") }
            skipSpace()
            guard peek == UInt8(ascii: ":") else { throw Problem(reason: "a colon is due") }
            offset += 1
            members.append(.init(name: name, value: try value(depth: depth + 1)))
        } while try !closes(UInt8(ascii: "}"), isFirst: false)
        return members
    }

    private mutating func elements(depth: Int) throws(Problem) -> [InputJSON] {
        var elements: [InputJSON] = []
        offset += 1
        if try closes(UInt8(ascii: "]"), isFirst: true) { return elements }
        repeat { elements.append(try value(depth: depth + 1)) } while try !closes(UInt8(ascii: "]"), isFirst: false)
        return elements
    }

    /// Whether the bracket comes next; if not, a comma must, but for the first element.
    private mutating func closes(_ bracket: UInt8, isFirst: Bool) throws(Problem) -> Bool {
        skipSpace()
        if peek == bracket {
            offset += 1
            return true
        }
        if isFirst { return false }
        guard peek == UInt8(ascii: ",") else { throw Problem(reason: "a comma or the closing bracket is due") }
        offset += 1
        return false
    }

    private mutating func number() throws(Problem) -> String {
        let start = offset
        if peek == UInt8(ascii: "-") { offset += 1 }
        let whole = digits()
        guard whole == 1 || (whole > 1 && bytes[offset - whole] != UInt8(ascii: "0")) else {
            throw Problem(reason: "a value is due")
        }
        if peek == UInt8(ascii: ".") {
            offset += 1
            guard digits() > 0 else { throw Problem(reason: "a digit is due") }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            offset += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { offset += 1 }
            guard digits() > 0 else { throw Problem(reason: "a digit is due") }
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = offset
        while let byte = peek, byte >= 0x30, byte <= 0x39 { offset += 1 }
        return offset - start
    }

    private mutating func text() throws(Problem) -> String {
        offset += 1
        var content: [UInt8] = []
        while let byte = peek, byte >= 0x20 {
            offset += 1
            if byte == UInt8(ascii: "\"") {
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw Problem(reason: "a text is no UTF-8")
                }
                return text
            }
            if byte == UInt8(ascii: "\\") { content += try escape() } else { content.append(byte) }
        }
        throw Problem(reason: "a text has no end")
    }

    /// The UTF-8 of the escape whose backslash is read.
    private mutating func escape() throws(Problem) -> [UInt8] {
        guard let byte = peek else { throw Problem(reason: "a text has no end") }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var units = [try unit()]
            if UTF16.isLeadSurrogate(units[0]), bytes[offset...].starts(with: [0x5c, 0x75]) {
                offset += 2
                units.append(try unit())
            }
            guard let text = String(validating: units, as: UTF16.self) else {
                throw Problem(reason: "half a surrogate pair")
            }
            return Array(text.utf8)
        default: throw Problem(reason: "no such escape")
        }
    }

    private mutating func unit() throws(Problem) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw Problem(reason: "four hexadecimal digits are due")
            }
            unit = unit << 4 | UInt16(digit)
            offset += 1
        }
        return unit
    }

    private mutating func word(_ word: String, _ value: InputJSON) throws(Problem) -> InputJSON {
        guard bytes[offset...].starts(with: word.utf8) else { throw Problem(reason: "a value is due") }
        offset += word.utf8.count
        return value
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { offset += 1 }
    }
}
