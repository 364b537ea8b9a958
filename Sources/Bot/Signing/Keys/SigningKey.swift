/// A secret key of secp256k1. It never says what it is: not in its description, not in a dump, not in an error.
public struct SigningKey: Sendable {
    private let secret: Bytes32
    private let curve: Secp256k1
    public let publicKey: PublicKey
    /// The account that the key controls.
    public let address: EthereumAddress

    /// - Parameter text: 64 hexadecimal digits, with or without 0x before them.
    /// - Throws: ``KeyError``
    public init(_ text: some StringProtocol, curve: Secp256k1) throws(KeyError) {
        let digitCount = text.utf8.count - (text.hasPrefix("0x") ? 2 : 0)
        guard digitCount == 64 else { throw .wrongLength }
        guard let secret = Bytes32(hex: text) else { throw .notHexadecimal }
        guard let publicKey = curve.publicKey(of: secret) else { throw .outOfRange }
        self.secret = secret
        self.curve = curve
        self.publicKey = publicKey
        address = publicKey.address
    }

    /// The same key and digest always give the same signature (RFC 6979), of low s.
    public func sign(_ digest: Bytes32) -> RecoverableSignature {
        guard let signature = curve.sign(digest, with: secret) else {
            preconditionFailure("a key that has a public key can sign")
        }
        return signature
    }
}

extension SigningKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "key of \(address)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["address": address]) }
}

/// Why text is no secret key. Nothing of the text is repeated.
public enum KeyError: Error, Hashable, CustomStringConvertible {
    case wrongLength
    case notHexadecimal
    case outOfRange

    public var description: String {
        switch self {
        case .wrongLength: "a key has 64 hexadecimal digits, with or without 0x before them; this one has not"
        case .notHexadecimal: "a key has 64 hexadecimal digits; one of these is none"
        case .outOfRange: "a key lies above zero and below the order of secp256k1; this one does not"
        }
    }
}

extension RecoverableSignature {
    /// The account that signed the digest; nil when the signature is none.
    public func signer(of digest: Bytes32, curve: Secp256k1) -> EthereumAddress? {
        curve.recover(self, of: digest)?.address
    }
}
