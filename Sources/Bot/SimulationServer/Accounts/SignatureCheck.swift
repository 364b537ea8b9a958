/// The fields of an order that are signed, as they stood in the request, and the signature.
public struct SignedOrder: Hashable, Sendable {
    public var salt: UInt64
    /// 0x and 40 digits.
    public var maker: String
    public var signer: String
    /// Decimal.
    public var tokenID: String
    /// Millionths.
    public var makerAmount: Int64
    public var takerAmount: Int64
    public var isBuy: Bool
    /// 0 EOA, 1 proxy, 2 safe, 3 deposit wallet.
    public var signatureType: Int
    /// Milliseconds.
    public var timestamp: UInt64
    /// 0x and 64 digits.
    public var metadata: String
    public var builder: String
    public var signature: String
}

/// The contract in whose name orders are signed.
public enum OrderDomain: String, Hashable, Sendable {
    case binary, negativeRisk, protocolV2
}

/// Recovers who signed. A port: keys and curves are behind it, and a test can do without them.
///
/// Addresses are 0x and 40 digits, compared without regard to case.
public protocol SignatureCheck: Sendable {
    /// Who signed the words by which a wallet asks for its API key (specification, 4.1); nil for no valid signature.
    func authenticationSigner(
        address: String, timestamp: String, nonce: UInt64, chain: UInt64, signature: String
    ) -> String?

    /// The order's id, 0x and 64 digits: the digest that is signed (5.1). Nil when a field has not its form.
    func orderID(_ order: SignedOrder, domain: OrderDomain, chain: UInt64) -> String?

    /// The account whose key signed the order, through the wrapping of type 3 if need be (5.2).
    func orderSigner(_ order: SignedOrder, domain: OrderDomain, chain: UInt64) -> String?

    /// The wallet that an account owns under a signature type, where that can be told.
    func wallet(of owner: String, signatureType: Int) -> String?
}
