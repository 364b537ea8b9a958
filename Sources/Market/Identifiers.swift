/// One binary market: a question with a YES and a NO token. Numbered by whoever keeps the names (the store's
/// directory).
public struct MarketID: Hashable, Comparable, Sendable {
    public let rawValue: UInt32

    @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
    @inlinable public static func < (a: MarketID, b: MarketID) -> Bool { a.rawValue < b.rawValue }

    @inlinable public var yes: AssetID { AssetID(market: self, outcome: .yes) }
    @inlinable public var no: AssetID { AssetID(market: self, outcome: .no) }
}

/// A group of markets whose outcomes move together (a game, an election).
public struct EventID: Hashable, Comparable, Sendable {
    public let rawValue: UInt32

    @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
    @inlinable public static func < (a: EventID, b: EventID) -> Bool { a.rawValue < b.rawValue }
}

public enum Outcome: UInt8, Hashable, Sendable {
    case yes = 0
    case no = 1

    public var opposite: Outcome { self == .yes ? .no : .yes }
}

/// One outcome token. The two tokens of a market are neighbours: 2 * market and 2 * market + 1.
public struct AssetID: Hashable, Comparable, Sendable {
    public let rawValue: UInt64

    @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }
    @inlinable public init(market: MarketID, outcome: Outcome) {
        rawValue = UInt64(market.rawValue) << 1 | UInt64(outcome.rawValue)
    }

    @inlinable public var market: MarketID { MarketID(UInt32(truncatingIfNeeded: rawValue >> 1)) }
    @inlinable public var outcome: Outcome { rawValue & 1 == 0 ? .yes : .no }
    @inlinable public var complement: AssetID { AssetID(rawValue: rawValue ^ 1) }
    @inlinable public static func < (a: AssetID, b: AssetID) -> Bool { a.rawValue < b.rawValue }
}

/// Who traded, where the venue says so: the stable hash of the account's address.
public struct TraderID: Hashable, Comparable, Sendable {
    public let rawValue: UInt64

    @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
    public init(address: String) { rawValue = StableHash(address).value }
    @inlinable public static func < (a: TraderID, b: TraderID) -> Bool { a.rawValue < b.rawValue }
}

/// An order's identity, known before it is sent. In paper and simulation a counter, live the order's digest.
public struct OrderID: Hashable, Comparable, Sendable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64 = 0, low: UInt64) {
        self.high = high
        self.low = low
    }
    public static func < (a: OrderID, b: OrderID) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

/// A hash of bytes that is the same in every process (FNV-1a, 64 bit): what sampling phases and order numbers use.
public struct StableHash: Sendable {
    public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    public init() {}

    @inlinable
    public init(_ text: String) {
        self.init()
        for byte in text.utf8 { combine(byte) }
    }

    @inlinable
    public mutating func combine(_ byte: UInt8) { mix(UInt64(byte)) }

    /// The eight bytes, lowest first.
    @inlinable
    public mutating func combine(_ word: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { mix(word >> UInt64(shift) & 0xff) }
    }

    @usableFromInline
    mutating func mix(_ byte: UInt64) { value = (value ^ byte) &* 0x100_0000_01b3 }
}
