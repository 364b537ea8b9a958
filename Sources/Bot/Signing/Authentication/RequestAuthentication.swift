/// The headers of a private request: an HMAC over its time, method, path and body (the venue calls it L2).
public struct RequestAuthentication: Sendable {
    public let credentials: APICredentials
    /// The account of the key that the API key was made with.
    public let address: EthereumAddress
    private let addressText: String

    public init(credentials: APICredentials, address: EthereumAddress) {
        self.credentials = credentials
        self.address = address
        addressText = address.checksummed
    }

    /// The signature of a request: base 64 for addresses, padded.
    /// - Parameters:
    ///   - timestamp: seconds since 1970, by the venue's clock.
    ///   - method: in upper case.
    ///   - path: without host and without query, also where the request has one.
    ///   - body: the very bytes that are sent; empty for none.
    public func signature(timestamp: UInt64, method: String, path: String, body: [UInt8] = []) -> String {
        Base64URL.text(credentials.hmac.code(Array((String(timestamp) + method + path).utf8), body))
    }

    /// Whether a signature is the request's. Takes as long for a wrong one as for the right one.
    public func isSigned(
        _ signature: String, timestamp: UInt64, method: String, path: String, body: [UInt8] = []
    ) -> Bool {
        let expected = self.signature(timestamp: timestamp, method: method, path: path, body: body)
        guard expected.utf8.count == signature.utf8.count else { return false }
        return zip(expected.utf8, signature.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// The five headers of the request.
    public func headers(
        timestamp: UInt64, method: String, path: String, body: [UInt8] = []
    ) -> [(name: String, value: String)] {
        [
            ("POLY_ADDRESS", addressText),
            ("POLY_SIGNATURE", signature(timestamp: timestamp, method: method, path: path, body: body)),
            ("POLY_TIMESTAMP", String(timestamp)), ("POLY_API_KEY", credentials.key),
            ("POLY_PASSPHRASE", credentials.passphrase),
        ]
    }
}
