import Market
import TestSupport
import Testing

@testable import BotSimulationServer

/// Goal: the channels say what section 6 says: an array first, mirrored changes with hashes, the account's own events.
struct ChannelsTests {
    let venue: Venue
    let client: VenueClient
    let market: VenueMarket

    init() throws {
        venue = VenueClient.venue()
        client = try VenueClient(venue)
        market = client.market()
    }

    private func frames(_ id: ConnectionID) throws -> [JSON] {
        try venue.takeFrames().filter { $0.id == id }.compactMap { frame in
            guard case .text(let text) = frame.frame else { return nil }
            return try JSON(parsing: text)
        }
    }

    private func subscribe(_ tokens: [String], more: Bool = false) -> ConnectionID {
        let id = venue.connect(.market)
        let list = tokens.map { "\"\($0)\"" }.joined(separator: ",")
        venue.receive(
            #"{"assets_ids":[\#(list)],"type":"market","custom_feature_enabled":\#(more)}"#, from: id, at: venue.now)
        return id
    }

    private func user() -> ConnectionID {
        let id = venue.connect(.user)
        let key = client.key
        venue.receive(
            #"{"auth":{"apiKey":"\#(key.id)","secret":"\#(key.secret)","passphrase":"\#(key.passphrase)"},"type":"user"}"#,
            from: id, at: venue.now)
        return id
    }

    @Test func theFirstFrameIsAnArrayOfBooks() throws {
        let id = subscribe([market.names.tokens[0], "17", market.names.tokens[1]])
        let first = try frames(id)
        #expect(first.count == 1)
        let books = try #require(first[0].elements)
        #expect(books.map { $0["asset_id"]?.string } == market.names.tokens)
        for book in books {
            let rest = try client.json("/book?token_id=\(book["asset_id"]?.string ?? "")")
            #expect(book["hash"] == rest["hash"] && book["bids"] == rest["bids"] && book["min_order_size"] == nil)
        }
        #expect(try frames(subscribe(["17"])) == [[]])
    }

    @Test func pingIsAnswered() {
        let id = venue.connect(.market)
        venue.receive("PING", from: id, at: venue.now)
        #expect(venue.takeFrames().map(\.frame) == [.text("PONG")])
    }

    /// A client that follows the changes has the server's book after each of them: by top and by hash.
    @Test func changesLeadFromBookToBook() throws {
        let id = subscribe(market.names.tokens)
        var copies: [String: VenueMarket] = [:]
        var changes = 0
        for _ in 0..<120 {
            client.wait(30)
            for frame in try frames(id) {
                for event in frame.elements ?? [frame] {
                    switch event["event_type"]?.string {
                    case "book":
                        let token = try #require(event["asset_id"]?.string)
                        var copy = market
                        copy.bookTime = Timestamp(milliseconds: Int64(event["timestamp"]?.string ?? "") ?? 0)
                        copy.tick = Int32(DecimalText.units(event["tick_size"]?.string ?? "", digits: 4) ?? 0)
                        let outcome: Outcome = token == market.names.tokens[0] ? .yes : .no
                        if let price = DecimalText.units(event["last_trade_price"]?.string ?? "", digits: 4) {
                            copy.lastTrades[Int(outcome.rawValue)] = .init(
                                price: .usdc(Double(price) / 1e4), side: .buy)
                        }
                        let book = try Self.book(event)
                        copy.book = outcome == .yes ? book : book.mirrored
                        copies[token] = copy
                        #expect(copy.bookHash(outcome) == event["hash"]?.string)
                    case "last_trade_price":
                        let token = try #require(event["asset_id"]?.string)
                        let outcome = token == market.names.tokens[0] ? 0 : 1
                        let price = Double(event["price"]?.string ?? "") ?? 0
                        copies[token]?.lastTrades[outcome] = .init(price: .usdc(price), side: .buy)
                    case "price_change":
                        for change in event["price_changes"]?.elements ?? [] {
                            try Self.apply(change, at: event["timestamp"], to: &copies, of: market)
                            changes += 1
                        }
                    default: break
                    }
                }
            }
        }
        #expect(changes > 20)
    }

    private static func level(_ json: JSON) throws -> Level {
        let size = try #require(DecimalText.units(json["size"]?.string ?? "", digits: 6))
        return Level(price: .usdc(Double(json["price"]?.string ?? "") ?? 0), size: Size(microshares: size))
    }

    private static func book(_ json: JSON) throws -> OrderBook {
        var book = OrderBook()
        try book.apply(
            .snapshot(
                bids: (json["bids"]?.elements ?? []).reversed().map(level),
                asks: (json["asks"]?.elements ?? []).reversed().map(level)))
        return book
    }

    private static func apply(
        _ change: JSON, at time: JSON?, to copies: inout [String: VenueMarket], of market: VenueMarket
    ) throws {
        let token = try #require(change["asset_id"]?.string)
        let outcome: Outcome = token == market.names.tokens[0] ? .yes : .no
        var copy = try #require(copies[token])
        var book = copy.book(outcome)
        try book.apply(.delta([LevelChange(change["side"]?.string == "BUY" ? .bid : .ask, try level(change))]))
        #expect(book.bestBid?.price.text ?? "0" == change["best_bid"]?.string)
        #expect(book.bestAsk?.price.text ?? "1" == change["best_ask"]?.string)
        #expect(!book.isCrossed)
        copy.book = outcome == .yes ? book : book.mirrored
        copy.bookTime = Timestamp(milliseconds: Int64(time?.string ?? "") ?? 0)
        #expect(copy.bookHash(outcome) == change["hash"]?.string)
        copies[token] = copy
    }

    @Test func aTradeIsTicketThenChangesThenBooks() throws {
        let id = subscribe(market.names.tokens, more: true)
        _ = try frames(id)
        _ = try client.place(.buy, market.id.yes, client.best(.ask, market.id.yes), 10)
        let types = try frames(id).map { $0["event_type"]?.string ?? "" }
        #expect(types.prefix(3) == ["last_trade_price", "last_trade_price", "price_change"])
        #expect(types.contains("book") && types.filter { $0 == "book" }.count == 2)
    }

    @Test func aMarketEndsInPublic() throws {
        let (loud, quiet) = (subscribe([market.names.tokens[0]], more: true), subscribe([market.names.tokens[0]]))
        _ = venue.takeFrames()
        let answer = client.control("resolve", #"{"market":"\#(market.names.condition)","outcome":"No"}"#)
        #expect(answer.status == 200)
        let all = venue.takeFrames()
        let events = try all.filter { $0.id == loud }.compactMap { frame -> JSON? in
            guard case .text(let text) = frame.frame else { return nil }
            return try JSON(parsing: text)
        }
        let resolved = try #require(events.first { $0["event_type"]?.string == "market_resolved" })
        #expect(resolved["winning_asset_id"]?.string == market.names.tokens[1])
        #expect(!all.contains { $0.id == quiet && "\($0.frame)".contains("market_resolved") })
        #expect(client.get("/book?token_id=\(market.names.tokens[0])").status == 404)
        let long = try client.json("/markets/" + market.names.condition)
        #expect(long["tokens"]?[1]?["winner"]?.bool == true && long["closed"]?.bool == true)
        let payouts = try client.json("/v2/resolutions?condition=" + market.names.condition)["data"]?[0]?["payouts"]
        #expect(payouts == [0, 1_000_000])
    }

    @Test func aTickThatChangesIsAnnounced() throws {
        let id = subscribe([market.names.tokens[0]])
        _ = try frames(id)
        _ = client.control("tick", #"{"market":"\#(market.names.condition)","tick":"0.001"}"#)
        let events = try frames(id)
        #expect(events.map { $0["event_type"]?.string } == ["tick_size_change", "book"])
        #expect(events[0]["old_tick_size"]?.string == "0.01" && events[0]["new_tick_size"]?.string == "0.001")
        #expect(try client.place(.buy, market.id.yes, 0.025, 10)["status"]?.string == "live")
    }

    @Test func theAccountHearsOfItsOrdersAndTrades() throws {
        let id = user()
        let resting = try client.place(.buy, market.id.yes, 0.02, 10)["orderID"]?.string ?? ""
        let placed = try frames(id)
        #expect(placed.map { $0["type"]?.string } == ["PLACEMENT"])
        #expect(placed[0]["id"]?.string == resting && placed[0]["status"]?.string == "LIVE")
        _ = try client.call("DELETE", "/cancel-all")
        let cancelled = try frames(id)
        #expect(
            cancelled.map { $0["type"]?.string } == ["CANCELLATION"] && cancelled[0]["status"]?.string == "CANCELED")
        _ = try client.place(.buy, market.id.yes, client.best(.ask, market.id.yes), 10)
        let matched = try frames(id)
        #expect(matched.map { $0["type"]?.string } == ["PLACEMENT", "UPDATE", "TRADE"])
        #expect(matched[1]["status"]?.string == "MATCHED" && matched[1]["size_matched"]?.string == "10")
        #expect(matched[2]["status"]?.string == "MATCHED" && matched[2]["trader_side"]?.string == "TAKER")
        client.wait(7)
        #expect(try frames(id).map { $0["status"]?.string } == ["MINED", "CONFIRMED"])
    }

    @Test func wrongCredentialsAreHungUpOn() {
        let id = venue.connect(.user)
        venue.receive(
            #"{"auth":{"apiKey":"\#(client.key.id)","secret":"x","passphrase":"y"},"type":"user"}"#, from: id,
            at: venue.now)
        #expect(venue.takeFrames().map(\.frame) == [.close])
    }

    @Test func aFilterOfMarketsIsKept() throws {
        let id = user()
        let other = client.venue.catalog.markets.first { $0.isTrading && $0.id != market.id }
        venue.receive(
            #"{"operation":"subscribe","markets":["\#(try #require(other).names.condition)"]}"#, from: id, at: venue.now
        )
        _ = try client.place(.buy, market.id.yes, 0.02, 10)
        #expect(try frames(id).isEmpty)
    }
}
