import Market
import Testing

@testable import BotCollection

private let origin: Int64 = 1_778_690_400

private func book(
    _ time: Int64, _ token: String, _ market: String, bids: String = "[[0.5,10]]", asks: String = "[[0.52,20]]",
    extra: String = ""
) -> String {
    #"{"ts_ms":\#((origin + time) * 1000),"token_id":"\#(token)","market_id":"\#(market)",\#(extra)"bids":\#(bids),"asks":\#(asks)}"#
}

struct MLBBooksSetTests {
    private func disk() throws -> SetOnDisk {
        let disk = try SetOnDisk()
        try disk.write(
            "markets.jsonl.gz",
            ["a", "b"].map { name in
                #"{"market_id":"0x\#(name)","token_id":"7\#(name)","slug":"mlb-\#(name)","market_type":"moneyline","#
                    + #""event":"game","start_ms":\#((origin + 3600) * 1000),"resolved":true,"token_won":true,"#
                    + #""source_cohort":"primary"}"#
            })
        try disk.write(
            "books.jsonl.gz",
            [
                book(60, "7a", "0xa"), book(120, "7a", "0xa", bids: "[[0.505,3]]"), book(90, "7b", "0xb"),
                book(9000, "7b", "0xb", bids: "[[0.6,1]]"),
            ])
        return disk
    }

    @Test func snapshotsComeByTimeAndTheRecordingEndsWithTheLast() throws {
        let imported = try Imported(disk())
        #expect(
            imported.story(of: "mlb-a", from: origin) == [
                "listed/100 60 60", "book/5000x10.0|5200x20.0 60 60", "tick/10 120 120",
                "book/5050x3.0|5200x20.0 120 120", "ended 120 120",
            ])
        #expect(imported.events.map(\.market.rawValue) == [0, 0, 1, 1, 0, 0, 0, 1, 1])
    }

    @Test func gapsAreLeftToTheStalenessLimitAndOutcomesToNobody() throws {
        let imported = try Imported(disk())
        #expect(
            imported.story(of: "mlb-b", from: origin).suffix(2) == [
                "book/6000x1.0|5200x20.0 9000 9000", "ended 9000 9000",
            ])
        let instrument = try imported.instrument("mlb-b")
        #expect(instrument.eventName == "game" && instrument.category == "sports")
        #expect(instrument.stalenessLimit == .seconds(900) && !instrument.quotesBothTokens)
        #expect(instrument.scheduledEnd == Timestamp(seconds: origin + 3600))
    }

    @Test func theFullDepthFileIsCheckedAndCountedAndGivesNoEvent() throws {
        let disk = try disk()
        let before = try Imported(disk)
        try disk.write("books_full_depth.jsonl.gz", [book(60, "7a", "0xa", bids: "[[0.5,10],[0.1,9]]")])
        let imported = try Imported(disk)
        #expect(imported.events == before.events)
        let report = try #require(imported.report.sets[0].files.last)
        #expect(report.refused == [.containedElsewhere: 1])
        #expect(report.examples.isEmpty)

        try disk.write("books_full_depth.jsonl.gz", [book(61, "7a", "0xa")])
        #expect(throws: RecordingError.self) { try Imported(disk) }
    }

    @Test func aSnapshotBeforeTheOneBeforeItAndAForeignTokenAreMalformed() throws {
        let disk = try disk()
        try disk.write(
            "books.jsonl.gz",
            [book(60, "7a", "0xa"), book(60, "7a", "0xa"), book(60, "7a", "0xb"), book(70, "7c", "0xa"), "{", ""])
        let report = try Imported(disk, policy: .skip).report.sets[0].files[1]
        #expect(report.rows == 6)
        #expect(report.refused == [.timeBackwards: 1, .unknownMarket: 2, .syntax: 2])
        #expect(report.examples.map(\.line) == [2, 3, 4, 5, 6])
        let error = #expect(throws: RecordingError.self) { try Imported(disk) }
        #expect(error?.line == 2)
    }
}

struct MLBWebSocketSetTests {
    private func imported(_ lines: [String]) throws -> Imported {
        let disk = try SetOnDisk()
        try disk.write(
            "markets.jsonl.gz",
            [
                #"{"market_id":"552","slug":"mlb-x","token_ids":["1","2"],"first_ms":1,"last_ms":2,"messages":3,"resolved":false,"outcomes":[null,null]}"#
            ])
        try disk.write("books.jsonl.gz", lines)
        return try Imported(disk)
    }

    private func whole(_ time: Int64, _ token: String) -> String { book(time, token, "552", extra: #""type":"book","#) }
    private func delta(_ time: Int64, _ token: String, _ changes: String) -> String {
        #"{"ts_ms":\#((origin + time) * 1000),"token_id":"\#(token)","market_id":"552","type":"delta","changes":\#(changes)}"#
    }

    @Test func booksAndDeltasOfBothTokensAreReplayed() throws {
        let imported = try imported([
            whole(0, "1"), whole(0, "2"), delta(5, "2", #"[["bid",0.5,0],["ask",0.51,4]]"#), delta(7, "1", "[]"),
        ])
        #expect(
            imported.story(of: "mlb-x", from: origin) == [
                "listed/100 0 0", "book/5000x10.0|5200x20.0 0 0", "book/5000x10.0|5200x20.0 no 0 0",
                "delta/bid5000x0.0,ask5100x4.0 no 5 5", "delta/ 7 7", "ended 7 7",
            ])
        let instrument = try imported.instrument("mlb-x")
        #expect(instrument.quotesBothTokens && instrument.stalenessLimit == .seconds(30))
    }

    @Test func aDeltaThatCrossesTheBookIsPassedOnAndTheBookHasNoMidUntilTheNextOne() throws {
        let imported = try imported([whole(0, "1"), delta(5, "1", #"[["bid",0.53,1]]"#), whole(9, "1")])
        var book = OrderBook()
        var health: [Bool] = []
        for event in imported.events.dropFirst().dropLast() {
            try book.apply(event.kind)
            health.append(book.isHealthy)
        }
        #expect(health == [true, false, true])
    }

    @Test func halfAnHourWithoutAMessageIsAGapOfBothTokens() throws {
        let silent = try imported([whole(0, "1"), whole(1801, "1")])
        #expect(
            silent.story(of: "mlb-x", from: origin)[2...5] == [
                "gap 0 1800", "gap no 0 1800", "resynced 1801 1801", "resynced no 1801 1801",
            ])
        let quiet = try imported([whole(0, "1"), whole(1000, "2"), whole(1801, "1")])
        #expect(quiet.report.events["gap"] == 0)
    }

    @Test func timeGoingBackIsMalformed() throws {
        let error = #expect(throws: RecordingError.self) { try imported([whole(5, "1"), whole(4, "1")]) }
        guard case .malformed(.timeBackwards, _) = error?.reason else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.line == 2)
    }
}

struct BTC15mSetTests {
    private func disk(payouts: String = #""payout_up":0.0,"payout_down":1.0"#) throws -> SetOnDisk {
        let disk = try SetOnDisk()
        try disk.write(
            "markets.jsonl.gz",
            [
                #"{"market_id":"0xa","slug":"btc-1","question":"q","category":"crypto","start_ts":\#(origin * 1000),"end_ts":\#((origin + 900) * 1000),\#(payouts)}"#
            ])
        return disk
    }

    @Test func upIsYesAndTheMarketClosesAndResolvesAfterItsBooks() throws {
        let disk = try disk()
        try disk.write("books.jsonl.gz", [book(0, "0xa:DOWN", "0xa"), book(930, "0xa:UP", "0xa", bids: "[]")])
        let imported = try Imported(disk)
        let known = (origin + 931 + 600) % 1_000_000
        #expect(
            imported.story(of: "btc-1", from: origin) == [
                "listed/100 0 0", "book/5000x10.0|5200x20.0 no 0 0", "book/|5200x20.0 930 930", "closed 931 931",
                "resolved/0@\(known) 931 1531",
            ])
        #expect(try imported.instrument("btc-1").scheduledEnd == Timestamp(seconds: origin + 900))
    }

    @Test func aMarketWhoseBooksEndEarlyClosesAtItsScheduledEnd() throws {
        let disk = try disk()
        try disk.write("books.jsonl.gz", [book(0, "0xa:UP", "0xa")])
        #expect(try Imported(disk).story(of: "btc-1", from: origin)[2] == "closed 901 901")
    }

    @Test(arguments: [
        #""payout_up":1,"payout_down":1"#, #""payout_up":2,"payout_down":0"#, #""payout_up":null,"payout_down":1"#,
    ])
    func payoutsThatAreNoPartsOfOneAreMalformed(payouts: String) throws {
        let disk = try disk(payouts: payouts)
        try disk.write("books.jsonl.gz", [book(0, "0xa:UP", "0xa")])
        let error = #expect(throws: RecordingError.self) { try Imported(disk) }
        #expect(error?.file == "markets.jsonl.gz" && error?.line == 1)
    }
}

struct TradesSetTests {
    private let header = "ts_ms,token_id,market_id,price,size,side"

    private func row(_ time: Int64, _ market: String, _ outcome: String, _ rest: String) -> String {
        "\((origin + time) * 1000),\(market):\(outcome),\(market),\(rest)"
    }

    private func disk(_ rows: [String]) throws -> SetOnDisk {
        let disk = try SetOnDisk()
        try disk.write(
            "cup/markets.jsonl.gz",
            ["a", "b"].map { #"{"market_id": "\#($0)", "question": "q", "resolved": false, "winner": null}"# }
                + [
                    #"{"market_id": "c", "question": "q", "outcomes": ["No", "Yes"], "resolved": false}"#,
                    #"{"market_id": "d", "question": "q", "outcomes": ["Democrat", "Republican"], "resolved": false}"#,
                ])
        try disk.write("cup/trades.csv.gz", [header] + rows)
        return disk
    }

    @Test func tradesKeepTheirSideAndTheirToken() throws {
        let imported = try Imported(
            disk([
                row(0, "a", "NO", "0.995,20.201,BUY"), row(1, "a", "YES", "0.005,1,SELL"),
                row(1, "a", "YES", "0.005,1,SELL"), row(2, "b", "YES", "0.7,3.44827,"),
                row(3, "c", "Yes", "0.5512,99.78,BUY"), row(3, "c", "No", "0.4,1,BUY"),
                row(4, "d", "Republican", "0.6,1,SELL"),
            ]))
        #expect(
            imported.story(of: "a", from: origin) == [
                "listed/100 0 0", "trade/9950x20.201/buy no 0 0", "trade/50x1.0/sell 1 1", "trade/50x1.0/sell 1 1",
                "ended 4 4",
            ])
        #expect(imported.story(of: "b", from: origin)[1] == "trade/7000x3.44827/unknown 2 2")
        #expect(
            imported.story(of: "c", from: origin)[1...2] == ["trade/5512x99.78/buy 3 3", "trade/4000x1.0/buy no 3 3"])
        #expect(imported.story(of: "d", from: origin)[1] == "trade/6000x1.0/sell no 4 4")
    }

    @Test func answersToOneQuestionAreOneEventAndRacesOneEach() throws {
        let imported = try Imported(disk([row(0, "a", "NO", "0.9,1,BUY"), row(0, "c", "No", "0.9,1,BUY")]))
        #expect(imported.eventNames == ["cup", "c", "d"])
        #expect(try imported.instrument("a").isNegativeRisk)
        #expect(try !imported.instrument("c").isNegativeRisk)
        #expect(imported.report.sets[0].markets == 2)
    }

    @Test func anAveragePriceIsCountedUnderEitherPolicyAndMalformedRowsEndTheImport() throws {
        let average = row(0, "a", "NO", "0.970631,1,BUY")
        let imported = try Imported(disk([average, row(1, "a", "NO", "0.97,1,BUY")]))
        #expect(imported.report.sets[0].files[1].refused == [.averagePrice: 1])
        #expect(imported.report.refused == 1 && imported.report.rows == 6)
        for bad in ["1.000001,1,BUY", "0,1,BUY", "0.5,0,BUY", "0.5,1,HOLD", "0.5,x,BUY", "0.5,1"] {
            #expect(throws: RecordingError.self, "\(bad)") { try Imported(disk([row(0, "a", "NO", bad)])) }
        }
        let backwards = try disk([row(1, "a", "NO", "0.97,1,BUY"), row(0, "a", "NO", "0.97,1,BUY")])
        #expect(throws: RecordingError.self) { try Imported(backwards) }
    }
}
