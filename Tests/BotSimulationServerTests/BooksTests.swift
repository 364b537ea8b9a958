import Foundation
import Market
import Testing

@testable import BotSimulationServer

/// Goal: what is public reads as the specification says (2 and 3), for both versions of markets.
struct BooksTests {
    let client: VenueClient

    init() throws { client = try VenueClient(VenueClient.venue()) }

    private func levels(_ json: JSON?) -> [(price: Double, size: String)] {
        (json?.elements ?? []).map { (Double($0["price"]?.string ?? "") ?? 0, $0["size"]?.string ?? "") }
    }

    @Test func theBestLevelIsTheLast() throws {
        let token = client.market().names.tokens[0]
        let book = try client.json("/book?token_id=\(token)")
        let (bids, asks) = (levels(book["bids"]).map(\.price), levels(book["asks"]).map(\.price))
        #expect(bids.count > 3 && bids == bids.sorted())
        #expect(asks.count > 3 && asks == asks.sorted(by: >))
        #expect(try #require(bids.last) < (try #require(asks.last)))
    }

    @Test func theHashIsThatOfTheBookWithoutIt() throws {
        for market in client.venue.catalog.markets {
            for token in market.names.tokens {
                let text = client.get("/book?token_id=\(token)").text
                let hash = try #require(try JSON(parsing: text)["hash"]?.string)
                #expect(Digest.sha1Hex(text.replacing("\"hash\":\"\(hash)\"", with: "\"hash\":\"\"")) == hash)
            }
        }
    }

    @Test func booksOfYesAndNoMirrorEachOther() throws {
        client.wait(600)
        for market in client.venue.catalog.markets where !market.isClosed {
            let yes = try client.json("/book?token_id=\(market.names.tokens[0])")
            let no = try client.json("/book?token_id=\(market.names.tokens[1])")
            let mirrored = levels(no["asks"]).map { (((1 - $0.price) * 10_000).rounded(), $0.size) }
            #expect(levels(yes["bids"]).map { ($0.price * 10_000).rounded() } == mirrored.map(\.0))
            #expect(levels(yes["bids"]).map(\.size) == mirrored.map(\.1))
        }
    }

    @Test func pricesAreThoseOfTheBook() throws {
        let market = client.market()
        let token = market.names.tokens[0]
        let book = client.current(market).book(.yes)
        let (bid, ask) = (try #require(book.bestBid).price, try #require(book.bestAsk).price)
        #expect(try client.json("/price?token_id=\(token)&side=BUY") == ["price": JSON(bid.text)])
        #expect(try client.json("/price?token_id=\(token)&side=SELL") == ["price": JSON(ask.text)])
        let mid = DecimalText.text(Int64(bid.units + ask.units) * 5, digits: 5)
        #expect(try client.json("/midpoint?token_id=\(token)") == ["mid": JSON(mid)])
        let spread = DecimalText.text(Int64(ask.units - bid.units), digits: 4)
        #expect(try client.json("/spread?token_id=\(token)") == ["spread": JSON(spread)])
        let body = #"[{"token_id":"\#(token)","side":"BUY"},{"token_id":"\#(token)","side":"SELL"},{"token_id":"1"}]"#
        #expect(
            client.post("/prices", body).text
                == #"{"\#(token)":{"BUY":"\#(bid.text)","SELL":"\#(ask.text)"}}"#)
        #expect(client.post("/midpoints", body).text.contains(#""\#(token)":"\#(mid)""#))
        #expect(client.get("/tick-size?token_id=\(token)").text == #"{"minimum_tick_size":0.01}"#)
        #expect(client.get("/neg-risk?token_id=\(token)").text == #"{"neg_risk":false}"#)
        #expect(client.get("/time").text == String(client.venue.now.seconds))
        #expect(client.get("/ok").text == "\"OK\"" && client.get("/version").text == "{\"version\":2}")
    }

    @Test(arguments: [
        ("/book?token_id=12", 404, "No orderbook exists for the requested token id"),
        ("/book?token_id=0xab", 400, "Invalid token id"), ("/book", 400, "Invalid token id"),
        ("/price?token_id=12&side=BUY", 404, "No orderbook exists for the requested token id"),
        ("/tick-size?token_id=12", 404, "market not found"),
        ("/fee-rate?token_id=12", 404, "fee rate not found for market"),
        ("/clob-markets/0x12", 404, "market not found"), ("/books?token_ids=1", 400, "Invalid payload"),
        ("/simplified-markets?next_cursor=LTE=", 400, "Next item should be greater than or equal to 0"),
    ]) func refusalsHaveTheVenuesWords(_ target: String, _ status: Int, _ text: String) throws {
        let answer = client.get(target)
        #expect(answer.status == status)
        #expect(try JSON(parsing: answer.body)["error"]?.string == text)
    }

    @Test func aBatchIsBoundedAndLeavesOutWhatIsUnknown() throws {
        let token = client.market().names.tokens[1]
        let books = try JSON(parsing: client.post("/books", #"[{"token_id":"\#(token)"},{"token_id":"5"}]"#).body)
        #expect(books.elements?.map { $0["asset_id"]?.string } == [token])
        let many = "[" + (0...500).map { #"{"token_id":"\#($0)"}"# }.joined(separator: ",") + "]"
        #expect(client.post("/books", many).text == #"{"error":"Payload exceeds the limit"}"#)
        #expect(client.post("/books", "{}").text == #"{"error":"Invalid payload"}"#)
    }

    @Test func bothVersionsAreServed() throws {
        let (v1, v2) = (client.market(version: .v1), client.market(version: .v2))
        let compact = try client.json("/clob-markets/" + v2.names.condition)
        #expect(compact["v"]?.string == "v2" && compact["c"]?.string == v2.names.condition)
        #expect(client.get("/clob-markets/" + v2.names.shownCondition).status == 404)
        #expect(try client.json("/clob-markets/" + v1.names.condition)["v"]?.string == "v1")
        #expect(try client.json("/book?token_id=\(v2.names.tokens[0])")["version"]?.string == "v2")
        #expect(try client.json("/book?token_id=\(v1.names.tokens[0])")["version"] == nil)
        let gamma = try client.json("/gamma/markets/slug/" + v2.names.slug)
        #expect(gamma["conditionId"]?.string == v2.names.shownCondition)
        #expect(gamma["positionIds"]?.elements?.compactMap(\.string) == v2.names.tokens)
        #expect(gamma["clobTokenIds"] == .null)
        let legacy = try client.json("/gamma/markets/slug/" + v1.names.slug)
        #expect(
            try JSON(parsing: legacy["clobTokenIds"]?.string ?? "").elements?.compactMap(\.string) == v1.names.tokens)
    }

    @Test func thePagesOfAListHoldEveryMarketOnce() throws {
        var (seen, cursor): ([String], String?) = ([], "")
        while let next = cursor {
            let page = try client.json(
                "/gamma/markets/keyset?limit=7&order=volumeNum&ascending=false&after_cursor=\(next)")
            seen += (page["markets"]?.elements ?? []).compactMap { $0["id"]?.string }
            cursor = page["next_cursor"]?.string
        }
        let open = client.venue.catalog.markets.filter { !$0.isClosed }.map(\.names.id)
        #expect(seen.count == open.count && Set(seen) == Set(open))
        #expect(client.get("/gamma/markets?order=volume_num").status == 422)
        #expect(client.get("/gamma/markets?offset=2001").status == 422)
        #expect(try client.json("/gamma/markets").elements?.count == 20)
        let page = try client.json("/simplified-markets")
        #expect(page["next_cursor"]?.string == "LTE=" && page["count"]?.integer == Int64(open.count))
    }

    @Test func eventsEmbedTheirMarkets() throws {
        let market = client.market(isNegativeRisk: true)
        let event = try client.json("/gamma/events/slug/" + market.names.eventSlug)
        #expect(event["markets"]?.elements?.count == 2 && event["negRisk"]?.bool == true)
    }

    @Test func historyRisesInTimeAndEndsNow() throws {
        client.wait(7_200)
        let token = client.market().names.tokens[1]
        let history = try client.json("/prices-history?market=\(token)&interval=1h")["history"]?.elements ?? []
        let times = history.compactMap { $0["t"]?.integer }
        #expect(!times.isEmpty && times == times.sorted() && times.last == client.venue.now.seconds)
        #expect(client.get("/prices-history?market=\(token)&interval=1w").status == 400)
    }
}

/// Goal: hashes and ids are those of the live venue.
@Suite(.enabled(if: specification != nil, "skipped: no ../shared"))
struct BookVectorsTests {
    private func file(_ name: String) throws -> JSON {
        let data = try Data(contentsOf: URL(fileURLWithPath: try #require(specification) + "/" + name))
        return try JSON(parsing: Array(data))
    }

    @Test func everyVectorOfTheBookHashIsMet() throws {
        let vectors = try file("vectors/orderbook-hash.json")["vectors"]?.elements ?? []
        #expect(vectors.count >= 3)
        for vector in vectors {
            let payload = try #require(vector["payload"]?.string)
            #expect(Digest.sha1Hex(payload) == vector["hash"]?.string, "\(vector["id"]?.string ?? "")")
        }
    }

    @Test(arguments: ["book-v1-market", "book-v2-market-empty"]) func aRecordedBookIsWrittenAsItWas(_ name: String)
        throws
    {
        let recorded = try file("fixtures/clob-public/\(name).live.json")
        var members = recorded.members ?? []
        let place = try #require(members.firstIndex { $0.name == "hash" })
        members[place].value = ""
        #expect(Digest.sha1Hex(JSON.object(members).text) == recorded["hash"]?.string)
    }

    @Test func ourAnswersHaveTheKeysOfTheRecordedOnes() throws {
        let client = try VenueClient(VenueClient.venue())
        func keys(_ json: JSON) -> [String] { (json.members ?? []).map(\.name) }
        let v2 = client.market(version: .v2)
        #expect(
            keys(try file("fixtures/clob-public/book-v2-market-empty.live.json"))
                == keys(try client.json("/book?token_id=\(v2.names.tokens[0])")))
        let ours = Set(keys(try client.json("/gamma/markets/slug/" + client.market().names.slug)))
        let recorded = keys(try file("fixtures/gamma/market-v1-btc-updown-15m-subset.live.json"))
        let exempt: Set = [
            "spread", "lastTradePrice", "eventStartTime", "makerRebatesFeeShareBps", "cryptoMarketConfig",
        ]
        #expect(Set(recorded).subtracting(ours).subtracting(exempt).isEmpty)
    }

    @Test func everyVectorOfTheFeesIsMet() throws {
        let vectors = try file("vectors/fees.json")["fee_vectors"]?.elements ?? []
        #expect(vectors.count >= 50)
        for vector in vectors where vector["exponent"]?.integer == 1 {
            let price = try #require(
                Price(units: Int32(DecimalText.units(vector["price"]?.string ?? "", digits: 4) ?? 0)))
            let size = Size(microshares: try #require(DecimalText.units(vector["shares"]?.string ?? "", digits: 6)))
            let rate = FeeRate(millionths: Int32(DecimalText.units(vector["rate"]?.string ?? "", digits: 6) ?? 0))
            let expected = DecimalText.units(vector["fee_5dp_half_up"]?.string ?? "", digits: 6)
            #expect(rate.venueFee(price, size).microdollars == expected)
        }
    }
}
