import Foundation
import Testing

@testable import BotSimulationServer

/// Goal: the bodies that the venue's own clients make are read, known by their digests, and their signers recovered.
@Suite(.enabled(if: specification != nil, "skipped: no ../shared"))
struct WalletSignaturesTests {
    private func vectors(_ name: String) throws -> [JSON] {
        let path = try #require(specification) + "/vectors/" + name
        return try JSON(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: path))))["vectors"]?.elements ?? []
    }

    @Test func everyOrderIsKnownAndItsSignerToo() throws {
        let check = WalletSignatureCheck()
        let vectors = try vectors("orders-v2.json")
        #expect(vectors.count == 74)
        for vector in vectors {
            let name = vector["id"]?.string ?? ""
            let request = try OrderRequest(try JSON(parsing: vector["body"]?.string ?? ""))
            let input = try #require(vector["input"])
            let chain = UInt64(input["chain_id"]?.integer ?? 0)
            let domain: OrderDomain =
                input["exchange_version"]?.integer == 3
                ? .protocolV2 : input["neg_risk"]?.bool == true ? .negativeRisk : .binary
            #expect(check.orderID(request.order, domain: domain, chain: chain) == vector["order_id"]?.string, "\(name)")
            let signer = try #require(check.orderSigner(request.order, domain: domain, chain: chain), "\(name)")
            if request.order.signatureType < 3 { #expect(signer == request.order.signer, "\(name)") }
            let other: OrderDomain = domain == .binary ? .negativeRisk : .binary
            #expect(check.orderSigner(request.order, domain: other, chain: chain) != signer, "\(name)")
        }
    }

    @Test func everyLoginIsItsWallets() throws {
        let check = WalletSignatureCheck()
        let vectors = try vectors("l1-clob-auth.json")
        #expect(vectors.count == 24)
        for vector in vectors {
            let headers = try #require(vector["headers"])
            func text(_ name: String) -> String { headers[name]?.string ?? "" }
            func signer(nonce: UInt64) -> String? {
                check.authenticationSigner(
                    address: text("POLY_ADDRESS"), timestamp: text("POLY_TIMESTAMP"), nonce: nonce,
                    chain: UInt64(vector["chain_id"]?.integer ?? 0), signature: text("POLY_SIGNATURE"))
            }
            let nonce = UInt64(text("POLY_NONCE")) ?? 0
            #expect(signer(nonce: nonce) == text("POLY_ADDRESS"))
            #expect(signer(nonce: nonce &+ 1) == nil)
        }
    }
}
