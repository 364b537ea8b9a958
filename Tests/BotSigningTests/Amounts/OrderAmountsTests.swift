import Testing
import TestSupport

@testable import BotSigning

/// Goal: amounts are the exact-decimal client's to the millionth, on whole numbers, and never trap. Method: orders by
/// hand, the rule of section 4.4 on random orders, vectors.
struct OrderAmountsTests {
    @Test func theTableOfTicks() {
        let table = TickSize.allCases.map { [$0.priceDecimals, TickSize.sizeDecimals, $0.amountDecimals] }
        #expect(table == [[1, 2, 3], [2, 2, 4], [3, 2, 5], [4, 2, 6], [3, 2, 5], [4, 2, 6]])
        #expect(TickSize.allCases.map(\.text) == ["0.1", "0.01", "0.005", "0.0025", "0.001", "0.0001"])
    }

    @Test(arguments: ["", "0", "0.02", "0.00001", "1", "0.1x", "0.05"])
    func otherTicksAreRefused(_ text: String) {
        #expect(throws: OrderError.unknownTickSize) { try TickSize(text) }
    }

    @Test func zerosAfterATickDoNotMatter() throws { #expect(try TickSize("0.010") == .hundredth) }

    @Test func ordersByHand() throws {
        let price = try Known.price("0.57", tick: .hundredth)
        #expect(
            try OrderAmounts.limit(.buy, price: price, size: 33_339_999) == .init(maker: 18_998_100, taker: 33_330_000))
        #expect(
            try OrderAmounts.limit(.sell, price: price, size: 33_330_000) == .init(maker: 33_330_000, taker: 18_998_100)
        )
        // 10 / 0.57 = 17.54385...
        #expect(
            try OrderAmounts.market(.buy, price: price, amount: 10_000_000)
                == .init(maker: 10_000_000, taker: 17_543_800))
        #expect(
            try OrderAmounts.market(.sell, price: price, amount: 10_009_999)
                == .init(maker: 10_000_000, taker: 5_700_000))
    }

    /// The rule as the clients write it, step by step on whole numbers of 10^-12.
    @Test func amountsFollowTheRule() throws {
        func shrink(_ x: Int128, _ places: Int) -> Int128 {
            func unit(_ places: Int) -> Int128 { (0..<12 - places).reduce(1) { unit, _ in unit * 10 } }
            guard x % unit(places) != 0 else { return x }
            let (fine, coarse) = (unit(places + 4), unit(places))
            let up = (x + fine - 1) / fine * fine
            return up % coarse == 0 ? up : up / coarse * coarse
        }
        var random = SeededGenerator(seed: 7)
        for tick in TickSize.allCases {
            for _ in 0..<500 {
                let steps = Int64.random(in: 1...10_000 / tick.rawValue - 1, using: &random)
                let price = try OrderPrice(units: steps * tick.rawValue, tick: tick)
                let size = Int64(truncatingIfNeeded: random.next() >> 20) >> Int64.random(in: 0...30, using: &random)
                let exact = Int128(size / 10_000) * Int128(price.units) * 1_000_000
                let product = Int64(shrink(exact, tick.amountDecimals) / 1_000_000)
                let whole = size / 10_000 * 10_000
                #expect(try OrderAmounts.limit(.buy, price: price, size: size) == .init(maker: product, taker: whole))
                #expect(try OrderAmounts.limit(.sell, price: price, size: size) == .init(maker: whole, taker: product))
                #expect(
                    try OrderAmounts.market(.sell, price: price, amount: size) == .init(maker: whole, taker: product))
                let bought = try OrderAmounts.market(.buy, price: price, amount: size)
                // Rounded up to 10^-12 first: rounding up once more gives the same.
                let quotient = Int128(whole) * 10_000_000_000 / Int128(price.units)
                let remainder = Int128(whole) * 10_000_000_000 % Int128(price.units)
                let shares = shrink(remainder == 0 ? quotient : quotient + 1, tick.amountDecimals) / 1_000_000
                #expect(bought == (try .init(maker: whole, taker: Int64(shares))))
            }
        }
    }

    @Test func immediateOrdersCanBeRoundedToFourPlaces() throws {
        let price = try Known.price("0.333", tick: .thousandth)
        let amounts = try OrderAmounts.market(.buy, price: price, amount: 50_000_000)
        #expect(amounts.taker == 150_150_150)
        #expect(amounts.roundedForImmediateOrders == (try .init(maker: 50_000_000, taker: 150_150_100)))
    }

    @Test func theLargestSizeDoesNotTrap() throws {
        let (low, high) = (
            try Known.price("0.0001", tick: .tenThousandth), try Known.price("0.9999", tick: .tenThousandth)
        )
        for side in [ExchangeOrder.Side.buy, .sell] {
            for price in [low, high] {
                #expect(try OrderAmounts.limit(side, price: price, size: .max).maker > 0)
                #expect(throws: OrderError.negativeAmount) { try OrderAmounts.limit(side, price: price, size: -1) }
                #expect(throws: OrderError.negativeAmount) { try OrderAmounts.market(side, price: price, amount: .min) }
            }
        }
        #expect(throws: OrderError.amountTooLarge) { try OrderAmounts.market(.buy, price: low, amount: .max) }
        #expect(try OrderAmounts.market(.sell, price: high, amount: .max).taker > 0)
        #expect(throws: OrderError.negativeAmount) { try OrderAmounts(maker: -1, taker: 0) }
    }

    @Test func pricesOffTheTickOrOutOfRangeAreRefused() throws {
        for (units, tick) in [
            (5_750, TickSize.hundredth), (5_725, .fiveThousandths), (13, .twentyFiveTenThousandths), (5, .thousandth),
        ] {
            #expect(throws: OrderError.priceOffTick(price: Int64(units), tick: tick)) {
                try OrderPrice(units: Int64(units), tick: tick)
            }
        }
        for (units, tick) in [
            (0, TickSize.hundredth), (10_000, .hundredth), (-100, .hundredth), (9_999 + 1, .tenThousandth),
        ] {
            #expect(throws: OrderError.priceOutOfRange(price: Int64(units), tick: tick)) {
                try OrderPrice(units: Int64(units), tick: tick)
            }
        }
        for tick in TickSize.allCases {
            _ = try OrderPrice(units: tick.rawValue, tick: tick)
            _ = try OrderPrice(units: 10_000 - tick.rawValue, tick: tick)
        }
    }

    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func vectors() throws {
        for vector in try Vectors.list("amount-rounding", count: 240) { try check(vector) }
        let table = try Vectors.file("amount-rounding").object("config")
        #expect(table.fields.count == TickSize.allCases.count)
        for tick in TickSize.allCases {
            let row = try table.object(tick.text)
            #expect(try row.number("price_decimals") == tick.priceDecimals)
            #expect(try row.number("size_decimals") == TickSize.sizeDecimals)
            #expect(try row.number("amount_decimals") == tick.amountDecimals)
        }
    }

    /// Where binary fractions go wrong.
    @Test(.enabled(if: Vectors.folder != nil, "skipped: no ../shared"))
    func floatPitfallVectors() throws {
        for vector in try Vectors.list("amount-rounding-float-pitfalls", count: 45) {
            try check(vector)
            let wrong = try vector.object("py_clob_client_v2_float")
            #expect(
                try wrong.text("makerAmount") != (try vector.text("makerAmount"))
                    || wrong.text("takerAmount") != vector.text("takerAmount"))
        }
    }

    private func check(_ vector: Vector) throws {
        let side = try #require(ExchangeOrder.Side(text: try vector.text("side")))
        let price = try Known.price(try vector.text("price"), tick: try TickSize(try vector.text("tick_size")))
        let isLimit = try vector.text("kind") == "limit"
        let quantity = try DecimalText.floor(try vector.text(isLimit ? "size" : "amount"), places: 6).units
        let amounts =
            isLimit
            ? try OrderAmounts.limit(side, price: price, size: quantity)
            : try OrderAmounts.market(side, price: price, amount: quantity)
        #expect(String(amounts.maker) == (try vector.text("makerAmount")), "\(vector.fields)")
        #expect(String(amounts.taker) == (try vector.text("takerAmount")), "\(vector.fields)")
    }
}
