public import Market

/// What a snapshot begins with: which state it holds, and what that stands for.
public struct SnapshotHeader: Hashable, Sendable {
    private static let name = Array("polyfeat".utf8)
    /// Raised whenever the form of any state changes.
    static let formatVersion: UInt32 = 1

    public private(set) var schema: SchemaHash
    /// Nanoseconds between the rows of a market.
    public private(set) var step: Int64
    /// Up to where the events have been applied, in the caller's count: a sequence number of its journal.
    public private(set) var position: UInt64
    /// The latest receive time of those events.
    public private(set) var clock: Timestamp

    init(schema: SchemaHash, step: Int64, position: UInt64, clock: Timestamp) {
        self.schema = schema
        self.step = step
        self.position = position
        self.clock = clock
    }

    /// Reads the header alone, in constant time. Only restoring looks at the checksum.
    public init(_ bytes: [UInt8]) throws(SnapshotError) {
        var coder = StateCoder(reading: bytes, until: bytes.count)
        try self.init(from: &coder)
    }

    init(from coder: inout StateCoder) throws(SnapshotError) {
        self.init(schema: SchemaHash(hex: ""), step: 0, position: 0, clock: .distantPast)
        try archive(&coder)
    }
}

extension SnapshotHeader: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        for byte in Self.name {
            var read = byte
            try coder.bits(&read)
            guard read == byte else { throw .notASnapshot }
        }
        var version = Self.formatVersion
        try coder.bits(&version)
        guard version == Self.formatVersion else {
            throw .formatVersion(found: version, expected: Self.formatVersion)
        }
        var hex = Array(schema.hex.utf8)
        try coder.blob(&hex)
        schema = SchemaHash(hex: String(decoding: hex, as: UTF8.self))
        try coder.bits(&step)
        try coder.bits(&position)
        try coder.time(&clock)
    }
}
