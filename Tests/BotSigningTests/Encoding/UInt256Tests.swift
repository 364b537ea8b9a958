import Testing
import TestSupport

@testable import BotSigning

/// Goal: token ids survive the way from text to word and back. Method: the ends of the range, random words, bad text.
struct UInt256Tests {
    static let largest = "115792089237316195423570985008687907853269984665640564039457584007913129639935"

    @Test func theEndsOfTheRange() throws {
        let largest = try #require(UInt256(decimal: Self.largest))
        #expect(largest.word == Bytes32(.max, .max, .max, .max))
        #expect(largest.decimal == Self.largest)
        #expect(UInt256(decimal: "0")?.word == .zero)
        #expect(UInt256(0).decimal == "0")
        #expect(UInt256(decimal: "10000000000000000000")?.decimal == "10000000000000000000")
        #expect(UInt256(decimal: "00012")?.decimal == "12")
    }

    @Test func everyWordComesBackFromItsDigits() {
        var random = SeededGenerator(seed: 3)
        for limbs in 1...4 {
            for _ in 0..<200 {
                let word = Bytes32(
                    limbs > 3 ? random.next() : 0, limbs > 2 ? random.next() : 0, limbs > 1 ? random.next() : 0,
                    random.next())
                #expect(UInt256(decimal: UInt256(word).decimal)?.word == word)
            }
        }
    }

    @Test(arguments: [
        "", "-1", "+1", "1.0", "0x10", "12 ", "١",
        "115792089237316195423570985008687907853269984665640564039457584007913129639936",
        "999999999999999999999999999999999999999999999999999999999999999999999999999999999",
    ])
    func whatIsNoSuchNumberIsRefused(_ text: String) {
        #expect(UInt256(decimal: text) == nil)
    }

    @Test func orderIsThatOfNumbers() {
        #expect(UInt256(Bytes32(0, 0, 1, 0)) > UInt256(.max))
        #expect(UInt256(Bytes32(1, 0, 0, 0)) > UInt256(Bytes32(0, .max, .max, .max)))
    }
}
