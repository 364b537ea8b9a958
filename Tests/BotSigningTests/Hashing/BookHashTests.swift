import Testing

@testable import BotSigning

/// Goal: the hash is the venue's, byte by byte. Method: an empty book by hand, recorded books and the client's.
struct BookHashTests {
    @Test func anEmptyBook() {
        let book = BookHash(
            market: "0xaabbcc", asset: "100", timestamp: "", bids: [], asks: [], minimumOrderSize: "100",
            tickSize: "0.01", isNegativeRisk: false, lastTradePrice: "0.5")
        #expect(book.text == "74c6a7c81c1d572f1c877b7d3e25b80c336d8a6e")
        #expect(String(decoding: book.served, as: UTF8.self).contains(#""hash":"\#(book.text)","bids":[]"#))
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func vectors() throws {
        for vector in try Vectors.list("orderbook-hash", count: 5) {
            let payload = try vector.text("payload")
            let book = try BookHash(payload)
            #expect(String(decoding: book.payload, as: UTF8.self) == payload)
            #expect(book.text == (try vector.text("hash")))
        }
    }
}

extension BookHash {
    /// Reads a book as the venue serves it.
    init(_ json: String) throws {
        let book = try Vector(json: json)
        func levels(_ name: String) throws -> [Level] {
            try book.list(name).map { Level(price: try $0.text("price"), size: try $0.text("size")) }
        }
        self.init(
            market: try book.text("market"), asset: try book.text("asset_id"), timestamp: try book.text("timestamp"),
            bids: try levels("bids"), asks: try levels("asks"), minimumOrderSize: try book.text("min_order_size"),
            tickSize: try book.text("tick_size"), isNegativeRisk: try book.flag("neg_risk"),
            lastTradePrice: try book.text("last_trade_price"),
            version: book.has("version") ? try book.text("version") : nil)
    }
}
