/// Something the venue says, read from JSON. Every decoder takes any order of members and passes over unknown ones.
protocol WireMessage: Sendable {
    init(from reader: inout JSONReader) throws(WireError)
    /// Whether errors must not quote the input.
    static var holdsSecret: Bool { get }
}

extension WireMessage {
    static var holdsSecret: Bool { false }

    /// Reads the whole of `bytes`.
    /// - Parameter unknown: unknown members are added to it, also when an error is thrown.
    static func decode(
        _ bytes: [UInt8], byteCountMax: Int = Wire.byteCountMax, unknown: inout UnknownFields
    ) throws(WireError) -> Self {
        guard bytes.count <= byteCountMax else {
            let quoted = holdsSecret ? [] : bytes
            throw WireError(.tooLarge(byteCount: bytes.count, limit: byteCountMax), input: quoted)
        }
        var reader = JSONReader(bytes, quotesInput: !holdsSecret)
        defer { unknown.merge(reader.unknown) }
        let value = try Self(from: &reader)
        try reader.finish()
        return value
    }

    static func decode(_ bytes: [UInt8]) throws(WireError) -> Self {
        var unknown = UnknownFields()
        return try decode(bytes, unknown: &unknown)
    }
}

enum Wire {
    /// The largest reply that is read: a Gamma page of 100 events with their markets is a few megabytes.
    static let byteCountMax = 32 << 20
}

extension Array: WireMessage where Element: WireMessage {
    init(from reader: inout JSONReader) throws(WireError) {
        self = []
        try reader.beginArray()
        while try reader.nextElement() { append(try Element(from: &reader)) }
    }

    static var holdsSecret: Bool { Element.holdsSecret }
}
