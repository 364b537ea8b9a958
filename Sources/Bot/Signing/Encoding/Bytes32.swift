/// Thirty-two bytes: a digest, a `bytes32`, a word of Ethereum's ABI.
public struct Bytes32: Hashable, Sendable {
    /// Eight bytes each, the first byte of all in the highest bits of `first`.
    public let first, second, third, fourth: UInt64

    public static let zero = Bytes32(0, 0, 0, 0)

    public init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
        (self.first, self.second, self.third, self.fourth) = (first, second, third, fourth)
    }

    /// A number as an ABI word.
    public init(_ number: UInt64) { self.init(0, 0, 0, number) }

    /// Nil unless there are 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var limbs: InlineArray<4, UInt64> = [0, 0, 0, 0]
        for (index, byte) in bytes.enumerated() { limbs[index >> 3] = limbs[index >> 3] << 8 | UInt64(byte) }
        self.init(limbs[0], limbs[1], limbs[2], limbs[3])
    }

    /// Nil unless there are 64 hexadecimal digits, with or without 0x before them.
    public init?(hex: some StringProtocol) {
        guard let bytes = HexText.bytes(hex) else { return nil }
        self.init(bytes: bytes)
    }

    public var bytes: [UInt8] {
        [first, second, third, fourth].flatMap { limb in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: limb >> UInt64($0)) }
        }
    }

    /// 0x and 64 lower-case digits.
    public var hex: String { HexText.text(bytes) }
}

extension Bytes32: CustomStringConvertible {
    public var description: String { hex }
}
