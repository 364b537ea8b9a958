import Testing

@testable import GBDT

/// Goal: numbers are read as Swift's own parser reads them, bit for bit.
struct DecimalNumberTests {
    private func scan(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        var place = 0
        let value = DecimalNumber.scan(bytes.span, at: &place, end: bytes.count)
        return place == bytes.count ? value : nil
    }

    private func special(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        return DecimalNumber.special(bytes.span, 0..<bytes.count)
    }

    private func disagrees(_ text: String) -> Bool { scan(text)?.bitPattern != Double(text)?.bitPattern }

    @Test func randomBitPatternsReadBackInAnyNotation() {
        var generator = SeededGenerator(seed: 1)
        var wrong: [String] = []
        for _ in 0..<100_000 {
            let value = Double(bitPattern: generator.next())
            if !value.isFinite { continue }
            wrong += [value.description, NumberFormat.exact(value), NumberFormat.general(value)].filter(disagrees)
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    @Test func everydayNumbersReadBackInAnyNotation() {
        var generator = SeededGenerator(seed: 2)
        var wrong: [String] = []
        for _ in 0..<100_000 {
            let value = Double.random(in: -1_000...1_000, using: &generator)
            let digits = Int.random(in: 0...19, using: &generator)
            let plain = String(generator.next() >> UInt64.random(in: 0..<64, using: &generator))
            let place = plain.index(plain.startIndex, offsetBy: min(digits, plain.count))
            let pointed = plain[..<place] + "." + plain[place...]
            let scaled = pointed + "e" + String(Int.random(in: -40...40, using: &generator))
            wrong += [value.description, NumberFormat.exact(value), plain, String(scaled)].filter(disagrees)
            if pointed.count > 1 {
                // Swift wants a digit before the point.
                if scan(String(pointed)) != Double("0" + pointed) { wrong.append(String(pointed)) }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    /// Numbers that lie exactly between two Doubles, or one unit of their last digit away: the hardest to round.
    @Test func halfwayNumbersAreRoundedToEven() {
        var generator = SeededGenerator(seed: 3)
        var wrong: [String] = []
        for _ in 0..<20_000 {
            let odd = (generator.next() >> 10) | 1 << 53 | 1
            for digits in [odd, odd - 1, odd + 1, odd &* 4 + 1] {
                for suffix in ["", "e1", "e-1", "e-4", "e5", ".5", "e22", "e23", "e-22", "e-27", "e55"] {
                    if disagrees("\(digits)\(suffix)") { wrong.append("\(digits)\(suffix)") }
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    @Test(arguments: [
        "0", "-0", "+1", "1.", "0.1", "9007199254740993", "9007199254740992.5", "1e22", "1e23", "1e-22", "1e-23",
        "123456789012345678901234567890", "0.00000000000000000000000000000012345678901234567890", "1e308", "1e309",
        "-1e309", "4.9e-324", "2e-324", "1e-400", "2.2250738585072011e-308", "18446744073709551615",
        "18446744073709551616", "0e999999999999", "1E5", "1e+5", "000000000000000000000000001.5",
    ]) func edgeNumbersAgree(_ text: String) {
        let theirs = text.hasSuffix(".") ? Double(text.dropLast()) : Double(text)
        #expect(theirs != nil && scan(text)?.bitPattern == theirs?.bitPattern)
    }

    @Test func aPointMayStandFirst() {
        #expect(scan(".5") == 0.5 && scan("-.5e1") == -5)
    }

    @Test(arguments: [
        "", "-", ".", "e5", "1e", "1e+", "0x10", "1,5", "--1", "+-1", "1.2.3", "abc", " 1", "1 ", "1_000",
    ])
    func whatIsNoNumberIsRefused(_ text: String) {
        #expect(scan(text) == nil)
    }

    @Test func missingAndInfiniteValuesHaveNames() {
        for name in ["", "nan", "NaN", "NA", "na", "null", "NULL", "None", "-nan"] {
            #expect(special(name)?.isNaN == true, "\(name)")
        }
        for name in ["inf", "+inf", "Inf", "infinity", "+Infinity"] { #expect(special(name) == .infinity) }
        for name in ["-inf", "-INFINITY"] { #expect(special(name) == -.infinity) }
        for name in ["n", "nano", "+na", "infinit", "--inf", "unknown value", "?"] {
            #expect(special(name) == nil, "\(name)")
        }
    }
}
