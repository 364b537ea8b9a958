/// Bytes that do not follow the format they are read by, with the offset at which that was seen.
public struct DecodingFailure: Error, Hashable, Sendable {
    public var offset: Int
    public var reason: String

    public init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }
}

/// Appends values in a fixed, platform-independent form: little-endian integers and LEB128 variable-length integers.
public struct ByteWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func byte(_ value: UInt8) { bytes.append(value) }

    /// Seven bits a byte, low bits first.
    public mutating func unsigned(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Zigzag: small magnitudes of either sign are short.
    public mutating func signed(_ value: Int64) { unsigned(UInt64(bitPattern: value << 1 ^ value >> 63)) }

    public mutating func double(_ value: Double) { fixed(value.bitPattern) }

    public mutating func fixed(_ value: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift))) }
    }

    public mutating func string(_ value: String) {
        unsigned(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    public mutating func optional<Value>(_ value: Value?, _ write: (inout ByteWriter, Value) -> Void) {
        byte(value == nil ? 0 : 1)
        if let value { write(&self, value) }
    }
}

/// Reads what `ByteWriter` wrote; every failure is typed, none traps.
public struct ByteReader: Sendable {
    private let bytes: [UInt8]
    public private(set) var offset = 0

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public var isAtEnd: Bool { offset == bytes.count }

    public func failure(_ reason: String) -> DecodingFailure { DecodingFailure(offset: offset, reason: reason) }

    public mutating func byte() throws(DecodingFailure) -> UInt8 {
        guard offset < bytes.count else { throw failure("ends too early") }
        defer { offset += 1 }
        return bytes[offset]
    }

    public mutating func unsigned() throws(DecodingFailure) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 63 || next <= 1 else { throw failure("a number is too large") }
            value |= UInt64(next & 0x7f) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    public mutating func signed() throws(DecodingFailure) -> Int64 {
        let raw = try unsigned()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    public mutating func int32() throws(DecodingFailure) -> Int32 {
        guard let value = Int32(exactly: try signed()) else { throw failure("a number does not fit in 32 bits") }
        return value
    }

    /// A count of things that take at least a byte each: never more than what is left, so nothing huge is allocated.
    public mutating func count() throws(DecodingFailure) -> Int {
        let value = try unsigned()
        guard value <= UInt64(bytes.count - offset) else { throw failure("a count exceeds the bytes left") }
        return Int(value)
    }

    public mutating func fixed() throws(DecodingFailure) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 8) { value |= UInt64(try byte()) << UInt64(shift) }
        return value
    }

    public mutating func double() throws(DecodingFailure) -> Double { Double(bitPattern: try fixed()) }

    public mutating func string() throws(DecodingFailure) -> String {
        let length = try count()
        defer { offset += length }
        guard let text = String(validating: bytes[offset..<offset + length], as: UTF8.self) else {
            throw failure("text is not UTF-8")
        }
        return text
    }

    public mutating func optional<Value>(
        _ read: (inout ByteReader) throws(DecodingFailure) -> Value
    ) throws(DecodingFailure) -> Value? {
        switch try byte() {
        case 0: return nil
        case 1: return try read(&self)
        default: throw failure("neither absent nor present")
        }
    }
}
