import Foundation
import Market
import TestSupport
import Testing

@testable import BotPolymarket

struct BookMirrorTests {
    private func book(_ bids: String, _ asks: String) throws -> BookMessage {
        try BookMessage.decode(Array("{\"asset_id\":\"1\",\"timestamp\":\"5\",\"bids\":\(bids),\"asks\":\(asks)}".utf8))
    }

    private func change(_ side: BookSide, _ price: String, _ size: String) throws -> PriceChangeMessage.Change {
        var change = PriceChangeMessage.Change()
        change.side = side
        change.price = try #require(WireDecimal(price))
        change.size = try #require(WireDecimal(size))
        return change
    }

    @Test func anyOrderOfLevelsGivesTheSameBook() throws {
        let rising = "[{\"price\":\"0.48\",\"size\":\"30\"},{\"price\":\"0.5\",\"size\":\"15\"}]"
        let falling = "[{\"price\":\"0.50\",\"size\":\"15.0\"},{\"price\":\"0.48\",\"size\":\"30\"}]"
        var a = BookMirror()
        var b = BookMirror()
        try a.replace(by: try book(rising, "[]"))
        try b.replace(by: try book(falling, "[]"))
        #expect(a.bids.map(\.level) == b.bids.map(\.level))
        #expect(a.bestBid?.price == Price(units: 5_000) && a.bestAsk == nil && a.milliseconds == 5)
        #expect(a.hasLevels(of: try book(falling, "[]")))
        #expect(!a.hasLevels(of: try book(rising, falling)))
    }

    @Test func aRefusedBookOrChangeLeavesTheMirror() throws {
        var mirror = BookMirror()
        try mirror.replace(by: try book("[{\"price\":\"0.48\",\"size\":\"30\"}]", "[]"))
        let two = "[{\"price\":\"0.48\",\"size\":\"1\"},{\"price\":\"0.480\",\"size\":\"2\"}]"
        #expect(throws: BookRefusal.twoLevels(at: Price(checked: 4_800))) {
            try mirror.replace(by: try book(two, "[]"))
        }
        #expect(throws: BookRefusal.badPrice(WireDecimal(1))) {
            _ = try mirror.apply(try change(.ask, "1", "5"), milliseconds: 9)
        }
        #expect(throws: BookRefusal.badSize(WireDecimal(-5))) {
            _ = try mirror.apply(try change(.ask, "0.6", "-5"), milliseconds: 9)
        }
        #expect(mirror.bids.count == 1 && mirror.asks.isEmpty && mirror.milliseconds == 5)
    }

    @Test func theTopIsComparedAsTheVenueStatesIt() throws {
        var mirror = BookMirror()
        try mirror.replace(by: try book("[{\"price\":\"0.48\",\"size\":\"30\"}]", "[]"))
        let bid = try #require(WireDecimal("0.480"))
        #expect(mirror.hasTop(bid: bid, ask: WireDecimal(1)) && mirror.hasTop(bid: bid, ask: .zero))
        #expect(!mirror.hasTop(bid: bid, ask: try #require(WireDecimal("0.5"))))
        #expect(!mirror.hasTop(bid: .zero, ask: WireDecimal(1)))
    }

    /// The mirror against a table of sizes by price.
    @Test func randomChangesGiveTheNaiveBook() throws {
        var generator = SeededGenerator(seed: 11)
        var mirror = BookMirror()
        try mirror.replace(by: try book("[]", "[]"))
        var naive: [BookSide: [Int: Int]] = [.bid: [:], .ask: [:]]
        for _ in 0..<5_000 {
            let side: BookSide = generator.chance(0.5) ? .bid : .ask
            let price = generator.int(in: 1...120)
            let size = generator.chance(0.4) ? 0 : generator.int(in: 1...1_000_000)
            let sent = try change(
                side, TestVenue.decimal(price, places: 4), TestVenue.decimal(size, places: 6))
            let told = try mirror.apply(sent, milliseconds: 6)
            #expect(told.side == side && told.level.price.units == Int32(price))
            naive[side]?[price] = size == 0 ? nil : size
        }
        for (side, levels) in [(BookSide.bid, mirror.bids), (.ask, mirror.asks)] {
            let prices = (naive[side] ?? [:]).keys.sorted { side == .bid ? $0 < $1 : $0 > $1 }
            #expect(levels.map { Int($0.level.price.units) } == prices)
            #expect(levels.map { Int($0.level.size.microshares) } == prices.map { naive[side]?[$0] ?? 0 })
        }
    }

    @Test(.enabled(if: SharedFiles.exchange != nil, "skipped: no ../shared"))
    func hashesAreThoseOfTheVectors() throws {
        let vectors = try #require(try SharedFiles.vectors("orderbook-hash")["vectors"] as? [[String: Any]])
        #expect(vectors.count == 5)
        for vector in vectors {
            let payload = Array(try #require(vector["payload"] as? String).utf8)
            let hash = try #require(vector["hash"] as? String)
            #expect(BookHash(of: payload).hex == hash)
            #expect(BookHash(hex: hash) == BookHash(of: payload))
            let book = try BookMessage.decode(payload)
            #expect(book.computedHash()?.hex == hash)
            // Kept level by level and written again it is the same text, where the order is the venue's.
            guard vector["recorded_live"] as? Bool == true else { continue }
            var mirror = BookMirror()
            try mirror.replace(by: book)
            var feed = TokenFeed(
                token: ChannelToken(name: book.asset, asset: AssetID(rawValue: 0), conditionID: book.market),
                waitingSince: .distantPast)
            feed.note(book)
            var text = BookHashText()
            #expect(mirror.hash(try #require(feed.context), text: &text).hex == hash)
            #expect(text.bytes == payload)
        }
    }

    @Test func aHashIs40Digits() {
        #expect(BookHash(hex: String(repeating: "g", count: 40)) == nil)
        #expect(BookHash(hex: "0xabc123") == nil)
        #expect(BookHash(hex: String(repeating: "A", count: 40))?.hex == String(repeating: "a", count: 40))
    }
}
