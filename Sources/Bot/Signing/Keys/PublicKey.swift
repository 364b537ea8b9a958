/// A point of the curve.
public struct PublicKey: Hashable, Sendable {
    public let x, y: Bytes32

    /// The account of the key: the last twenty bytes of the digest of both coordinates (Yellow Paper, appendix F).
    public var address: EthereumAddress { EthereumAddress(lastBytesOf: Keccak256.hash(x, y)) }
}
