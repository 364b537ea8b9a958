/// A signature by secp256k1 from which the signer can be computed: r, s and which of the candidate points was meant.
public struct RecoverableSignature: Hashable, Sendable {
    public let r, s: Bytes32
    /// 27 or 28.
    public let v: UInt8

    public init(r: Bytes32, s: Bytes32, v: UInt8) { (self.r, self.s, self.v) = (r, s, v) }

    /// Reads r, s and v, 65 bytes; nil for another length or another v.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 65, let r = Bytes32(bytes: bytes.prefix(32)),
            let s = Bytes32(bytes: bytes.dropFirst(32).prefix(32)), let v = bytes.dropFirst(64).first,
            v == 27 || v == 28
        else { return nil }
        self.init(r: r, s: s, v: v)
    }

    /// r, s, v: 65 bytes.
    public var bytes: [UInt8] { r.bytes + s.bytes + [v] }

    public var hex: String { HexText.text(bytes) }
}
