import Testing

@testable import BotSigning

extension OrderRequest {
    /// The `input` of an order vector.
    init(_ input: Vector) throws {
        let isLimit = try input.text("kind") == "limit"
        let quantity = try DecimalText.floor(try input.text(isLimit ? "size" : "amount"), places: 6).units
        let version = Int(try input.number("exchange_version"))
        self.init(
            side: try #require(ExchangeOrder.Side(text: try input.text("side"))),
            price: try Known.price(try input.text("price"), tick: try TickSize(try input.text("tick_size"))),
            quantity: isLimit ? .shares(quantity) : .spent(quantity),
            tokenID: try #require(UInt256(decimal: try input.text("asset_id"))),
            contract: try #require(ExchangeContract(version: version, isNegativeRisk: try input.flag("neg_risk"))),
            signatureType: try #require(SignatureType(rawValue: UInt8(try input.number("signature_type")))),
            funder: try input.address("funder"), salt: try input.number("salt"),
            timestamp: try input.number("timestamp_ms"), metadata: try input.word("metadata"),
            builder: try input.word("builder_code"),
            terms: try OrderTerms(
                type: try #require(OrderType(rawValue: try input.text("order_type"))),
                expiration: try input.number("expiration"), owner: try input.text("owner"),
                isPostOnly: try input.flag("post_only"), defersExecution: try input.flag("defer_exec")))
    }
}
