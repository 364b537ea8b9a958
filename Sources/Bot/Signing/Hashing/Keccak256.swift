/// Keccak-256 as Ethereum has it: the sponge of FIPS 202 with the padding of the original submission (0x01, where
/// SHA3-256 has 0x06).
///
/// A value: absorb, then ask for the digest. Nothing is allocated; 136 bytes cost one permutation.
public struct Keccak256: Sendable {
    private var lanes = InlineArray<25, UInt64>(repeating: 0)
    /// Bytes of the block that are absorbed already.
    private var filled = 0

    /// Bytes of a block: 1088 of the 1600 bits.
    private static let rate = 136

    public init() {}

    public mutating func absorb(_ byte: UInt8) {
        lanes[filled &>> 3] ^= UInt64(byte) &<< UInt64((filled & 7) &<< 3)
        filled &+= 1
        if filled == Self.rate { permute() }
    }

    public mutating func absorb(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { absorb(byte) }
    }

    public mutating func absorb(_ word: Bytes32) {
        absorb(bigEndian: word.first)
        absorb(bigEndian: word.second)
        absorb(bigEndian: word.third)
        absorb(bigEndian: word.fourth)
    }

    /// Eight bytes, the highest first, wherever in a lane they begin.
    private mutating func absorb(bigEndian value: UInt64) {
        let bytes = value.byteSwapped
        let offset = UInt64((filled & 7) &<< 3)
        lanes[filled &>> 3] ^= bytes &<< offset
        filled &+= 8
        if filled >= Self.rate { permute() }
        if offset != 0 { lanes[filled &>> 3] ^= bytes &>> (64 &- offset) }
    }

    private mutating func permute() {
        permuteKeccak(&lanes)
        filled &-= Self.rate
    }

    public func digest() -> Bytes32 {
        var last = self
        last.lanes[filled &>> 3] ^= 1 &<< UInt64((filled & 7) &<< 3)
        last.lanes[16] ^= 1 &<< 63
        permuteKeccak(&last.lanes)
        return Bytes32(
            last.lanes[0].byteSwapped, last.lanes[1].byteSwapped, last.lanes[2].byteSwapped, last.lanes[3].byteSwapped)
    }

    /// The digest of bytes.
    public static func hash(_ bytes: some Sequence<UInt8>) -> Bytes32 {
        var keccak = Keccak256()
        keccak.absorb(bytes)
        return keccak.digest()
    }

    /// The digest of words one after another, as `keccak256(abi.encode(...))` has it.
    public static func hash(_ words: Bytes32...) -> Bytes32 {
        var keccak = Keccak256()
        for word in words { keccak.absorb(word) }
        return keccak.digest()
    }
}
