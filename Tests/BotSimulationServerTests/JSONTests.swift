import Testing

@testable import BotSimulationServer

/// Goal: documents come through unchanged, and nothing that is no document comes through at all.
struct JSONTests {
    @Test(arguments: [
        #"{"b":1,"a":[true,false,null,-0.50,1e9],"":"\"\\\n"}"#, "[]", "{}", #""""#, "0", #"{"a":{"a":{}}}"#,
    ]) func aCompactDocumentIsWrittenAsItWasRead(_ text: String) throws {
        #expect(try JSON(parsing: text).text == text)
    }

    @Test func escapesAreRead() throws {
        #expect(try JSON(parsing: #""\u0041\/\ud83d\ude00\t""#).string == "A/\u{1F600}\t")
        #expect(JSON("\u{1}").text == #""\u0001""#)
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "01", "1.", "-", "+1", "tru", "\"", "\"\u{1}\"", "\"\\x\"",
        "\"\\ud800\"", "\"\\ud800\\u0041\"", "1 2", "[1 2]", "nul", "1e", "\"\\u00g0\"", "\"\\u+123\"",
        String(repeating: "[", count: 100_000),
    ]) func whatIsNoDocumentIsRefused(_ text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test func bytesThatAreNoTextAreRefused() {
        #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xff, 0x22]) }
    }

    @Test func decimalsHaveNoTrailingZeros() {
        #expect(DecimalText.text(145_000_000, digits: 6) == "145")
        #expect(DecimalText.text(194_220_000, digits: 6) == "194.22")
        #expect(DecimalText.text(1, digits: 6) == "0.000001")
        #expect(DecimalText.text(0, digits: 6) == "0")
        #expect(DecimalText.text(-1_500, digits: 3) == "-1.5")
    }

    @Test func base64GoesBothWays() {
        for count in 0...20 {
            let bytes = Array(Digest.sha256("\(count)").prefix(count))
            #expect(Base64.bytes(Base64.text(bytes)) == bytes)
            #expect(Base64.bytes(Base64.text(bytes, isURLSafe: true).filter { $0 != "=" }) == bytes)
        }
        #expect(Base64.text(Array("-1".utf8)) == "LTE=")
    }
}
