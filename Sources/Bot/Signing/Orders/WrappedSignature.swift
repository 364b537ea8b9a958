/// The signature of a deposit wallet's order: its owner signs the order nested in the wallet's own domain (ERC-7739,
/// "TypedDataSign"), and sends along what the contract needs to rebuild what was signed.
///
///     inner (65) ‖ domain separator (32) ‖ structure's hash (32) ‖ type of the order (186) ‖ its length (2)
public struct WrappedSignature: Hashable, Sendable {
    public let inner: RecoverableSignature
    /// The exchange's.
    public let domainSeparator: Bytes32
    /// The order's.
    public let structHash: Bytes32

    public init(inner: RecoverableSignature, domainSeparator: Bytes32, structHash: Bytes32) {
        self.inner = inner
        self.domainSeparator = domainSeparator
        self.structHash = structHash
    }

    /// Nil unless the pieces are there and the type is the order's.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 65 + 64 + Self.tail.count, bytes[129...].elementsEqual(Self.tail),
            let inner = RecoverableSignature(bytes: bytes[..<65]),
            let domainSeparator = Bytes32(bytes: bytes[65..<97]), let structHash = Bytes32(bytes: bytes[97..<129])
        else { return nil }
        self.init(inner: inner, domainSeparator: domainSeparator, structHash: structHash)
    }

    public var bytes: [UInt8] { inner.bytes + domainSeparator.bytes + structHash.bytes + Self.tail }

    /// What the owner of `wallet` signs for an order of that hash.
    public static func digest(structHash: Bytes32, domain: SigningDomain, wallet: EthereumAddress) -> Bytes32 {
        let nested = nestedHash(structHash: structHash, chain: domain.chain, wallet: wallet)
        return domain.digest(nested)
    }

    /// The hash of the structure `TypedDataSign`, which holds the order and the wallet's domain.
    static func nestedHash(structHash: Bytes32, chain: Chain, wallet: EthereumAddress) -> Bytes32 {
        var keccak = Keccak256()
        keccak.absorb(TypeHash.typedDataSign)
        keccak.absorb(structHash)
        keccak.absorb(walletName)
        keccak.absorb(walletVersion)
        keccak.absorb(Bytes32(chain.rawValue))
        keccak.absorb(wallet.word)
        keccak.absorb(Bytes32.zero)
        return keccak.digest()
    }

    /// keccak256("DepositWallet")
    static let walletName = Bytes32(
        0xd682_b529_a17c_da19, 0xaa27_5f3a_0506_08f9, 0xe940_1fad_d1b0_d233, 0xd815_1997_2295_828b)
    /// keccak256("1")
    static let walletVersion = Bytes32(
        0xc89e_fdaa_54c0_f20c, 0x7adf_6128_82df_0950, 0xf5a9_5163_7e03_07cd, 0xcb4c_672f_298b_8bc6)

    private static let tail: [UInt8] = Array(TypeHash.orderType.utf8) + [0, UInt8(TypeHash.orderType.utf8.count)]
}
