/// The body of `POST /order`: compact JSON, the fields in the order in which py-clob-client-v2 writes them. The
/// request's signature covers these bytes, so they are written once and sent as they are.
public struct OrderBody: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(_ signed: SignedOrder, terms: OrderTerms) {
        let order = signed.order
        var writer = JSONText()
        writer.open("order")
        writer.number("salt", order.salt)
        let maker = order.maker.checksummed
        writer.text("maker", maker)
        writer.text("signer", order.signer == order.maker ? maker : order.signer.checksummed)
        writer.text("tokenId", order.tokenID.decimal)
        writer.text("makerAmount", String(order.amounts.maker))
        writer.text("takerAmount", String(order.amounts.taker))
        writer.text("side", order.side.text)
        writer.text("expiration", String(terms.expiration))
        writer.number("signatureType", UInt64(order.signatureType.rawValue))
        writer.text("timestamp", String(order.timestamp))
        writer.text("metadata", order.metadata.hex)
        writer.text("builder", order.builder.hex)
        writer.text("signature", signed.signatureText)
        writer.close()
        writer.finish(terms)
        bytes = writer.bytes
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
