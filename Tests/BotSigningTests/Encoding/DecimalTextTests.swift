import Testing
import TestSupport

@testable import BotSigning

/// Goal: exact, and patient with the venue's spellings. Method: spellings by hand, a round trip, bad text.
struct DecimalTextTests {
    @Test(arguments: [
        ("0.57", 5_700), ("0.040", 400), (".48", 4_800), ("5.", 50_000), ("1e-04", 1), ("2.5E1", 250_000), ("0", 0),
        ("0e99", 0), ("0000.5", 5_000), ("0.00010000000000000000000000", 1),
    ])
    func spellings(_ text: String, _ units: Int64) throws {
        #expect(try DecimalText.exact(text, places: 4) == units)
    }

    @Test func whatIsFinerIsRoundedDownOrRefused() throws {
        #expect(try DecimalText.floor("0.0932", places: 2) == .init(units: 9, isExact: false))
        #expect(try DecimalText.floor("1e-40", places: 6) == .init(units: 0, isExact: false))
        #expect(throws: DecimalError.tooFine(places: 2)) { try DecimalText.exact("0.0932", places: 2) }
    }

    @Test(arguments: [
        ("", DecimalError.empty), (".", .malformed), ("-1", .malformed), ("+1", .malformed), ("1.2.3", .malformed),
        ("1e", .malformed), ("1e+", .malformed), ("1e1000", .malformed), ("e5", .malformed), ("0x10", .malformed),
        ("NaN", .malformed), ("1 ", .malformed), ("9223372036854775808", .tooLarge), ("1e19", .tooLarge),
        ("1e999", .tooLarge),
    ])
    func whatIsNoNumberIsRefused(_ text: String, _ error: DecimalError) {
        #expect(throws: error) { try DecimalText.floor(text, places: 0) }
    }

    @Test func theLargestNumber() throws {
        #expect(try DecimalText.exact("9223372036854.775807", places: 6) == .max)
        #expect(throws: DecimalError.tooLarge) { try DecimalText.exact("9223372036854.775808", places: 6) }
    }

    @Test(arguments: [(5_700, "0.57"), (0, "0"), (10_000, "1"), (-50, "-0.005"), (123_456_789, "12345.6789")])
    func textIsShortest(_ units: Int64, _ text: String) {
        #expect(DecimalText.text(units, places: 4) == text)
    }

    @Test func everyNumberComesBackFromItsText() throws {
        var random = SeededGenerator(seed: 4)
        for places in 0...8 {
            for shift in 0..<63 {
                let units = Int64(truncatingIfNeeded: random.next() >> 1) >> Int64(shift)
                #expect(try DecimalText.exact(DecimalText.text(units, places: places), places: places) == units)
            }
        }
    }
}
