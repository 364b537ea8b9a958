import BotSigning

/// Signatures by secp256k1 over EIP-712, as the venue's contracts recover them.
public struct WalletSignatureCheck: SignatureCheck {
    private let curve = Secp256k1()

    public init() {}

    public func authenticationSigner(
        address: String, timestamp: String, nonce: UInt64, chain: UInt64, signature: String
    ) -> String? {
        guard let account = Self.address(address), let seconds = UInt64(timestamp), String(seconds) == timestamp,
            let chain = Chain(rawValue: chain)
        else { return nil }
        let login = ClobAuth(address: account, timestamp: seconds, nonce: nonce)
        return login.isSigned(by: signature, on: chain, curve: curve) ? address : nil
    }

    public func orderID(_ order: SignedOrder, domain: OrderDomain, chain: UInt64) -> String? {
        guard let signed = Self.signed(order), let chain = Chain(rawValue: chain) else { return nil }
        return domain.contract.domain(on: chain).digest(signed.order.structHash).hex
    }

    public func orderSigner(_ order: SignedOrder, domain: OrderDomain, chain: UInt64) -> String? {
        guard let signed = Self.signed(order), let chain = Chain(rawValue: chain) else { return nil }
        return signed.recoveredSigner(domain: domain.contract.domain(on: chain), curve: curve)?.checksummed
    }

    public func wallet(of owner: String, signatureType: Int) -> String? {
        guard let owner = Self.address(owner) else { return nil }
        let wallets = WalletDerivation(owner: owner)
        switch signatureType {
        case 0: return owner.checksummed
        case 1: return wallets.proxy.checksummed
        case 2: return wallets.safe.checksummed
        case 3: return wallets.depositWallet.checksummed
        default: return nil
        }
    }

    private static func address(_ text: String) -> EthereumAddress? {
        do { return try EthereumAddress(text) } catch { return nil }
    }

    /// The order in the signer's terms; nil when a field has not its form.
    private static func signed(_ order: SignedOrder) -> BotSigning.SignedOrder? {
        guard let maker = address(order.maker), let signer = address(order.signer),
            let token = UInt256(decimal: order.tokenID), let metadata = Bytes32(hex: order.metadata),
            let builder = Bytes32(hex: order.builder), let type = SignatureType(rawValue: UInt8(order.signatureType)),
            let signature = bytes(order.signature)
        else { return nil }
        let amounts: OrderAmounts
        do { amounts = try OrderAmounts(maker: order.makerAmount, taker: order.takerAmount) } catch { return nil }
        let exchangeOrder = ExchangeOrder(
            salt: order.salt, maker: maker, signer: signer, tokenID: token, amounts: amounts,
            side: order.isBuy ? .buy : .sell, signatureType: type, timestamp: order.timestamp, metadata: metadata,
            builder: builder)
        return BotSigning.SignedOrder(order: exchangeOrder, id: .zero, signature: signature)
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        guard text.hasPrefix("0x"), text.utf8.count % 2 == 0 else { return nil }
        let digits = Array(text.utf8.dropFirst(2))
        guard OrderRequest.isHex(text, digits: digits.count) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
    }
}

extension OrderDomain {
    fileprivate var contract: ExchangeContract {
        switch self {
        case .binary: .binary
        case .negativeRisk: .negativeRisk
        case .protocolV2: .protocolV2
        }
    }
}
