import Market
import Testing

@testable import BotPolymarket

struct GammaMarketTests {
    private func market(_ members: String) throws -> GammaMarket { try GammaMarket.decode(Array("{\(members)}".utf8)) }

    private let condition = "0x" + String(repeating: "Ab", count: 32)

    private func binary(_ more: String) -> String {
        "\"conditionId\":\"\(condition)\",\"outcomes\":\"[\\\"Up\\\", \\\"Down\\\"]\",\(more)"
    }

    @Test func idsAreThoseThatTheVersionSays() throws {
        let ids = "\"clobTokenIds\":\"[\\\"11\\\", \\\"12\\\"]\",\"positionIds\":[\"21\",\"22\"]"
        #expect(try market(binary("\"version\":\"v1\",\(ids)")).listing().tokens == ["11", "12"])
        #expect(try market(binary("\"version\":\"v2\",\(ids)")).listing().tokens == ["21", "22"])
        // Old dumps have no version.
        #expect(try market(binary(ids)).listing().tokens == ["11", "12"])
        #expect(throws: ListingRefusal.unknownVersion("v3")) {
            try market(binary("\"version\":\"v3\",\(ids)")).listing()
        }
    }

    @Test func conditionsAreNormalised() throws {
        let short = "0x017791f201d5a788e0039e511fc1900e5f0000000000000000000000000000"
        let text =
            "\"version\":\"v2\",\"conditionId\":\"\(short)\",\"outcomes\":[\"a\",\"b\"],\"positionIds\":[\"1\",\"2\"]"
        #expect(try market(text).listing().conditionID == short + "00")
        #expect(try market(binary("\"clobTokenIds\":[\"1\",\"2\"]")).listing().conditionID == condition.lowercased())
    }

    @Test(arguments: [
        ("\"conditionId\":\"\"", ListingRefusal.notDeployed), ("\"conditionId\":\"0x12\"", .notDeployed),
    ])
    func marketsThatAreNotDeployed(_ members: String, _ refusal: ListingRefusal) throws {
        #expect(throws: refusal) { try market(members).listing() }
    }

    @Test func marketsThatAreNotBinary() throws {
        #expect(throws: ListingRefusal.outcomesNotTwo(outcomes: 2, tokens: 0)) {
            try market(binary("\"clobTokenIds\":\"\"")).listing()
        }
        #expect(throws: ListingRefusal.outcomesNotTwo(outcomes: 2, tokens: 1)) {
            try market(binary("\"clobTokenIds\":[\"1\"]")).listing()
        }
        #expect(throws: ListingRefusal.badToken("0xab")) {
            try market(binary("\"clobTokenIds\":[\"1\",\"0xab\"]")).listing()
        }
    }

    @Test(.enabled(if: SharedFiles.exchange != nil, "skipped: no ../shared"))
    func aRecordedMarketBecomesAnInstrument() throws {
        let market = try GammaMarket.decode(SharedFiles.fixture("gamma/market-v1-btc-updown-15m-subset.live"))
        let instrument = try market.instrument(event: EventID(3))
        #expect(instrument.name == "btc-updown-15m-1791241200" && instrument.category == "crypto")
        #expect(instrument.tick == 100 && instrument.sizeMin == Size(microshares: 5_000_000))
        #expect(instrument.fee == FeeRate(millionths: 70_000) && instrument.reference == "btc")
        #expect(instrument.scheduledEnd == Timestamp(seconds: 1_791_242_100) && instrument.quotesBothTokens)
        #expect(instrument.reward == MakerReward(band: 450, sizeMin: Size(microshares: 50_000_000)))
        #expect(
            market.outcomes == ["Up", "Down"] && market.outcomePrices == [0.905, 0.095])
        let second = try GammaMarket.decode(SharedFiles.fixture("gamma/market-v2-ids.docs"))
        #expect(second.version == .v2 && second.positionIDs.count == 2 && second.clobTokenIDs.isEmpty)
    }
}
