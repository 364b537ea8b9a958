/// The twenty bytes of an account or a contract.
public struct EthereumAddress: Hashable, Sendable {
    /// The address as an ABI word: twelve zero bytes before it.
    public let word: Bytes32

    public static let zero = EthereumAddress(lastBytesOf: .zero)

    /// The last twenty bytes: how addresses are cut from digests.
    public init(lastBytesOf digest: Bytes32) {
        word = Bytes32(0, digest.second & 0xffff_ffff, digest.third, digest.fourth)
    }

    /// Nil unless there are 20 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 20, let word = Bytes32(bytes: [UInt8](repeating: 0, count: 12) + bytes) else { return nil }
        self.word = word
    }

    /// - Parameter text: 0x and 40 digits, all of one case, or of both where they agree with the checksum of EIP-55.
    /// - Throws: ``AddressError``
    public init(_ text: some StringProtocol) throws(AddressError) {
        guard text.hasPrefix("0x"), text.utf8.count == 42, let bytes = HexText.bytes(text),
            let address = EthereumAddress(bytes: bytes)
        else { throw .malformed }
        let digits = text.dropFirst(2)
        let hasBothCases = digits.contains { $0.isLowercase } && digits.contains { $0.isUppercase }
        if hasBothCases, address.checksummed != String(text) { throw .wrongChecksum }
        self = address
    }

    public var bytes: [UInt8] { Array(word.bytes.suffix(20)) }

    /// 0x and 40 digits, upper-case where the digest of the lower-case digits says so (EIP-55).
    public var checksummed: String {
        var text: [UInt8] = [0x30, 0x78]
        text.reserveCapacity(42)
        HexText.append(bytes, to: &text)
        let digest = Keccak256.hash(text[2...])
        let limbs: InlineArray<3, UInt64> = [digest.first, digest.second, digest.third]
        for index in 0..<40 where text[index + 2] > 0x60 {
            let nibble = limbs[index >> 4] >> UInt64(60 - 4 * (index & 15)) & 15
            if nibble >= 8 { text[index + 2] -= 0x20 }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension EthereumAddress: CustomStringConvertible {
    public var description: String { checksummed }
}

/// Why text is no address. The text is not repeated: it may be a secret in the wrong place.
public enum AddressError: Error, Hashable, CustomStringConvertible {
    case malformed
    case wrongChecksum

    public var description: String {
        switch self {
        case .malformed: "an address is due: 0x and 40 hexadecimal digits"
        case .wrongChecksum: "the case of the digits disagrees with the address's checksum (EIP-55): a digit is wrong"
        }
    }
}
