import Market
import TestSupport
import Testing

@testable import BotPolymarket

/// Goal: JSON is JSON and nothing else is, and what is wrong is told with its place.
struct JSONReaderTests {
    /// Passes over a whole text.
    private func error(_ bytes: [UInt8]) -> WireError? {
        var reader = JSONReader(bytes)
        do throws(WireError) {
            try reader.skip()
            try reader.finish()
            return nil
        } catch { return error }
    }

    private func error(_ text: String) -> WireError? { error(Array(text.utf8)) }

    @Test(arguments: [
        "{}", "[]", "null", "true", "0", "-0.5e+10", "\"\"", "\"\\u00e9\\ud83d\\ude00\\n\"",
        " [1, {\"a\": [\"b\"]}]\r\n",
        "{\"a\":1,\"a\":2}",
    ])
    func valid(_ text: String) { #expect(error(text) == nil) }

    @Test(arguments: [
        "", " ", "{", "[", "]", "{]", "[1,]", "{\"a\":1,}", "[,1]", "[1 2]", "{\"a\" 1}", "{a:1}", "{1:1}", "nul",
        "truth", "01", "1.", ".5", "-", "1e", "+1", "\"", "\"\\x\"", "\"\\u12g4\"", "\"\t\"", "[1]]", "{} {}", "NaN",
        "'a'", "{\"a\":}",
    ])
    func invalid(_ text: String) { #expect(error(text) != nil) }

    @Test func everyPrefixOfATextIsRefused() {
        let text = Array("{\"a\":[1,{\"b\":\"\\u0041\"},true,null,-1.5e3],\"c\":\"d\"}".utf8)
        #expect(error(text) == nil)
        for count in 0..<text.count { #expect(error(Array(text.prefix(count))) != nil) }
    }

    @Test func depthIsLimited() {
        #expect(error(String(repeating: "[", count: 32) + String(repeating: "]", count: 32)) == nil)
        #expect(error(String(repeating: "[", count: 33))?.problem == .tooDeep(limit: 32))
        #expect(error(String(repeating: "{\"a\":", count: 100_000))?.problem == .tooDeep(limit: 32))
    }

    @Test func noBytesTrap() {
        var generator = SeededGenerator(seed: 5)
        let alphabet = Array("{}[]\",:\\u0e+-.tfn 1".utf8) + [0, 0x80, 0xff, 0x1f]
        for _ in 0..<5_000 {
            let count = generator.int(in: 0...24)
            _ = error((0..<count).map { _ in alphabet[generator.int(in: 0...alphabet.count - 1)] })
        }
    }

    @Test func anErrorSaysWhatAndWhere() throws {
        let text = "{\"markets\":[{\"id\":\"1\"},{\"endDate\":[1]}]}"
        let error = try #require(throws: WireError.self) { try GammaPage.decode(Array(text.utf8)) }
        #expect(error.problem == .wrongType(expected: "a string", found: "an array"))
        #expect(error.path == "markets[1].endDate")
        #expect(error.offset == 34)
        #expect(error.beginning == Array(text.utf8))
        #expect(error.description.contains("a string is due, not an array at markets[1].endDate, byte 34"))
    }

    @Test func anErrorQuotesAtMost200Bytes() throws {
        let text = "<html>" + String(repeating: "\n\u{e9}", count: 500)
        let error = try #require(throws: WireError.self) { try BookMessage.decode(Array(text.utf8)) }
        #expect(error.beginning.count == 200)
        #expect(error.description.allSatisfy { $0.isASCII && !$0.isNewline })
    }

    @Test func anErrorNeverQuotesASecret() throws {
        let text = "{\"apiKey\":\"k\",\"secret\":\"hush\",\"passphrase\":7,\"more\":}"
        let error = try #require(throws: WireError.self) { try ApiKeyReply.decode(Array(text.utf8)) }
        #expect(error.beginning.isEmpty && !error.description.contains("hush"))
        let fine = try ApiKeyReply.decode(Array("{\"apiKey\":\"k\",\"secret\":\"hush\",\"passphrase\":\"p\"}".utf8))
        #expect(fine.secret.revealed == "hush")
        #expect(!"\(fine)".contains("hush") && !String(reflecting: fine).contains("hush"))
        var dumped = ""
        dump(fine, to: &dumped)
        #expect(!dumped.contains("hush"))
    }

    @Test func giantBodiesAreRefusedUnread() throws {
        let body = [UInt8](repeating: UInt8(ascii: "["), count: 101)
        var unknown = UnknownFields()
        let error = try #require(throws: WireError.self) {
            try BookMessage.decode(body, byteCountMax: 100, unknown: &unknown)
        }
        #expect(error.problem == .tooLarge(byteCount: 101, limit: 100))
    }

    @Test func unknownMembersAreCountedByPath() throws {
        let text =
            "{\"markets\":[{\"new\":{\"deep\":1}},{\"new\":2,\"bestBid\":\"0.1\"}],\"next_cursor\":\"x\",\"more\":[]}"
        var unknown = UnknownFields()
        let page = try GammaPage.decode(Array(text.utf8), unknown: &unknown)
        #expect(page.markets.count == 2 && page.nextCursor == "x")
        #expect(unknown.counts == ["markets[].new": 2, "more": 1])
    }

    @Test func pathsOfUnknownMembersAreLimited() {
        var unknown = UnknownFields()
        for index in 0..<5_000 { unknown.note("\(index)") }
        #expect(unknown.counts.count == 1_000 && unknown.uncounted == 4_000)
    }

    @Test func escapedNamesAreNames() throws {
        let page = try GammaPage.decode(Array("{\"next\\u005fcursor\":\"x\"}".utf8))
        #expect(page.nextCursor == "x")
    }

    @Test func halfASurrogatePairIsNoText() {
        let text = Array("{\"next_cursor\":\"\\ud83d\"}".utf8)
        #expect(throws: WireError.self) { try GammaPage.decode(text) }
        #expect(throws: WireError.self) {
            try GammaPage.decode(Array("{\"next_cursor\":\"".utf8) + [0xc3, 0x22, 0x7d])
        }
    }

    @Test func writtenTextIsRead() throws {
        let text = "a\"b\\c\n\u{1}é😀"
        let read = try [WireText].decode(Array(JSONText.array([text]).utf8))
        #expect(read.map(\.text) == [text])
    }

    @Test(arguments: [
        ("\"2026-10-05T23:15:00Z\"", 1_791_242_100_000 as Int64), ("\"2026-05-28 05:00:00+00\"", 1_779_944_400_000),
        ("\"2026-05-28T07:00:00.5+02:00\"", 1_779_944_400_500), ("\"2026-02-27T22:22:35.377706\"", 1_772_230_955_377),
        ("\"2026-10-08\"", 1_791_417_600_000), ("1795348800", 1_795_348_800_000),
        ("\"1795348800000\"", 1_795_348_800_000),
        ("\"1795348800000000\"", 1_795_348_800_000), ("1795348800000000000", 1_795_348_800_000),
    ])
    func instants(_ text: String, _ milliseconds: Int64) throws {
        var reader = JSONReader(Array(text.utf8))
        let time = try #require(try reader.instant())
        #expect(time.nanoseconds / 1_000_000 == milliseconds)
    }

    @Test(arguments: ["\"\"", "null", "\"0001-01-01T00:00:00Z\""])
    func instantsThatStandForNothing(_ text: String) throws {
        var reader = JSONReader(Array(text.utf8))
        #expect(try reader.instant() == nil)
    }

    @Test(arguments: ["\"yesterday\"", "\"2026-13-01\"", "\"2026-10-05T25:00:00Z\"", "-5", "\"2026-10-05T\""])
    func noInstants(_ text: String) {
        #expect(throws: WireError.self) {
            var reader = JSONReader(Array(text.utf8))
            _ = try reader.instant()
        }
    }
}
