// BotForecasting turns a feature row into a forecast: booster, schema, calibration, and the slot that holds the live
// model. It must never import the store, the network or Foundation.

/// The name of a model: its date and the first 12 hex digits of the SHA-256 of its content, `20260711-0123456789ab`.
///
/// Content-addressed: equal names mean equal bytes, so a name in a journal pins the model for ever.
public struct ModelVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let description: String

    /// Nil unless the name has the form above (eight digits, a dash, twelve lower-case hex digits).
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 21, bytes[8] == UInt8(ascii: "-") else { return nil }
        let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        let isHex = { (byte: UInt8) in isDigit(byte) || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f")) }
        guard bytes[..<8].allSatisfy(isDigit), bytes[9...].allSatisfy(isHex) else { return nil }
        description = text
    }

    public static func < (a: ModelVersion, b: ModelVersion) -> Bool { a.description < b.description }
}
