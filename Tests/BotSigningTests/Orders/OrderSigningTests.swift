import Testing

@testable import BotSigning

/// Goal: orders of every signature type and both live formats come out as the venue's clients sign them: identity,
/// amounts, signature and body, byte for byte; and a changed order has no signer. Method: one order of each type by
/// hand, all vectors.
struct OrderSigningTests {
    static let proxy = "0x365f0CA36Ae1f641E02fE3B7743673da42A13A70"
    static let safe = "0xd93B25cb943D14d0d34FBaF01Fc93a0f8b5F6E47"
    static let deposit = "0xBc0fF067b7740Eff76C1ca93c875Ba6B890d6B50"

    static func signer(_ chain: Chain = .polygon) throws -> OrderSigner {
        OrderSigner(key: try Known.key(), chain: chain)
    }

    static func request(
        _ type: SignatureType = .account, price: String = "0.62", salt: UInt64, timestamp: UInt64,
        funder: String? = nil,
        quantity: OrderRequest.Quantity = .shares(45_500_000), tick: TickSize = .hundredth,
        terms: OrderTerms? = nil
    ) throws -> OrderRequest {
        OrderRequest(
            side: .buy, price: try Known.price(price, tick: tick), quantity: quantity,
            tokenID: try #require(UInt256(decimal: Known.token)), contract: .binary, signatureType: type,
            funder: try funder.map { try EthereumAddress($0) } ?? Known.key().address, salt: salt, timestamp: timestamp,
            terms: try terms ?? OrderTerms(type: .goodTillCancelled, owner: "f4f247b7-4ac7-ff29-a152-04fda0a8755a"))
    }

    /// The worked example of the specification's section 5.1.
    @Test func anAccountsOrder() throws {
        let request = try Self.request(
            price: "0.3", salt: 479_250_096_357, timestamp: 1_795_348_801_237, quantity: .shares(21_000_000),
            tick: .tenth)
        let signed = try request.signed(by: try Self.signer())
        #expect(
            signed.order.structHash.hex == "0x27fc54a546f32218322c6c33692aa25d03f664a7f3c02e7b3683ab6f2b70ec77")
        #expect(signed.id.hex == "0x0e7a086e84890a2e0d4c01369062f85feb07fa63a483ef42132b82e009556b67")
        let signature =
            "0xb2e8b9c1be5b0bf45cb0c42056f9962a037edd8e09f27c76197873ceaaab7fd9"
            + "06a7404c03a1e3f8428504da87ba584b6a689e848c0999845519f5409ba0195e1c"
        #expect(signed.signatureText == signature)
        let zero = "0x" + String(repeating: "0", count: 64)
        let account = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
        #expect(
            OrderBody(signed, terms: request.terms).text == #"{"order":{"salt":479250096357,"maker":"\#(account)","#
                + #""signer":"\#(account)","tokenId":"\#(Known.token)","makerAmount":"6300000","#
                + #""takerAmount":"21000000","#
                + #""side":"BUY","expiration":"0","signatureType":0,"timestamp":"1795348801237","metadata":"\#(zero)","#
                + #""builder":"\#(zero)","signature":"\#(signature)"},"owner":"f4f247b7-4ac7-ff29-a152-04fda0a8755a","#
                + #""orderType":"GTC","deferExec":false,"postOnly":false}"#)
    }

    struct Sample: Sendable {
        var type: SignatureType
        var salt, timestamp: UInt64
        var funder, id, signature: String
    }

    /// Vectors ord-027, ord-031 and ord-035; of the last the inner signature.
    static let otherTypes = [
        Sample(
            type: .proxy, salt: 479_276_096_435, timestamp: 1_795_348_833_399, funder: proxy,
            id: "0x80b3b1ef5ee519478c60467386e7c71de38e48328b521ff204a829a7a38e5a2f",
            signature: "0x03ce2ca7415af3e4e9a69efce650d6fdfd87bbb5ec646e460b41ee79bf7d373d"
                + "2b5fe6bb81678db73c798b7a9b4e93cb2fd2b1d6a8bfcc4ad92064fa8c45803d1c"),
        Sample(
            type: .safe, salt: 479_280_096_447, timestamp: 1_795_348_838_347, funder: safe,
            id: "0x503fafdb231dd5aee3bade4f08429257669645a678ca83f8015e6fe79d4e2846",
            signature: "0xb8304813739b8f808c93017d2c24c7d115194c2e1406186cbbb781a7c6913ecf"
                + "2670501fd9482f1ae163099229454e5d768478760ef6190f46e2bf884cc325b81c"),
        Sample(
            type: .depositWallet, salt: 479_284_096_459, timestamp: 1_795_348_843_295, funder: deposit,
            id: "0xce90074acbd9b0ecd5b468608fc38816613890623e33b3f53f3c22e8a3225eab",
            signature: "0xae2ee75bcf89604f834d34252495e0359c3de0e970bce96c3da2928d2ef0e739"
                + "1bb71ff5c4e2ef3579c3fc677e64e1ec4c4f895a85af00e9aec1cd8107c40b891b"),
    ]

    @Test(arguments: otherTypes) func aWalletsOrder(_ sample: Sample) throws {
        let request = try Self.request(
            sample.type, salt: sample.salt, timestamp: sample.timestamp, funder: sample.funder)
        let signed = try request.signed(by: try Self.signer())
        #expect(signed.id.hex == sample.id)
        #expect(signed.signatureText.hasPrefix(sample.signature))
        #expect(signed.signature.count == (sample.type == .depositWallet ? 317 : 65))
        #expect(signed.order.maker.checksummed == sample.funder)
        #expect((signed.order.signer == signed.order.maker) == (sample.type == .depositWallet))
    }

    @Test(arguments: SignatureType.allCases) func aChangedOrderHasAnotherSignerOrNone(_ type: SignatureType) throws {
        let signer = try Self.signer()
        let request = try Self.request(type, salt: 1, timestamp: 2, funder: type == .account ? nil : Self.deposit)
        let signed = try request.signed(by: signer)
        let domain = signer.domain(of: .binary)
        func recovered(_ order: SignedOrder, _ domain: SigningDomain) -> EthereumAddress? {
            order.recoveredSigner(domain: domain, curve: Known.curve)
        }
        #expect(recovered(signed, domain) == signer.key.address)
        #expect(recovered(signed, signer.domain(of: .negativeRisk)) != signer.key.address)
        var changed = signed.order
        changed.amounts.taker += 1
        #expect(
            recovered(.init(order: changed, id: signed.id, signature: signed.signature), domain) != signer.key.address)
        for signature in [
            [], Array(signed.signature.dropLast()), signed.signature + [0], [UInt8](repeating: 0, count: 317),
        ] {
            #expect(recovered(.init(order: signed.order, id: signed.id, signature: signature), domain) == nil)
        }
    }

    @Test func whatCannotBeSignedIsRefused() throws {
        let signer = try Self.signer()
        func refusal(_ request: OrderRequest) -> OrderError? {
            do throws(OrderError) {
                _ = try request.signed(by: signer)
                return nil
            } catch { return error }
        }
        let good = try Self.request(salt: ExchangeOrder.saltMax, timestamp: 2)
        #expect(refusal(good) == nil)
        var request = good
        request.salt += 1
        #expect(refusal(request) == .saltTooLarge)
        request = good
        request.quantity = .shares(9_999)
        #expect(refusal(request) == .zeroAmount)
        request.quantity = .shares(-1)
        #expect(refusal(request) == .negativeAmount)
        request.quantity = .spent(5_000_000)
        #expect(refusal(request) == .marketOrderRests(.goodTillCancelled))
        request = good
        request.funder = try EthereumAddress(Self.safe)
        #expect(refusal(request) == .funderIsNotTheAccount)
    }

    @Test func termsThatContradictEachOtherAreRefused() throws {
        for type in OrderType.allCases {
            let isDated = type == .goodTillDate
            #expect(throws: OrderError.expirationContradictsType(type)) {
                try OrderTerms(type: type, expiration: isDated ? 0 : 1, owner: "owner")
            }
            let expiration: UInt64 = isDated ? 1 : 0
            if type.isImmediate {
                #expect(throws: OrderError.postOnlyContradictsType(type)) {
                    try OrderTerms(type: type, expiration: expiration, owner: "owner", isPostOnly: true)
                }
            } else {
                _ = try OrderTerms(type: type, expiration: expiration, owner: "owner", isPostOnly: true)
            }
        }
        for owner in ["", "a b", #"a"b"#, #"a\b"#, "ä", "a\n", String(repeating: "a", count: 129)] {
            #expect(throws: OrderError.malformedOwner) { try OrderTerms(type: .fillOrKill, owner: owner) }
        }
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func vectors() throws {
        for vector in try Vectors.list("orders-v2", count: 74) {
            let (name, input) = (try vector.text("id"), try vector.object("input"))
            let request = try OrderRequest(input)
            let key = try Known.key(try input.text("private_key"))
            let signer = OrderSigner(
                key: key, chain: try #require(Chain(rawValue: try input.number("chain_id"))))
            let signed = try request.signed(by: signer)
            let amounts = try vector.object("decimal_client_amounts")
            #expect(String(signed.order.amounts.maker) == (try amounts.text("makerAmount")), "\(name)")
            #expect(String(signed.order.amounts.taker) == (try amounts.text("takerAmount")), "\(name)")
            #expect(signed.id == (try vector.word("order_id")), "\(name)")
            #expect(signed.signatureText == (try vector.text("signature")), "\(name)")
            let body = OrderBody(signed, terms: request.terms)
            #expect(body.text == (try vector.text("body")), "\(name)")
            let domain = signer.domain(of: request.contract)
            #expect(signed.recoveredSigner(domain: domain, curve: Known.curve) == key.address, "\(name)")

            let typed = try vector.object("eip712")
            #expect(domain.separator == (try typed.word("domain_separator")), "\(name)")
            #expect(signed.order.structHash == (try typed.word("order_struct_hash")), "\(name)")
            #expect(signed.id == (try typed.word("order_digest")), "\(name)")
            if request.signatureType == .depositWallet { try checkNesting(signed, domain, typed) }
            try checkRequest(body, vector.object("l2_headers_for_body"))
        }
    }

    private func checkNesting(_ signed: SignedOrder, _ domain: SigningDomain, _ typed: Vector) throws {
        let (hash, wallet) = (signed.order.structHash, signed.order.signer)
        let nested = WrappedSignature.nestedHash(structHash: hash, chain: domain.chain, wallet: wallet)
        #expect(nested == (try typed.word("typed_data_sign_struct_hash")))
        let digest = WrappedSignature.digest(structHash: hash, domain: domain, wallet: wallet)
        #expect(digest == (try typed.word("signing_digest")))
        #expect(WrappedSignature(bytes: signed.signature)?.inner.hex == (try typed.text("inner_signature")))
        #expect(WrappedSignature(bytes: signed.signature)?.bytes == signed.signature)
    }

    /// The secret of the vectors' API key is one of `l2-hmac.json`.
    private func checkRequest(_ body: OrderBody, _ headers: Vector) throws {
        let secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
        let authentication = RequestAuthentication(
            credentials: try APICredentials(
                key: try headers.text("POLY_API_KEY"), secret: secret, passphrase: try headers.text("POLY_PASSPHRASE")),
            address: try headers.address("POLY_ADDRESS"))
        for header in authentication.headers(
            timestamp: try headers.number("timestamp"), method: "POST", path: "/order", body: body.bytes)
        {
            #expect(header.value == (try headers.text(header.name)))
        }
    }
}
