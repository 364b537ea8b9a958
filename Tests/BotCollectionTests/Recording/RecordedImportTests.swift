import Market
import Testing

@testable import BotCollection

/// Two small sets in one folder; the one that comes second by name is the earlier.
func writeTwoSets() throws -> SetOnDisk {
    let disk = try SetOnDisk()
    let market = #"{"market_id": "a", "question": "q", "resolved": false, "winner": null}"#
    for (folder, time) in [("early", 1_700_000_000), ("dawn", 1_800_000_000)] {
        try disk.write("\(folder)/markets.jsonl.gz", [market.replacing("\"a\"", with: "\"\(folder)\"")])
        let rows = (0..<20).map { "\(time + $0)000,\(folder):YES,\(folder),0.\(50 + $0),\($0 + 1),BUY" }
        try disk.write("\(folder)/trades.csv.gz", ["ts_ms,token_id,market_id,price,size,side"] + rows)
    }
    return disk
}

struct RecordedImportTests {
    @Test func setsComeInTheOrderOfTheirFirstEventAndAreReported() throws {
        let imported = try Imported(writeTwoSets())
        #expect(imported.report.sets.map(\.name) == ["early", "dawn"])
        #expect(imported.names == ["early", "dawn"])
        #expect(zip(imported.events, imported.events.dropFirst()).allSatisfy { $0.receiveTime <= $1.receiveTime })
        let early = imported.report.sets[0]
        #expect(early.kind == .trades && early.rows == 21 && early.refused == 0 && early.markets == 1)
        #expect(early.first == Timestamp(seconds: 1_700_000_000) && early.last == Timestamp(seconds: 1_700_000_019))
        #expect(early.events.byKind.map(\.kind) == ["listed", "trade", "recordingEnded"])
        #expect(early.events["trade"] == 20 && early.events.total == 22 && early.events["nothing"] == 0)
        #expect(imported.report.events.total == imported.events.count)
        #expect(early.files.map(\.file) == ["early/markets.jsonl.gz", "early/trades.csv.gz"])
    }

    @Test func theFolderOfOneSetGivesTheSameEventsAsItsParent() throws {
        let disk = try writeTwoSets()
        let alone = try Imported(disk, "/early/")
        let whole = try Imported(disk)
        #expect(alone.events == Array(whole.events.prefix(alone.events.count)))
        #expect(alone.report.sets[0].name == "early")
    }

    @Test func nothingIsHandedOnWhenAnyLineOfAnySetIsMalformed() throws {
        let disk = try writeTwoSets()
        try disk.write("dawn/trades.csv.gz", ["ts_ms,token_id,market_id,price,size,side", "nonsense"])
        var events = 0
        let directory = RecordingDirectory(
            markets: { $0.indices.map { MarketID(UInt32($0)) } }, events: { $0.indices.map { EventID(UInt32($0)) } })
        let error = #expect(throws: RecordingError.self) {
            try RecordedImport.run(folder: disk.path, directory: directory) { _ in events += 1 }
        }
        #expect(events == 0)
        #expect(error?.file == "dawn/trades.csv.gz" && error?.line == 2)
        #expect(
            error?.description.contains("dawn/trades.csv.gz, line 2: malformed (syntax): 1 columns instead of 6")
                == true)
    }

    @Test func aMarketsLineThatIsSkippedTakesItsRowsAlong() throws {
        let disk = try writeTwoSets()
        try disk.write("dawn/markets.jsonl.gz", ["{}"])
        let files = try Imported(disk, policy: .skip).report.sets.first { $0.name == "dawn" }?.files
        #expect(files?.map(\.refused) == [[.syntax: 1], [.unknownMarket: 20]])
    }

    @Test func aTruncatedFileIsAnErrorUnderEitherPolicy() throws {
        let disk = try writeTwoSets()
        let whole = GzipWriter.gzip((0..<100_000).map { "line \($0)\n" }.joined())
        try disk.write("dawn/trades.csv.gz", bytes: Array(whole.prefix(70_000)))
        for policy in ImportPolicy.allCases {
            let error = #expect(throws: RecordingError.self) { try Imported(disk, policy: policy) }
            #expect(error?.file == "dawn/trades.csv.gz")
        }
    }

    @Test func aFolderWithoutASetIsToldApart() throws {
        let disk = try SetOnDisk()
        #expect(throws: RecordingError(file: disk.path, .unknownSet)) { try Imported(disk, "/") }
        let absent = disk.path + "/absent"
        let error = #expect(throws: RecordingError.self) { try Imported(disk, "/absent") }
        #expect(error?.file == absent)
    }
}
