private import Crypto

/// A part of a pipeline's state that can be written to bytes and read back.
protocol Restorable {
    /// Moves the stored properties through the coder, which writes or reads them: one list serves both ways, so that
    /// they cannot drift apart. What a pipeline can work out from the rest is left out.
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError)
}

/// Writes state to bytes, or reads it from them.
///
/// Numbers have a fixed width, lowest byte first. What is read is checked against the range it is described with, so
/// that no bytes make a state no pipeline can be in; a failure says where it was found. Memory is bounded by the bytes.
struct StateCoder {
    static let checksumCount = 32

    /// When writing, longer than what was written.
    private var bytes: [UInt8]
    /// Position of what is moved next, and the end of the bytes.
    private var offset = 0
    private var end: Int
    let isReading: Bool

    /// A writer. What it writes is copied when it does not fit into `capacity` bytes.
    init(capacity: Int) {
        bytes = Array(repeating: 0, count: capacity)
        end = capacity
        isReading = false
    }

    /// A reader of the bytes before `end`.
    init(reading bytes: [UInt8], until end: Int) {
        self.bytes = bytes
        self.end = end
        isReading = true
    }

    func failure(_ reason: String) -> SnapshotError { .malformed(offset: offset, reason: reason) }

    /// Bytes not read yet, or room for what is written.
    var rest: Int { end - offset }

    /// Any value of the type.
    @inline(__always)
    mutating func bits<Number: FixedWidthInteger>(_ x: inout Number) throws(SnapshotError) {
        let width = MemoryLayout<Number>.size
        if rest < width { try makeRoom(width) }
        // Unsafe for speed: a snapshot is millions of numbers. The line above keeps them within the bytes.
        if isReading {
            x = bytes.withUnsafeBytes {
                Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self))
            }
        } else {
            bytes.withUnsafeMutableBytes {
                $0.storeBytes(of: x.littleEndian, toByteOffset: offset, as: Number.self)
            }
        }
        offset += width
    }

    private mutating func makeRoom(_ count: Int) throws(SnapshotError) {
        guard !isReading else { throw failure("ends too early") }
        bytes.append(contentsOf: repeatElement(0, count: bytes.count + count))
        end = bytes.count
    }

    /// A whole number in a range.
    @inline(__always)
    mutating func number<Number: FixedWidthInteger>(
        _ x: inout Number, _ range: ClosedRange<Number>
    ) throws(SnapshotError) {
        let start = offset
        try bits(&x)
        guard !isReading || range.contains(x) else {
            throw .malformed(offset: start, reason: "\(x) is not in \(range)")
        }
    }

    /// Bytes as they are, behind their number.
    mutating func blob(_ x: inout [UInt8]) throws(SnapshotError) {
        var count = x.count
        try number(&count, 0...Int.max)
        if isReading {
            guard count <= rest else { throw failure("\(count) bytes do not fit into \(rest)") }
            x = Array(repeating: 0, count: count)
        }
        for index in x.indices { try bits(&x[index]) }
    }

    /// What was written, behind it the SHA-256 of all of it.
    consuming func sealed() -> [UInt8] {
        bytes.removeLast(rest)
        return Self.sealed(bytes)
    }

    static func sealed(_ content: consuming [UInt8]) -> [UInt8] {
        content.append(contentsOf: SHA256.hash(data: content[...]))
        return content
    }

    /// Whether the last bytes are the SHA-256 of those before them.
    static func isSealed(_ bytes: [UInt8]) -> Bool {
        let end = bytes.count - checksumCount
        return end >= 0 && SHA256.hash(data: bytes[..<end]).elementsEqual(bytes[end...])
    }
}
