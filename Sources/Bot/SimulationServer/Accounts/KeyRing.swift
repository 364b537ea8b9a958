/// What the holder of an API key proves himself by.
struct APIKey: Hashable, Sendable {
    /// A UUID: the owner of orders.
    var id: String
    /// base64url of 32 bytes.
    var secret: String
    /// 64 digits.
    var passphrase: String
    /// The account that asked for it, as it was written then.
    var address: String
    var nonce: UInt64
}

/// The API keys by their id, and by who asked for them. One for each address and nonce.
struct KeyRing: Sendable {
    let seed: UInt64
    private var byID: [String: APIKey] = [:]
    /// Ids in the order of their making.
    private var made: [String] = []

    init(seed: UInt64) { self.seed = seed }

    subscript(id: String) -> APIKey? { byID[id] }

    func key(of address: String, nonce: UInt64) -> APIKey? {
        made.lazy.compactMap { byID[$0] }.first { $0.address.lowercased() == address.lowercased() && $0.nonce == nonce }
    }

    func keys(of address: String) -> [APIKey] {
        made.compactMap { byID[$0] }.filter { $0.address.lowercased() == address.lowercased() }
    }

    /// Nil when there is one already.
    mutating func make(for address: String, nonce: UInt64) -> APIKey? {
        guard key(of: address, nonce: nonce) == nil else { return nil }
        let name = "\(seed)/\(address.lowercased())/\(nonce)/\(made.count)"
        let key = APIKey(
            id: Digest.uuid("key/" + name), secret: Base64.text(Digest.sha256("secret/" + name), isURLSafe: true),
            passphrase: Digest.hex(Digest.sha256("passphrase/" + name)), address: address, nonce: nonce)
        byID[key.id] = key
        made.append(key.id)
        return key
    }

    mutating func remove(_ id: String) {
        byID[id] = nil
        made.removeAll { $0 == id }
    }
}
