/// JSON read by asking for what is due (RFC 8259, strict), so that no tree of values is built.
///
/// An object is read by `beginObject` and `nextKey` until nil; an array by `beginArray` and `nextElement` until false.
/// Depth is limited; nothing traps whatever the bytes are. Errors carry the path to the place.
struct JSONReader {
    static let depthMax = 32

    let bytes: [UInt8]
    private let quotesInput: Bool
    private(set) var offset = 0
    private(set) var unknown = UnknownFields()
    private var open: [Container] = []

    private struct Container {
        var isArray: Bool
        var memberCount = 0
        /// Of the present member.
        var name = 0..<0
    }

    init(_ bytes: [UInt8], quotesInput: Bool = true) {
        self.bytes = bytes
        self.quotesInput = quotesInput
        open.reserveCapacity(8)
    }

    mutating func beginObject() throws(WireError) { try begin(UInt8(ascii: "{"), isArray: false) }
    mutating func beginArray() throws(WireError) { try begin(UInt8(ascii: "["), isArray: true) }

    private mutating func begin(_ byte: UInt8, isArray: Bool) throws(WireError) {
        guard try peek() == byte else { throw wrongType(isArray ? "an array" : "an object") }
        guard open.count < Self.depthMax else { throw error(.tooDeep(limit: Self.depthMax)) }
        offset += 1
        open.append(Container(isArray: isArray))
    }

    /// The name of the next member of the object, with its value due; nil after the last, with the object closed.
    mutating func nextKey() throws(WireError) -> JSONKey? {
        guard try next(closing: UInt8(ascii: "}")) else { return nil }
        guard try peek() == UInt8(ascii: "\"") else { throw error(.syntax("a name is due")) }
        let (range, hasEscapes) = try string()
        open[open.count - 1].name = range
        guard try peek() == UInt8(ascii: ":") else { throw error(.syntax("':' is due")) }
        offset += 1
        guard hasEscapes else { return JSONKey(bytes: bytes, range: range) }
        let name = Array(try decoded(range, hasEscapes: true).utf8)
        return JSONKey(bytes: name, range: name.indices)
    }

    /// Whether another element of the array is due; false after the last, with the array closed.
    mutating func nextElement() throws(WireError) -> Bool { try next(closing: UInt8(ascii: "]")) }

    private mutating func next(closing: UInt8) throws(WireError) -> Bool {
        guard let depth = open.indices.last else { throw error(.syntax("nothing is open")) }
        var byte = try peek()
        if byte == closing {
            offset += 1
            open.removeLast()
            return false
        }
        if open[depth].memberCount > 0 {
            guard byte == UInt8(ascii: ",") else { throw error(.syntax("',' is due")) }
            offset += 1
            byte = try peek()
            if byte == closing { throw error(.syntax("',' before the end")) }
        }
        open[depth].memberCount += 1
        return true
    }

    /// After the last value: only space may follow.
    mutating func finish() throws(WireError) {
        skipSpace()
        if offset < bytes.count { throw error(.syntax("text after the end")) }
    }

    enum Kind: String {
        case object = "an object"
        case array = "an array"
        case string = "a string"
        case number = "a number"
        case bool = "a truth value"
        case null
    }

    /// What is due, by its first byte.
    mutating func kind() throws(WireError) -> Kind {
        switch try peek() {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number
        default: throw error(.syntax("a value is due"))
        }
    }

    /// The bytes between the quotes, escapes checked and not yet decoded.
    mutating func string() throws(WireError) -> (range: Range<Int>, hasEscapes: Bool) {
        guard try peek() == UInt8(ascii: "\"") else { throw wrongType("a string") }
        offset += 1
        let start = offset
        var hasEscapes = false
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                offset += 1
                return (start..<offset - 1, hasEscapes)
            }
            guard byte >= 0x20 else { throw error(.syntax("a control character in a string")) }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                try escape()
            } else {
                offset += 1
            }
        }
        throw error(.syntax("a string without end"))
    }

    private mutating func escape() throws(WireError) {
        offset += 1
        guard offset < bytes.count else { throw error(.syntax("a string without end")) }
        guard bytes[offset] == UInt8(ascii: "u") else {
            guard JSONEscapes.simple(bytes[offset]) != nil else { throw error(.syntax("an unknown escape")) }
            offset += 1
            return
        }
        guard JSONEscapes.unit(bytes, offset + 1) != nil else { throw error(.syntax("a broken escape")) }
        offset += 5
    }

    /// The text of a string's range.
    func decoded(_ range: Range<Int>, hasEscapes: Bool) throws(WireError) -> String {
        let text =
            hasEscapes ? JSONEscapes.decode(bytes, range) : String(validating: bytes[range], as: UTF8.self)
        guard let text else { throw error(.syntax("text that is not Unicode")) }
        return text
    }

    /// The bytes of a number.
    mutating func number() throws(WireError) -> Range<Int> {
        guard try kind() == .number else { throw wrongType("a number") }
        let start = offset
        if bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        let first = offset
        guard digits() > 0 else { throw error(.syntax("a digit is due")) }
        if bytes[first] == UInt8(ascii: "0"), offset > first + 1 { throw error(.syntax("a number that begins with 0")) }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            guard digits() > 0 else { throw error(.syntax("a digit is due")) }
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
                offset += 1
            }
            guard digits() > 0 else { throw error(.syntax("a digit is due")) }
        }
        return start..<offset
    }

    private mutating func digits() -> Int {
        let start = offset
        while offset < bytes.count, bytes[offset] >= UInt8(ascii: "0"), bytes[offset] <= UInt8(ascii: "9") {
            offset += 1
        }
        return offset - start
    }

    mutating func bool() throws(WireError) -> Bool {
        guard try kind() == .bool else { throw wrongType("a truth value") }
        let isTrue = bytes[offset] == UInt8(ascii: "t")
        try word(isTrue ? "true" : "false")
        return isTrue
    }

    /// Whether null was due, and if so passes it.
    mutating func null() throws(WireError) -> Bool {
        guard try peek() == UInt8(ascii: "n") else { return false }
        try word("null")
        return true
    }

    private mutating func word(_ word: StaticString) throws(WireError) {
        let range = offset..<min(offset + word.utf8CodeUnitCount, bytes.count)
        guard word ~= JSONKey(bytes: bytes, range: range) else { throw error(.syntax("a value is due")) }
        offset = range.upperBound
    }

    /// Passes over one value of any kind, checking it as strictly as one that is read.
    mutating func skip() throws(WireError) {
        switch try kind() {
        case .object:
            try beginObject()
            while try nextKey() != nil { try skip() }
        case .array:
            try beginArray()
            while try nextElement() { try skip() }
        case .string: _ = try string()
        case .number: _ = try number()
        case .bool: _ = try bool()
        case .null: _ = try null()
        }
    }

    /// Where a look ahead begins.
    var position: Int { offset }

    /// Goes back to `position`, which was read with as many containers open as there are now.
    mutating func rewind(to position: Int) { offset = position }

    /// Passes over the value of a member that no decoder knows, and counts it.
    mutating func skipUnknown() throws(WireError) {
        unknown.note(path(withIndices: false))
        try skip()
    }

    /// Passes over the value of a member that is of no use here; counts it unless it is among the `documented`.
    mutating func skip(_ key: JSONKey, documented: [StaticString]) throws(WireError) {
        if documented.contains(where: { $0 ~= key }) { try skip() } else { try skipUnknown() }
    }

    func error(_ problem: WireError.Problem) -> WireError {
        WireError(problem, path: path(withIndices: true), offset: offset, input: quotesInput ? bytes : [])
    }

    mutating func wrongType(_ expected: String) -> WireError {
        do throws(WireError) {
            let found = try kind().rawValue
            return error(.wrongType(expected: expected, found: found))
        } catch {
            return error
        }
    }

    /// The path to the present member.
    private func path(withIndices: Bool) -> String {
        var path = ""
        for container in open where container.memberCount > 0 {
            if container.isArray {
                path += withIndices ? "[\(container.memberCount - 1)]" : "[]"
            } else {
                if !path.isEmpty { path += "." }
                path += String(decoding: bytes[container.name], as: UTF8.self)
            }
        }
        return path
    }

    /// The next byte that is not space.
    private mutating func peek() throws(WireError) -> UInt8 {
        skipSpace()
        guard offset < bytes.count else { throw error(.syntax("the end came too early")) }
        return bytes[offset]
    }

    private mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0a, 0x0d, 0x09: offset += 1
            default: return
            }
        }
    }
}

/// The name of a member, compared without making a String.
struct JSONKey {
    let bytes: [UInt8]
    let range: Range<Int>

    var text: String { String(decoding: bytes[range], as: UTF8.self) }

    static func ~= (name: StaticString, key: JSONKey) -> Bool {
        guard key.range.count == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { expected in
            var index = key.range.lowerBound
            for byte in expected {
                if key.bytes[index] != byte { return false }
                index += 1
            }
            return true
        }
    }
}
