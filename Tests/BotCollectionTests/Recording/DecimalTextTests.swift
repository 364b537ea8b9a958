import Market
import Testing

@testable import BotCollection

/// Decimal text becomes integers digit by digit.
struct DecimalTextTests {
    private func scaled(_ text: String, places: Int) -> DecimalText.Scaled {
        let bytes = Array(text.utf8)
        return DecimalText.scaled(bytes.span, 0..<bytes.count, places: places)
    }

    private func price(_ text: String) throws(LineProblem) -> Int32 {
        let bytes = Array(text.utf8)
        return try DecimalText.price(bytes.span, 0..<bytes.count).units
    }

    @Test(arguments: [
        ("0.5", 5000), ("0.53", 5300), ("0.0001", 1), ("0.9999", 9999), ("0.530000", 5300), ("0.995", 9950),
    ])
    func pricesAreExactUnits(text: String, units: Int32) throws {
        #expect(try price(text) == units)
    }

    @Test(arguments: ["0", "1", "1.0", "0.0000", "2", "1.00001", "17.5", "-0.5", "", "0.", ".5", "5e-1", "nan", "0..5"])
    func aPriceOutsideTheOpenUnitIntervalIsRefused(text: String) {
        #expect(throws: LineProblem.self) { try price(text) }
        do throws(LineProblem) { _ = try price(text) } catch { #expect(error.defect == .price) }
    }

    @Test func aPriceFinerThanAUnitIsToldApartFromOneThatIsNone() {
        do throws(LineProblem) { _ = try price("0.53001") } catch { #expect(error.defect == .priceOffGrid) }
        #expect(scaled("0.53001", places: 4) == .tooFine(5300))
    }

    @Test func everyUnitIsReadBackFromItsText() throws {
        for units in 1..<Int32(10_000) {
            let digits = String(units)
            let text = "0." + String(repeating: "0", count: 4 - digits.count) + digits
            #expect(try price(text) == units)
        }
    }

    @Test func sizesAreExactMicroshares() throws {
        #expect(scaled("6131.31", places: 6) == .value(6_131_310_000))
        #expect(scaled("0.000001", places: 6) == .value(1))
        #expect(scaled("1500", places: 6) == .value(1_500_000_000))
        #expect(scaled("0.0000001", places: 6) == .tooFine(0))
    }

    @Test func aNumberThatDoesNotFitIsRefusedAndDoesNotTrap() {
        #expect(scaled("9223372036854775807", places: 0) == .value(.max))
        #expect(scaled("9223372036854775808", places: 0) == .notANumber)
        #expect(scaled("99999999999999999999999999", places: 0) == .notANumber)
        #expect(scaled("9223372036854775807", places: 6) == .notANumber)
    }

    @Test(arguments: ["1783729546000", "946684800000", "4102444799999"])
    func millisecondsOfThisCenturyAreTimes(text: String) throws {
        let bytes = Array(text.utf8)
        let time = try DecimalText.time(bytes.span, 0..<bytes.count)
        #expect(time.nanoseconds == Int64(text)! * 1_000_000)
    }

    @Test(arguments: ["1783729546", "4102444800000", "1783729546000.5", "", "12:30"])
    func otherNumbersAreNoTimes(text: String) {
        let bytes = Array(text.utf8)
        #expect(throws: LineProblem.self) { try DecimalText.time(bytes.span, 0..<bytes.count) }
    }
}
