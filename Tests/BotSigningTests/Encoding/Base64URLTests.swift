import Testing
import TestSupport

@testable import BotSigning

/// Goal: secrets are read in all the forms that are about, and written in one. Method: RFC 4648's own, random bytes.
struct Base64URLTests {
    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func casesOfTheStandard(_ text: String, _ encoded: String) {
        #expect(Base64URL.text(Array(text.utf8)) == encoded)
    }

    @Test func bothAlphabetsWithAndWithoutPadding() {
        for text in ["-_-_", "+/+/"] { #expect(Base64URL.bytes(text) == [0xfb, 0xff, 0xbf]) }
        for text in ["Zg==", "Zg"] { #expect(Base64URL.bytes(text) == [0x66]) }
    }

    @Test(arguments: ["Z", "Zg=", "Z===", "====", "Zm9v!", "Zm 9v", "Zg==Zg=="])
    func otherTextIsRefused(_ text: String) {
        #expect(Base64URL.bytes(text) == nil)
    }

    @Test func everyLengthComesBack() {
        var random = SeededGenerator(seed: 5)
        for length in 0..<70 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Base64URL.bytes(Base64URL.text(bytes)) == bytes)
        }
    }
}
