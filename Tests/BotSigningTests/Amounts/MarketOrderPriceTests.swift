import Testing

@testable import BotSigning

/// Goal: the limit is the worst price that is needed, no worse. Method: a book of two levels, vectors.
struct MarketOrderPriceTests {
    /// Best last: 10 shares at 0.50, then 10 at 0.60.
    static let asks = [
        MarketOrderPrice.Level(price: 6_000, size: 10_000_000), .init(price: 5_000, size: 10_000_000),
    ]

    private func buy(_ amount: Int64, _ type: OrderType = .fillOrKill) -> Int64? {
        MarketOrderPrice.limit(.buy, amount: amount, levels: Self.asks, type: type)
    }

    @Test func aBuyReachesAsFarAsItsMoney() {
        #expect(buy(4_999_999) == 5_000)
        #expect(buy(5_000_001) == 6_000)
        #expect(buy(11_000_000) == 6_000, "all of the book, to the last unit")
        #expect(buy(11_000_001) == nil)
        #expect(buy(11_000_001, .fillAndKill) == 6_000)
    }

    @Test func aLevelUsedUpLeavesABuyNoSlack() { #expect(buy(5_000_000) == 6_000) }

    @Test func aSaleCountsShares() {
        let bids = [MarketOrderPrice.Level(price: 3_000, size: 10_000_000), .init(price: 4_000, size: 10_000_000)]
        func sell(_ shares: Int64) -> Int64? {
            MarketOrderPrice.limit(.sell, amount: shares, levels: bids, type: .fillOrKill)
        }
        #expect(sell(10_000_000) == 4_000)
        #expect(sell(10_000_001) == 3_000)
        #expect(sell(20_000_001) == nil)
    }

    @Test(arguments: OrderType.allCases) func anEmptyBookHasNoPrice(_ type: OrderType) {
        #expect(MarketOrderPrice.limit(.buy, amount: 1, levels: [], type: type) == nil)
    }

    @Test func theLargestBookDoesNotTrap() {
        let levels = [MarketOrderPrice.Level](repeating: .init(price: 9_999, size: .max), count: 100)
        #expect(MarketOrderPrice.limit(.buy, amount: .max, levels: levels, type: .fillOrKill) == 9_999)
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func vectors() throws {
        let file = try Vectors.file("market-price-walk")
        func levels(_ name: String) throws -> [MarketOrderPrice.Level] {
            try file.list(name).map {
                .init(price: try $0.units("price", places: 4), size: try $0.units("size", places: 6))
            }
        }
        let (bids, asks) = (try levels("bids"), try levels("asks"))
        for vector in try Vectors.list("market-price-walk", count: 26) {
            let side = try #require(ExchangeOrder.Side(text: try vector.text("side")))
            let price = MarketOrderPrice.limit(
                side, amount: try vector.units("amount", places: 6), levels: side == .buy ? asks : bids,
                type: try #require(OrderType(rawValue: try vector.text("order_type"))))
            #expect(price == (vector.has("price") ? try vector.units("price", places: 4) : nil), "\(vector.fields)")
        }
    }
}
