/// JSON (RFC 8259) as strictly as money asks for: a name that stands twice is an error, and numbers keep their digits.
/// Errors say where, and repeat nothing.
enum InputJSON: Hashable {
    case object([Member])
    case array([InputJSON])
    case text(String)
    case number(String)
    case flag(Bool)
    case null

    struct Member: Hashable {
        var name: String
        var value: InputJSON
    }

    /// - Throws: ``SigningFailure`` with line and column.
    static func read(_ bytes: [UInt8]) throws(SigningFailure) -> InputJSON {
        var reader = InputJSONReader(bytes)
        do throws(InputJSONReader.Problem) {
            let value = try reader.value(depth: 0)
            try reader.end()
            return value
        } catch {
            let before = bytes[..<min(reader.offset, bytes.count)]
            let line = before.count { $0 == 0x0a } + 1
            let column = before.reversed().prefix { $0 != 0x0a }.count + 1
            throw .badData("the input is not JSON: line \(line), column \(column): \(error.reason)")
        }
    }
}
