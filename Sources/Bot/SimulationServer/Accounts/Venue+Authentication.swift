import Crypto
import Market

extension Venue {
    /// The server's clock, as far as it is skewed.
    var serverTime: Timestamp { now + faults.clockSkew }

    private func isTimely(_ seconds: Int64) -> Bool {
        // Further away lies no clock, and no timestamp can say it.
        guard (0...1 << 32).contains(seconds) else { return false }
        let distance = Timestamp(seconds: seconds).duration(to: serverTime)
        return distance <= settings.clockTolerance && distance >= Duration.zero - settings.clockTolerance
    }

    /// Who asks, by the wallet's signature (L1), with the nonce.
    func authenticateWallet(_ request: VenueRequest) throws(Refusal) -> (address: String, nonce: UInt64) {
        let refusal = Refusal(401, "Invalid L1 Request headers")
        guard let address = request.headers["poly_address"], let signature = request.headers["poly_signature"],
            let timestamp = request.headers["poly_timestamp"], let seconds = Int64(timestamp),
            let nonce = UInt64(request.headers["poly_nonce"] ?? "0"), isTimely(seconds),
            let signer = check.authenticationSigner(
                address: address, timestamp: timestamp, nonce: nonce, chain: settings.chain, signature: signature),
            signer.lowercased() == address.lowercased()
        else { throw refusal }
        return (address, nonce)
    }

    /// Whose key it is, by the code over timestamp, method, bare path and body (L2).
    func authenticate(_ request: VenueRequest) throws(Refusal) -> APIKey {
        let refusal = Refusal(401, "Unauthorized/Invalid api key")
        guard let id = request.headers["poly_api_key"], let key = keys[id],
            request.headers["poly_passphrase"] == key.passphrase,
            request.headers["poly_address"]?.lowercased() == key.address.lowercased(),
            let timestamp = request.headers["poly_timestamp"], let seconds = Int64(timestamp), isTimely(seconds),
            let signature = request.headers["poly_signature"], signature.utf8.count == 44,
            let code = Base64.bytes(signature), !signature.contains("+"), !signature.contains("/")
        else { throw refusal }
        let message = Array((timestamp + request.method + request.path).utf8) + request.body
        let secret = SymmetricKey(data: Base64.bytes(key.secret) ?? [])
        let isValid = HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: secret)
        guard isValid else { throw refusal }
        return key
    }

    func createKey(_ request: VenueRequest) throws(Refusal) -> JSON {
        let (address, nonce) = try authenticateWallet(request)
        guard let key = keys.make(for: address, nonce: nonce) else { throw Refusal(400, "Could not create api key") }
        return key.json
    }

    func deriveKey(_ request: VenueRequest) throws(Refusal) -> JSON {
        let (address, nonce) = try authenticateWallet(request)
        guard let key = keys.key(of: address, nonce: nonce) else { throw Refusal(400, "Could not derive api key!") }
        return key.json
    }
}

extension APIKey {
    var json: JSON { ["apiKey": JSON(id), "secret": JSON(secret), "passphrase": JSON(passphrase)] }
}
