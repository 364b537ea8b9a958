import Testing

@testable import BotSigning

/// Goal: the digests that are written out are those of their texts, and each contract has its domain. Method: compute
/// them; vectors.
struct SigningDomainTests {
    @Test func digestsOfTypesAreThoseOfTheirTexts() {
        for (text, digest) in [
            (TypeHash.domainType, TypeHash.domain),
            (TypeHash.domainWithoutContractType, TypeHash.domainWithoutContract),
            (TypeHash.orderType, TypeHash.order), (TypeHash.typedDataSignType, TypeHash.typedDataSign),
            (TypeHash.clobAuthType, TypeHash.clobAuth), (TypeHash.legacyOrderType, TypeHash.legacyOrder),
            ("DepositWallet", WrappedSignature.walletName), ("1", WrappedSignature.walletVersion),
        ] {
            #expect(Keccak256.hash(text.utf8) == digest, "\(text)")
        }
    }

    @Test func theContractFollowsFromVersionAndGroup() {
        #expect(ExchangeContract(version: 2, isNegativeRisk: false) == .binary)
        #expect(ExchangeContract(version: 2, isNegativeRisk: true) == .negativeRisk)
        for isNegativeRisk in [false, true] {
            #expect(ExchangeContract(version: 3, isNegativeRisk: isNegativeRisk) == .protocolV2)
            for version in [0, 1, 4] {
                #expect(ExchangeContract(version: version, isNegativeRisk: isNegativeRisk) == nil)
            }
        }
    }

    @Test func separatorsOfTheLiveContracts() {
        for (contract, separator) in [
            (ExchangeContract.binary, "0x3264e159346253e26a64e00b69032db0e7d32f94628de3e6eecb50304d7af3d2"),
            (.negativeRisk, "0x9b858f53327b0bd13af8ec14cfb35234fb9eb7b0504d1a4e61f433840d30e81a"),
            (.protocolV2, "0x466c63910185bbd55e8679264200c4e0abdcbb0c6264eb3d41d13326022e095b"),
        ] {
            #expect(contract.domain(on: .polygon).separator.hex == separator)
        }
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func typeVectors() throws {
        let known = [
            TypeHash.domainType: TypeHash.domain, TypeHash.domainWithoutContractType: TypeHash.domainWithoutContract,
            TypeHash.orderType: TypeHash.order, TypeHash.typedDataSignType: TypeHash.typedDataSign,
            TypeHash.clobAuthType: TypeHash.clobAuth, TypeHash.legacyOrderType: TypeHash.legacyOrder,
        ]
        for vector in try Vectors.list("eip712-constants", "type_hashes", count: 6) {
            #expect(known[try vector.text("type")] == (try vector.word("hash")))
        }
        for vector in try Vectors.list("eip712-constants", "string_hashes", count: 7) {
            #expect(Keccak256.hash(try vector.text("text").utf8) == (try vector.word("hash")))
        }
        let file = try Vectors.file("eip712-constants")
        #expect(try file.bytes("order_type_string_utf8_hex") == Array(TypeHash.orderType.utf8))
        #expect(try file.text("order_type_string_length_hex") == "00ba")
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func domainVectors() throws {
        var found: Set<SigningDomain> = []
        let known = Set(
            Chain.allCases.flatMap { chain in
                ExchangeContract.allCases.map { $0.domain(on: chain) } + [ClobAuth.domain(on: chain)]
            })
        for vector in try Vectors.list("eip712-constants", "domains", count: 12) {
            let chain = try #require(Chain(rawValue: try vector.number("chainId")))
            let domain = SigningDomain(
                name: try vector.text("name"), version: try vector.text("version"), chain: chain,
                contract: vector.has("verifyingContract") ? try vector.address("verifyingContract") : nil)
            #expect(domain.separator == (try vector.word("domain_separator")))
            found.insert(domain)
        }
        #expect(found == known)
    }
}
