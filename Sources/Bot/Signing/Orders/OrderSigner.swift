/// Signs orders for the contracts of one chain with one key. The domains are computed when it is made.
public struct OrderSigner: Sendable {
    public let key: SigningKey
    public let chain: Chain
    private let binary, negativeRisk, protocolV2: SigningDomain

    public init(key: SigningKey, chain: Chain) {
        self.key = key
        self.chain = chain
        binary = ExchangeContract.binary.domain(on: chain)
        negativeRisk = ExchangeContract.negativeRisk.domain(on: chain)
        protocolV2 = ExchangeContract.protocolV2.domain(on: chain)
    }

    /// The order with the venue's id and the signature.
    ///
    /// Four permutations of Keccak, five for a deposit wallet, and one signature.
    public func sign(_ order: ExchangeOrder, for contract: ExchangeContract) -> SignedOrder {
        let domain = domain(of: contract)
        let structHash = order.structHash
        let id = domain.digest(structHash)
        guard order.signatureType == .depositWallet else {
            return SignedOrder(order: order, id: id, signature: key.sign(id).bytes)
        }
        let digest = WrappedSignature.digest(structHash: structHash, domain: domain, wallet: order.signer)
        let wrapped = WrappedSignature(
            inner: key.sign(digest), domainSeparator: domain.separator, structHash: structHash)
        return SignedOrder(order: order, id: id, signature: wrapped.bytes)
    }

    public func domain(of contract: ExchangeContract) -> SigningDomain {
        switch contract {
        case .binary: binary
        case .negativeRisk: negativeRisk
        case .protocolV2: protocolV2
        case .legacyBinary, .legacyNegativeRisk: contract.domain(on: chain)
        }
    }
}
