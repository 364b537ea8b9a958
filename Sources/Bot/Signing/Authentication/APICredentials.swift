/// An API key with its secret and passphrase. It says only the key's name, never the other two.
public struct APICredentials: Sendable {
    /// The key's name, a UUID; the `owner` of orders.
    public let key: String
    let passphrase: String
    let hmac: HMACSHA256

    /// - Parameter secret: base 64 with the alphabet for addresses or the common one, padded or not.
    /// - Throws: ``CredentialsError``
    public init(key: String, secret: String, passphrase: String) throws(CredentialsError) {
        guard let bytes = Base64URL.bytes(secret), !bytes.isEmpty else { throw .malformedSecret }
        self.key = key
        self.passphrase = passphrase
        hmac = HMACSHA256(key: bytes)
    }
}

extension APICredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "credentials of API key \(key)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["key": key]) }
}

/// Why credentials are none. The secret is not repeated.
public enum CredentialsError: Error, Hashable, CustomStringConvertible {
    case malformedSecret

    public var description: String { "the secret of an API key is base 64; this one is not" }
}
