/// An order as a trader says it: what to do at which price, before amounts and signature.
public struct OrderRequest: Hashable, Sendable {
    public enum Quantity: Hashable, Sendable {
        /// A limit order: a number of shares, in millionths.
        case shares(Int64)
        /// A market order: what is spent, pUSD of a BUY and shares of a SELL, in millionths.
        case spent(Int64)
    }

    public var side: ExchangeOrder.Side
    public var price: OrderPrice
    public var quantity: Quantity
    public var tokenID: UInt256
    public var contract: ExchangeContract
    public var signatureType: SignatureType
    /// The wallet that holds the funds.
    public var funder: EthereumAddress
    public var salt: UInt64
    /// Milliseconds since 1970.
    public var timestamp: UInt64
    public var metadata: Bytes32
    public var builder: Bytes32
    public var terms: OrderTerms

    public init(
        side: ExchangeOrder.Side, price: OrderPrice, quantity: Quantity, tokenID: UInt256, contract: ExchangeContract,
        signatureType: SignatureType, funder: EthereumAddress, salt: UInt64, timestamp: UInt64,
        metadata: Bytes32 = .zero, builder: Bytes32 = .zero, terms: OrderTerms
    ) {
        self.side = side
        self.price = price
        self.quantity = quantity
        self.tokenID = tokenID
        self.contract = contract
        self.signatureType = signatureType
        self.funder = funder
        self.salt = salt
        self.timestamp = timestamp
        self.metadata = metadata
        self.builder = builder
        self.terms = terms
    }

    /// The amounts by the rules of the tick.
    /// - Throws: ``OrderError``
    public func amounts() throws(OrderError) -> OrderAmounts {
        switch quantity {
        case .shares(let size): return try .limit(side, price: price, size: size)
        case .spent(let amount): return try .market(side, price: price, amount: amount)
        }
    }

    /// The order, signed and ready to be sent.
    /// - Throws: ``OrderError`` when an amount is zero or too large, the salt too large, the funder not the key's own
    ///   account where it must be, or a market order is to rest.
    public func signed(by signer: OrderSigner) throws(OrderError) -> SignedOrder {
        if case .spent = quantity, !terms.type.isImmediate { throw .marketOrderRests(terms.type) }
        guard salt <= ExchangeOrder.saltMax else { throw .saltTooLarge }
        guard signatureType != .account || funder == signer.key.address else { throw .funderIsNotTheAccount }
        let amounts = try amounts()
        guard amounts.maker > 0, amounts.taker > 0 else { throw .zeroAmount }
        let order = ExchangeOrder(
            salt: salt, maker: funder, signer: signatureType == .depositWallet ? funder : signer.key.address,
            tokenID: tokenID, amounts: amounts, side: side, signatureType: signatureType, timestamp: timestamp,
            metadata: metadata, builder: builder)
        return signer.sign(order, for: contract)
    }
}
