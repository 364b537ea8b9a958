/// An order with its signature and the identity that the venue will give it.
public struct SignedOrder: Hashable, Sendable {
    public let order: ExchangeOrder
    /// The order's digest in the exchange's domain: the venue's order id, known before the order is sent.
    public let id: Bytes32
    /// 65 bytes; 317 of a deposit wallet.
    public let signature: [UInt8]

    public init(order: ExchangeOrder, id: Bytes32, signature: [UInt8]) {
        self.order = order
        self.id = id
        self.signature = signature
    }

    public var signatureText: String { HexText.text(signature) }

    /// The account whose key signed; nil when the signature is none, is for another order or for another domain.
    ///
    /// Whether that account may sign for ``ExchangeOrder/maker`` is another question: for type 0 it must be the maker,
    /// for types 1 and 2 ``ExchangeOrder/signer``, for type 3 the owner of the wallet.
    public func recoveredSigner(domain: SigningDomain, curve: Secp256k1) -> EthereumAddress? {
        let structHash = order.structHash
        guard order.signatureType == .depositWallet else {
            return RecoverableSignature(bytes: signature)?.signer(of: domain.digest(structHash), curve: curve)
        }
        guard let wrapped = WrappedSignature(bytes: signature), wrapped.structHash == structHash,
            wrapped.domainSeparator == domain.separator
        else { return nil }
        let digest = WrappedSignature.digest(structHash: structHash, domain: domain, wallet: order.signer)
        return wrapped.inner.signer(of: digest, curve: curve)
    }
}
