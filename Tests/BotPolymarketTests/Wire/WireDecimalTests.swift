import Market
import TestSupport
import Testing

@testable import BotPolymarket

struct WireDecimalTests {
    @Test(arguments: [
        ("0.040", 40 as Int64, 3), (".48", 48, 2), ("0", 0, 0), ("-0.5", -5, 1), ("1e-7", 1, 7), ("2.5E3", 2_500, 0),
        ("9223372036854775807", .max, 0), ("0.500000000000000000000000", 500_000_000_000_000_000, 18), ("00.5", 5, 1),
    ])
    func spellings(_ text: String, _ coefficient: Int64, _ places: Int) throws {
        let value = try #require(WireDecimal(text))
        #expect(value.coefficient == coefficient && value.places == places)
    }

    @Test(arguments: [
        "", ".", "5.", "-", "+1", "1e", "1e+", "0x10", "1 ", "NaN", "9223372036854775808", "0.1234567890123456789",
        "1e99", "1e9999", "--1", "1.2.3", "١",
    ])
    func whatIsNoNumber(_ text: String) { #expect(WireDecimal(text) == nil) }

    @Test func spellingsOfOneNumberAreEqual() throws {
        let a = try #require(WireDecimal("0.040"))
        let b = try #require(WireDecimal(".04"))
        #expect(a == b && Set([a, b]).count == 1)
        #expect(a.description == "0.040" && b.description == "0.04")
        #expect(!(a < b) && !(b < a))
    }

    @Test func orderIsThatOfNumbers() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<2_000 {
            let (a, b) = (generator.int(in: -999_999...999_999), generator.int(in: -999_999...999_999))
            let (p, q) = (generator.int(in: 0...6), generator.int(in: 0...6))
            let x = WireDecimal(coefficient: Int64(a), places: p)
            let y = WireDecimal(coefficient: Int64(b), places: q)
            var (left, right) = (a, b)
            for _ in 0..<q { left *= 10 }
            for _ in 0..<p { right *= 10 }
            #expect((x < y) == (left < right) && (x == y) == (left == right))
            #expect(WireDecimal(x.description) == x)
        }
    }

    @Test func pricesSizesAndMoneyAreExactOrNothing() {
        #expect(WireDecimal("0.5")?.price == Price(units: 5_000))
        #expect(WireDecimal("0.00005")?.price == nil)
        #expect(WireDecimal("1")?.price == nil && WireDecimal("0")?.price == nil)
        #expect(WireDecimal("219.217767")?.size == Size(microshares: 219_217_767))
        #expect(WireDecimal("0.0000001")?.size == nil && WireDecimal("-1")?.size == nil)
        #expect(WireDecimal("9300000000000")?.size == nil)
        #expect(WireDecimal("-1.25")?.money == Money(microdollars: -1_250_000))
        #expect(WireDecimal("0.0025")?.tick == 25)
    }
}
