/// An order of the format before April 2026, domain version "1". The venue refuses it; old records are in it.
public struct LegacyOrder: Hashable, Sendable {
    public var salt: UInt64
    public var maker, signer, taker: EthereumAddress
    public var tokenID: UInt256
    /// In millionths of USDC or of a share.
    public var amounts: OrderAmounts
    /// Seconds since 1970, 0 for never.
    public var expiration: UInt64
    public var nonce: UInt64
    public var feeRateBasisPoints: UInt64
    public var side: ExchangeOrder.Side
    public var signatureType: SignatureType

    public init(
        salt: UInt64, maker: EthereumAddress, signer: EthereumAddress, taker: EthereumAddress = .zero,
        tokenID: UInt256, amounts: OrderAmounts, expiration: UInt64 = 0, nonce: UInt64 = 0,
        feeRateBasisPoints: UInt64, side: ExchangeOrder.Side, signatureType: SignatureType
    ) {
        self.salt = salt
        self.maker = maker
        self.signer = signer
        self.taker = taker
        self.tokenID = tokenID
        self.amounts = amounts
        self.expiration = expiration
        self.nonce = nonce
        self.feeRateBasisPoints = feeRateBasisPoints
        self.side = side
        self.signatureType = signatureType
    }

    /// The structure's hash: the type and twelve words.
    public var structHash: Bytes32 {
        Keccak256.hash(
            TypeHash.legacyOrder, Bytes32(salt), maker.word, signer.word, taker.word, tokenID.word,
            Bytes32(UInt64(amounts.maker)), Bytes32(UInt64(amounts.taker)), Bytes32(expiration), Bytes32(nonce),
            Bytes32(feeRateBasisPoints), Bytes32(UInt64(side.rawValue)), Bytes32(UInt64(signatureType.rawValue)))
    }

    /// The body of `POST /order` as py-clob-client wrote it.
    public func body(signature: RecoverableSignature, terms: OrderTerms) -> [UInt8] {
        var writer = JSONText()
        writer.open("order")
        writer.number("salt", salt)
        writer.text("maker", maker.checksummed)
        writer.text("signer", signer.checksummed)
        writer.text("taker", taker.checksummed)
        writer.text("tokenId", tokenID.decimal)
        writer.text("makerAmount", String(amounts.maker))
        writer.text("takerAmount", String(amounts.taker))
        writer.text("side", side.text)
        writer.text("expiration", String(expiration))
        writer.text("nonce", String(nonce))
        writer.text("feeRateBps", String(feeRateBasisPoints))
        writer.number("signatureType", UInt64(signatureType.rawValue))
        writer.text("signature", signature.hex)
        writer.close()
        writer.finish(terms)
        return writer.bytes
    }
}
