import Market
import Testing

@testable import BotCollection

/// A small set with a hole: polls every 120 s to 600 s, then at 1500 s and on to 1860 s, the last.
private struct Quotes {
    static let origin: Int64 = 1_783_729_600
    var polls: [Int64] = [0, 120, 240, 360, 480, 600, 1500, 1620, 1740, 1860]
    var markets: [String] = []
    var rows: [String] = []

    mutating func market(_ name: String, outcome: String = "null", source: String = "null", _ quotes: [(Int64, String)])
    {
        markets.append(
            #"{"market_id":"\#(name)","token_id":"\#(name)","question":"Q \#(name)","category":"sports","first_ms":1,"#
                + #""last_ms":2,"rows":3,"resolved":true,"outcome":\#(outcome),"label_source":\#(source)}"#)
        for (time, quote) in quotes { rows.append("\((Self.origin + time) * 1000),\(name),\(quote)") }
    }

    func write() throws -> SetOnDisk {
        let disk = try SetOnDisk()
        try disk.write("markets.jsonl.gz", markets)
        try disk.write("polls.csv.gz", ["ts_ms"] + polls.map { "\((Self.origin + $0) * 1000)" }, lineEnd: "\r\n")
        try disk.write("quotes.csv.gz", ["ts_ms,token_id,bid,ask"] + rows)
        return disk
    }

    func story(_ name: String) throws -> [String] {
        try Imported(write()).story(of: name, from: Self.origin)
    }
}

struct USQuotesSetTests {
    @Test func aRowIsReceivedAtTheNextPoll() throws {
        var quotes = Quotes()
        quotes.market("a", [(0, "0.4,0.42"), (240, "0.4,")])
        #expect(
            try quotes.story("a").prefix(3) == ["listed/100 0 120", "quote/4000|4200 0 120", "quote/4000|0 240 360"])
    }

    @Test func aMarketThatLeavesThePollsHasClosed() throws {
        var quotes = Quotes()
        quotes.market("a", [(0, "0.4,0.42"), (240, ",")])
        #expect(try quotes.story("a").suffix(2) == ["quote/0|0 240 360", "closed 360 480"])
    }

    @Test func aPayoutByTheVenueIsKnownSixHoursAfterTheClosing() throws {
        var quotes = Quotes()
        quotes.market("a", outcome: "1", source: #""api""#, [(240, "0.4,0.42")])
        quotes.market("b", outcome: "0", source: #""api""#, [(240, "0.4,0.42")])
        let known = (Quotes.origin + 480 + 21_600) % 1_000_000
        #expect(try quotes.story("a").last == "resolved/10000@\(known) 360 22080")
        #expect(try quotes.story("b").last == "resolved/0@\(known) 360 22080")
    }

    @Test func anOutcomeGuessedFromThePriceIsNeverUsed() throws {
        var quotes = Quotes()
        quotes.market("a", outcome: "1", source: #""convergence""#, [(240, "0.4,0.42")])
        #expect(try quotes.story("a").last == "closed 360 480")
    }

    @Test func aHoleOfTheCollectorIsAGapAndNoClosing() throws {
        var quotes = Quotes()
        quotes.market("a", [(0, "0.4,0.42"), (600, "0.4,0.43"), (1500, "0.5,0.52"), (1860, "0.5,0.53")])
        #expect(
            try quotes.story("a") == [
                "listed/100 0 120", "quote/4000|4200 0 120", "quote/4000|4300 600 960", "gap 600 960",
                "resynced 1500 1620", "quote/5000|5200 1500 1620", "quote/5000|5300 1860 2220", "ended 1860 2220",
            ])
    }

    @Test func aMarketThatAHoleSwallowsHasNotVisiblyClosed() throws {
        var quotes = Quotes()
        quotes.market("a", outcome: "1", source: #""api""#, [(600, "0.4,0.42")])
        let known = (Quotes.origin + 1620 + 21_600) % 1_000_000
        #expect(
            try quotes.story("a").suffix(3) == [
                "gap 600 960", "ended 1500 1620", "resolved/10000@\(known) 1500 23220",
            ])
    }

    @Test func theLastSweepBeforeAHoleMayHaveBeenCutShortAndClosesNothing() throws {
        var quotes = Quotes()
        quotes.market("a", [(480, "0.4,0.42")])
        #expect(try quotes.story("a").suffix(2) == ["gap 600 960", "ended 1500 1620"])
    }

    @Test func whoeverIsMissingFromTheLastPollOnlyHasNotVisiblyClosed() throws {
        var quotes = Quotes()
        quotes.market("a", [(1740, "0.4,0.42")])
        quotes.market("b", [(1620, "0.4,0.42")])
        #expect(try quotes.story("a").suffix(2) == ["quote/4000|4200 1740 1860", "ended 1740 2220"])
        #expect(try quotes.story("b").last == "closed 1740 1860")
    }

    @Test func absenceForMoreThanTwentyMinutesIsAGapAndLessIsAnUnchangedQuote() throws {
        var quotes = Quotes()
        quotes.polls = (0...20).map { 120 * $0 }
        quotes.market("a", [(0, "0.4,0.42"), (1320, "0.4,0.42")])
        quotes.market("b", [(0, "0.4,0.42"), (1200, "0.4,0.42")])
        #expect(
            try quotes.story("a")[1...4] == [
                "quote/4000|4200 0 120", "gap 120 240", "resynced 1320 1440", "quote/4000|4200 1320 1440",
            ])
        #expect(try !quotes.story("b").contains { $0.hasPrefix("gap") })
    }

    @Test func theTickIsWhatThePricesHaveShownSoFar() throws {
        var quotes = Quotes()
        quotes.market("a", [(0, "0.405,0.42"), (120, "0.405,0.413"), (240, "0.4,0.41")])
        #expect(
            try quotes.story("a").prefix(5) == [
                "listed/50 0 120", "quote/4050|4200 0 120", "tick/10 120 240", "quote/4050|4130 120 240",
                "quote/4000|4100 240 360",
            ])
    }

    @Test func nothingIsSaidOfAMarketBeforeItsFirstQuoteNorFromTheFuture() throws {
        var quotes = Quotes()
        quotes.market("astatc-mlb-col-sf-2026-07-10-hr-x-gte1", [(240, "0.4,0.42")])
        let imported = try Imported(quotes.write())
        let instrument = try imported.instrument("astatc-mlb-col-sf-2026-07-10-hr-x-gte1")
        #expect(instrument.category == "sports")
        #expect(instrument.eventName == "mlb-col-sf-2026-07-10")
        #expect(instrument.stalenessLimit == .seconds(960))
        #expect(!instrument.quotesBothTokens)
        #expect(instrument.scheduledEnd == nil && instrument.created == nil && instrument.volume == nil)
        #expect(imported.events.first?.receiveTime == Timestamp(seconds: Quotes.origin + 360))
    }

    @Test func eventsComeByReceiveTimeWhateverTheOrderOfTheFile() throws {
        var generator = SplitMix(state: 7)
        var quotes = Quotes()
        quotes.polls = (0..<60).map { 120 * Int64($0) }.filter { !(2000..<3000).contains($0) }
        for name in 0..<30 {
            let times = quotes.polls.filter { _ in generator.next() % 3 == 0 }
            quotes.market("m\(name)", times.map { ($0, "0.4,0.\(42 + generator.next() % 50)") })
        }
        let events = try Imported(quotes.write()).events
        #expect(events.filter { if case .quote = $0.kind { true } else { false } }.count == quotes.rows.count)
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.receiveTime <= $1.receiveTime })
        #expect(events.allSatisfy { $0.exchangeTime <= $0.receiveTime })
    }

    @Test(arguments: [
        ("aec-itfwo-jusdan-romccu-2026-07-29", "q", "itfwo-jusdan-romccu-2026-07-29"),
        ("tc-temp-laxhigh-2026-07-24-gte88f", "q", "temp-laxhigh-2026-07-24"),
        ("tpoyc-2026-chrkoc", "TIME Person of the Year 2026", "TIME Person of the Year 2026"),
        ("cpc-btc-150k-12-31-2026", "When will Bitcoin hit $150k?", "When will Bitcoin hit $150k?"),
    ])
    func theEventIsTheMiddleOfTheSlugOrTheQuestion(slug: String, question: String, event: String) {
        #expect(USQuotesSet.eventName(slug: slug, question: question) == event)
    }

    @Test(arguments: [
        ("1783729600000,b,0.4,0.42", RowDefect.unknownMarket),
        ("1783729600001,a,0.4,0.42", .notAPoll),
        ("1783729600000,a,0.4", .syntax),
        ("1783729600000,a,1.4,0.42", .price),
        ("1783729600000,a,0.40001,0.42", .priceOffGrid),
        ("now,a,0.4,0.42", .time),
        ("1783729720000,a,0.4,0.42", .timeBackwards),
    ])
    func aMalformedRowEndsTheImportOrIsCounted(row: String, defect: RowDefect) throws {
        var quotes = Quotes()
        quotes.market("a", [(120, "0.4,0.42")])
        quotes.rows.append(row)
        let disk = try quotes.write()
        let error = #expect(throws: RecordingError.self) { try Imported(disk) }
        #expect(error?.file == "quotes.csv.gz")
        #expect(error?.line == 3)
        guard case .malformed(defect, _) = error?.reason else {
            Issue.record("\(String(describing: error))")
            return
        }
        let imported = try Imported(disk, policy: .skip)
        let report = try #require(imported.report.sets.first?.files.last)
        #expect(report.rows == 2)
        #expect(report.refused == [defect: 1])
        #expect(report.examples == [try #require(error)])
        #expect(imported.report.events["quote"] == 1)
    }

    @Test func aMarketWhoseRowsDoNotStandTogetherIsMalformed() throws {
        var quotes = Quotes()
        quotes.market("a", [(0, "0.4,0.42")])
        quotes.market("b", [(0, "0.4,0.42")])
        quotes.rows.append("\(Quotes.origin * 1000 + 240_000),a,0.4,0.43")
        let error = try #require(#expect(throws: RecordingError.self) { try quotes.story("a") })
        #expect(error.line == 4)
    }

    @Test func anotherHeaderIsAnErrorUnderEitherPolicy() throws {
        var quotes = Quotes()
        quotes.market("a", [(0, "0.4,0.42")])
        let disk = try quotes.write()
        try disk.write("quotes.csv.gz", ["ts_ms,token_id,ask,bid"] + quotes.rows)
        for policy in ImportPolicy.allCases {
            let error = #expect(throws: RecordingError.self) { try Imported(disk, policy: policy) }
            #expect(error?.reason == .header(expected: "ts_ms,token_id,bid,ask"))
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014), for tests with seeds.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
}
