import BotSigning

/// One order of `polybot orders sign`: a request, and what to sign it with.
struct OrderInput {
    let request: OrderRequest
    private let signer: OrderSigner

    /// The fields of every order; a limit order has `size` besides, a market order `amount`.
    static let fields = [
        "kind", "side", "price", "tick_size", "order_type", "private_key", "salt", "timestamp_ms", "neg_risk",
        "asset_id", "chain_id", "signature_type", "funder", "exchange_version", "builder_code", "metadata",
        "post_only", "defer_exec", "expiration", "owner",
    ]

    /// - Throws: ``FieldProblem`` for the first field that is unknown, missing or wrong.
    init(_ value: InputJSON, curve: Secp256k1) throws(FieldProblem) {
        let members = try InputFields(value)
        let isMarket = try members.choice("kind", ["limit": false, "market": true])
        let quantityField = isMarket ? "amount" : "size"
        try members.check(names: Self.fields + [quantityField])
        let chain = try members.made(
            "chain_id", Chain(rawValue: members.whole("chain_id")), "the chain is 137 or 80002")
        signer = OrderSigner(key: try members.key("private_key", curve: curve), chain: chain)
        let quantity = try members.decimal(quantityField, places: 6)
        request = OrderRequest(
            side: try members.choice("side", ["BUY": .buy, "SELL": .sell]), price: try members.price(),
            quantity: isMarket ? .spent(quantity) : .shares(quantity), tokenID: try members.tokenID("asset_id"),
            contract: try members.contract(), signatureType: try members.signatureType("signature_type"),
            funder: try members.address("funder"), salt: try members.whole("salt"),
            timestamp: try members.whole("timestamp_ms"), metadata: try members.word("metadata"),
            builder: try members.word("builder_code"), terms: try members.terms())
    }

    func signed() throws(FieldProblem) -> SignedOrder {
        do {
            return try request.signed(by: signer)
        } catch {
            var isMarket = false
            if case .spent = request.quantity { isMarket = true }
            throw FieldProblem(error, quantityField: isMarket ? "amount" : "size")
        }
    }
}

extension InputFields {
    fileprivate func price() throws(FieldProblem) -> OrderPrice {
        let tickText = try text("tick_size")
        let units = try exactDecimal("price", places: 4)
        do {
            return try OrderPrice(units: units, tick: try TickSize(tickText))
        } catch {
            throw FieldProblem(error)
        }
    }

    fileprivate func contract() throws(FieldProblem) -> ExchangeContract {
        let version = Int(clamping: try whole("exchange_version"))
        let contract = ExchangeContract(version: version, isNegativeRisk: try flag("neg_risk"))
        return try made("exchange_version", contract, "the version is 2 or 3")
    }

    fileprivate func signatureType(_ name: String) throws(FieldProblem) -> SignatureType {
        try made(name, SignatureType(rawValue: UInt8(clamping: whole(name))), "the type is 0, 1, 2 or 3")
    }

    fileprivate func tokenID(_ name: String) throws(FieldProblem) -> UInt256 {
        try made(name, UInt256(decimal: text(name)), "a decimal number below 2^256 is due, in quotes")
    }

    fileprivate func terms() throws(FieldProblem) -> OrderTerms {
        let type = try choice(
            "order_type",
            ["GTC": OrderType.goodTillCancelled, "GTD": .goodTillDate, "FOK": .fillOrKill, "FAK": .fillAndKill])
        let (expiration, owner) = (try whole("expiration"), try text("owner"))
        let (isPostOnly, defersExecution) = (try flag("post_only"), try flag("defer_exec"))
        do {
            return try OrderTerms(
                type: type, expiration: expiration, owner: owner, isPostOnly: isPostOnly,
                defersExecution: defersExecution)
        } catch {
            throw FieldProblem(error)
        }
    }
}

extension FieldProblem {
    /// - Parameter quantityField: the field that amounts are computed from.
    init(_ error: OrderError, quantityField: String = "size") {
        field =
            switch error {
            case .unknownTickSize: "tick_size"
            case .priceOffTick, .priceOutOfRange: "price"
            case .zeroAmount, .negativeAmount, .amountTooLarge: quantityField
            case .saltTooLarge: "salt"
            case .funderIsNotTheAccount: "funder"
            case .expirationContradictsType: "expiration"
            case .postOnlyContradictsType: "post_only"
            case .marketOrderRests: "order_type"
            case .malformedOwner: "owner"
            }
        reason = error.description
    }
}
