import Testing

@testable import GBDT

/// Goal: the digits of C's printf.
struct NumberFormatTests {
    @Test func numbersLookAsInC() {
        #expect(NumberFormat.exact(0.275) == "0.27500000000000002")
        #expect(NumberFormat.exact(1e300) == "1.0000000000000001e+300")
        #expect(NumberFormat.exact(.infinity) == "inf")
        #expect(NumberFormat.exact(306) == "306")
        #expect(NumberFormat.general(82.98312) == "82.9831")
        #expect(NumberFormat.general(1.3262e-10) == "1.3262e-10")
        #expect(NumberFormat.shortest(0.1) == "0.1" && NumberFormat.shortest(31) == "31")
    }

    @Test func exactNumbersReadBackAsTheyWere() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2_000 {
            let value = Double(bitPattern: generator.next())
            if value.isFinite { #expect(Double(NumberFormat.exact(value)) == value) }
        }
    }
}
