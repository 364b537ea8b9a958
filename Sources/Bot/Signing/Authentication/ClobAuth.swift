/// The login by a wallet's signature, which makes or finds the API key of an account (the venue calls it L1).
public struct ClobAuth: Hashable, Sendable {
    /// The account of the key, also where the funds are in another wallet.
    public var address: EthereumAddress
    /// Seconds since 1970, by the venue's clock.
    public var timestamp: UInt64
    /// Which of the account's API keys is meant; 0 is the first.
    public var nonce: UInt64

    public init(address: EthereumAddress, timestamp: UInt64, nonce: UInt64 = 0) {
        self.address = address
        self.timestamp = timestamp
        self.nonce = nonce
    }

    /// The domain has no contract: nothing is settled by it.
    public static func domain(on chain: Chain) -> SigningDomain {
        SigningDomain(name: "ClobAuthDomain", version: "1", chain: chain, contract: nil)
    }

    /// Hash of the structure; the time is signed as text.
    public var structHash: Bytes32 {
        Keccak256.hash(
            TypeHash.clobAuth, address.word, Keccak256.hash(String(timestamp).utf8), Bytes32(nonce),
            Keccak256.hash(Self.message.utf8))
    }

    static let message = "This message attests that I control the given wallet"

    /// Whether the signature, as the header has it, is the account's own for this login on `chain`.
    public func isSigned(by signature: String, on chain: Chain, curve: Secp256k1) -> Bool {
        guard let bytes = HexText.bytes(signature), let signature = RecoverableSignature(bytes: bytes) else {
            return false
        }
        return signature.signer(of: Self.domain(on: chain).digest(structHash), curve: curve) == address
    }

    /// The four headers of the request.
    public static func headers(
        key: SigningKey, chain: Chain, timestamp: UInt64, nonce: UInt64 = 0
    ) -> [(name: String, value: String)] {
        let login = ClobAuth(address: key.address, timestamp: timestamp, nonce: nonce)
        let signature = key.sign(domain(on: chain).digest(login.structHash))
        return [
            ("POLY_ADDRESS", key.address.checksummed), ("POLY_SIGNATURE", signature.hex),
            ("POLY_TIMESTAMP", String(timestamp)), ("POLY_NONCE", String(nonce)),
        ]
    }
}
