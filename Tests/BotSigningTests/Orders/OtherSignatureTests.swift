import Testing

@testable import BotSigning

/// Goal: the old order format and session keys are covered too. Method: vectors, one session signature by hand.
struct OtherSignatureTests {
    @Test func aSessionSignatureIsPaddedToWholeWords() throws {
        let signer = try Known.key(Known.one).address
        for count in [0, 1, 32, 33, 65] {
            let wrapped = SessionSignature.wrapped([UInt8](repeating: 7, count: count), signer: signer)
            #expect(wrapped.count == 128 + (count + 31) / 32 * 32 + 32)
            #expect(wrapped.prefix(32).elementsEqual(signer.word.bytes))
            #expect(wrapped[127] == UInt8(count))
            #expect(wrapped.suffix(4) == [0x64, 0x92, 0x64, 0x92])
        }
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func sessionVectors() throws {
        for vector in try Vectors.list("deposit-wallet-session-wrap", count: 2) {
            let wrapped = SessionSignature.wrapped(
                try vector.bytes("signature"), signer: try vector.address("session_signer"))
            #expect(HexText.text(wrapped) == (try vector.text("wrapped")))
        }
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func legacyVectors() throws {
        for vector in try Vectors.list("orders-v1-legacy", count: 3) {
            let chain = try #require(Chain(rawValue: try vector.number("chain_id")))
            let contract = try vector.flag("neg_risk") ? ExchangeContract.legacyNegativeRisk : .legacyBinary
            #expect(contract.address(on: chain) == (try vector.address("verifyingContract")))
            let body = try Vector(json: try vector.text("body"))
            let order = try LegacyOrder(try body.object("order"))
            let digest = contract.domain(on: chain).digest(order.structHash)
            #expect(digest == (try vector.word("digest")))
            let signature = try Known.key().sign(digest)
            #expect(signature.hex == (try vector.text("signature")))
            #expect(signature.signer(of: digest, curve: Known.curve) == order.signer)
            let terms = try OrderTerms(
                type: try #require(OrderType(rawValue: try body.text("orderType"))), owner: try body.text("owner"),
                isPostOnly: try body.flag("postOnly"), defersExecution: try body.flag("deferExec"))
            let text = String(decoding: order.body(signature: signature, terms: terms), as: UTF8.self)
            #expect(text == (try vector.text("body")))
        }
    }
}

extension LegacyOrder {
    /// The `order` of a body.
    init(_ order: Vector) throws {
        func whole(_ name: String) throws -> UInt64 { try #require(UInt64(try order.text(name))) }
        self.init(
            salt: try order.number("salt"), maker: try order.address("maker"), signer: try order.address("signer"),
            taker: try order.address("taker"), tokenID: try #require(UInt256(decimal: try order.text("tokenId"))),
            amounts: try OrderAmounts(
                maker: Int64(try whole("makerAmount")), taker: Int64(try whole("takerAmount"))),
            expiration: try whole("expiration"), nonce: try whole("nonce"),
            feeRateBasisPoints: try whole("feeRateBps"),
            side: try #require(ExchangeOrder.Side(text: try order.text("side"))),
            signatureType: try #require(SignatureType(rawValue: UInt8(try order.number("signatureType")))))
    }
}
