import Market
import Testing

@testable import BotCollection

struct JSONValueTests {
    private func value(_ text: String) throws(LineProblem) -> JSONValue { try JSONValue(line: Array(text.utf8).span) }

    @Test func aRecordIsReadWithItsTypes() throws {
        let line = Array(
            #"{"a": "x", "b": [1, -2.50, 3e5], "c": {"d": null}, "e": true, "f": false, "g": [], "h": {}}"#.utf8)
        let record = try JSONValue(line: line.span)
        #expect(record["a"] == .string("x"))
        #expect(record["b"] == .array([.number("1"), .number("-2.50"), .number("3e5")]))
        #expect(record["c"]?["d"] == .null)
        #expect(record["e"] == .bool(true))
        #expect(record["f"] == .bool(false))
        #expect(record["g"] == .array([]))
        #expect(record["h"] == .object([]))
        #expect(record["i"] == nil)
    }

    @Test func escapesAndSurrogatePairsBecomeText() throws {
        let line = Array(#"["Atl\u00e9tico", "\ud83d\ude00 \"q\" \\ \/ \n\t\r\b\f", "Ä"]"#.utf8)
        let expected: [JSONValue] = [
            .string("Atlético"), .string("\u{1F600} \"q\" \\ / \n\t\r\u{8}\u{c}"), .string("Ä"),
        ]
        #expect(try JSONValue(line: line.span) == .array(expected))
    }

    @Test(arguments: [
        "", "{", #"{"a""#, #"{"a":}"#, #"{"a":1,}"#, "[1,]", "[1 2]", "[,1]", #"{"a" 1}"#, "tru", "nul", #""abc"#,
        #""\x""#,
        #""\u12""#, #""\ud83d""#, #""\ud83dx""#, #""\ud83d\n""#, #""\ude00""#, "{} {}", "[1]x", "{1:2}", "'a'",
        "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
    ])
    func brokenTextIsASyntaxProblem(text: String) {
        let line = Array(text.utf8)
        do throws(LineProblem) {
            let value = try JSONValue(line: line.span)
            Issue.record("was read as \(value)")
        } catch {
            #expect(error.defect == .syntax)
        }
    }

    @Test func everyPrefixOfARecordIsRefused() {
        let whole = Array(#"{"a":[1,"b\n"],"c":{"d":null}}"#.utf8)
        for length in 0..<whole.count {
            let prefix = Array(whole[..<length])
            #expect(throws: LineProblem.self) { try JSONValue(line: prefix.span) }
        }
    }
}

struct BookLineTests {
    private func book(_ text: String) throws(LineProblem) -> BookLine {
        let line = Array(text.utf8)
        return try BookLine(line.span)
    }

    private func level(_ units: Int32, _ shares: Double) -> Level {
        Level(price: Price(units: units)!, size: Size(shares: shares)!)
    }

    @Test func aBookIsReadWhateverTheOrderOfItsNames() throws {
        let book = try book(
            #"{"bid_depth":1.5,"asks":[[0.63,2],[0.635,10.25]],"market_id":"m","bids":[[0.62,6131.31]],"token_id":"t","ts_ms":1778690421611}"#
        )
        #expect(book.kind == .snapshot(bids: [level(6200, 6131.31)], asks: [level(6300, 2), level(6350, 10.25)]))
        #expect(book.time == Timestamp(milliseconds: 1_778_690_421_611))
        #expect(book.token == "t")
        #expect(book.market == "m")
    }

    @Test func aDeltaIsReadAndZeroRemoves() throws {
        let book = try book(
            #"{"ts_ms":1750205364398,"token_id":"t","market_id":"m","type":"delta","changes":[["ask",0.94,0],["bid",0.25,5528]]}"#
        )
        #expect(book.kind == .delta([LevelChange(.ask, level(9400, 0)), LevelChange(.bid, level(2500, 5528))]))
    }

    @Test func emptySidesAndCrossedBooksAreData() throws {
        let head = #"{"ts_ms":1750205364398,"token_id":"t","market_id":"m","#
        #expect(try book(head + #""bids":[],"asks":[]}"#).kind == .snapshot(bids: [], asks: []))
        let crossed = try book(head + #""bids":[[0.5,1]],"asks":[[0.4,1]]}"#)
        #expect(crossed.kind == .snapshot(bids: [level(5000, 1)], asks: [level(4000, 1)]))
    }

    @Test(arguments: [
        (#""bids":[[0.5,1],[0.5,2]],"asks":[]"#, RowDefect.levelOrder),
        (#""bids":[[0.5,1],[0.6,2]],"asks":[]"#, .levelOrder),
        (#""bids":[],"asks":[[0.6,1],[0.5,2]]"#, .levelOrder),
        (#""bids":[[0,1]],"asks":[]"#, .price),
        (#""bids":[],"asks":[[1.0,1]]"#, .price),
        (#""bids":[[0.50001,1]],"asks":[]"#, .priceOffGrid),
        (#""bids":[[0.5,0]],"asks":[]"#, .size),
        (#""bids":[[0.5,-1]],"asks":[]"#, .size),
        (#""bids":[[0.5,0.0000001]],"asks":[]"#, .size),
        (#""bids":[[0.5]],"asks":[]"#, .syntax),
        (#""bids":[[0.5,1,2]],"asks":[]"#, .syntax),
        (#""bids":[[0.5,1]]"#, .syntax),
        (#""type":"delta","bids":[],"asks":[]"#, .syntax),
        (#""type":"trade","bids":[],"asks":[]"#, .syntax),
        (#""type":"delta","changes":[["mid",0.5,1]]"#, .syntax),
        (#""type":"delta","changes":[["bid",1,1]]"#, .price),
    ])
    func adefectIsNamed(members: String, defect: RowDefect) {
        do throws(LineProblem) {
            let book = try book(#"{"ts_ms":1750205364398,"token_id":"t","market_id":"m","# + members + "}")
            Issue.record("was read as \(book)")
        } catch {
            #expect(error.defect == defect)
        }
    }

    @Test func aRecordWithoutTimeOrNamesIsRefused() {
        for text in [
            #"{"token_id":"t","market_id":"m","bids":[],"asks":[]}"#,
            #"{"ts_ms":1750205364398,"market_id":"m","bids":[],"asks":[]}"#,
            #"{"ts_ms":1750205364398,"token_id":"t","bids":[],"asks":[]}"#,
        ] {
            #expect(throws: LineProblem.self) { try book(text) }
        }
    }
}
