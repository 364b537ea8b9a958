import Crypto

/// HMAC with SHA-256 (RFC 2104). The key is mixed in once, when the value is made; a message then costs what is left.
struct HMACSHA256: Sendable {
    private let inner: SHA256
    private let outer: SHA256

    init(key: [UInt8]) {
        var block = key
        if block.count > SHA256.blockByteCount {
            var hash = SHA256()
            hash.update(block)
            block = Array(hash.finalize())
        }
        block += repeatElement(0, count: SHA256.blockByteCount - block.count)
        var (inner, outer) = (SHA256(), SHA256())
        inner.update(block.map { $0 ^ 0x36 })
        outer.update(block.map { $0 ^ 0x5c })
        (self.inner, self.outer) = (inner, outer)
    }

    /// The code of the pieces one after another.
    func code(_ pieces: [UInt8]...) -> [UInt8] {
        var hash = inner
        for piece in pieces { hash.update(piece) }
        var result = outer
        result.update(Array(hash.finalize()))
        return Array(result.finalize())
    }
}

extension HashFunction {
    mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update(bufferPointer: $0) }
    }
}
