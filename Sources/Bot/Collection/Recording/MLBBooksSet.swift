internal import Market

/// Snapshots of baseball books before the game, one token a market.
///
/// - The recorded token is called YES, whichever team it is; NO is not recorded. That the source chose it by trader
///   activity, and the markets' `source_cohort`, are known only afterwards and reach no event.
/// - `start_ms` is the scheduled first pitch, published with the market; the recording ends there, so it stands as the
///   scheduled end.
/// - A market's last row is followed by `recordingEnded` at the same instant. The outcome is not used: no time is known
///   at which it could be, and it came hours after the last row, further than any label looks.
/// - Gaps are spacings of hours in a series whose median is a minute; nothing says which of them are a collector's.
///   They
///   need no event: the staleness limit of 15 minutes tells them.
/// - `books_full_depth.jsonl.gz` holds 50 of the markets again with every level. Its rows are read, checked and counted
///   as `containedElsewhere`: books of ten levels beside books of seventy would make depth a mark of the file.
enum MLBBooksSet {
    static func read(_ folder: SetFolder) throws(RecordingError) -> ReadSet {
        var table = MarketTable()
        let markets = try folder.file("markets.jsonl.gz").readRows { line throws(LineProblem) in
            try add(try JSONValue(line: line), to: &table)
        }
        var tape = TapeBuilder(table, ladder: .offshore)
        var seen = Set<SnapshotKey>()
        let books = try folder.file("books.jsonl.gz").readRows { line throws(LineProblem) in
            let book = try BookLine(line)
            let asset = try table.asset(token: book.token, market: book.market)
            if let last = tape.lastTimes[Int(asset.rawValue)], book.time <= last {
                throw LineProblem(.timeBackwards, "not after the market's row before it")
            }
            seen.insert(SnapshotKey(asset: asset, time: book.time))
            tape.append(book.kind, of: asset, at: book.time)
        }
        var files = [markets, books]
        let fullDepth = folder.file("books_full_depth.jsonl.gz")
        if folder.has("books_full_depth.jsonl.gz") {
            files.append(
                try fullDepth.readRows { line throws(LineProblem) in
                    let book = try BookLine(line)
                    let asset = try table.asset(token: book.token, market: book.market)
                    guard seen.contains(SnapshotKey(asset: asset, time: book.time)) else {
                        throw LineProblem(.timeBackwards, "books.jsonl.gz has no such snapshot")
                    }
                    throw LineProblem(.containedElsewhere, "books.jsonl.gz has the snapshot with ten levels")
                })
        }
        for market in table.instruments.indices.map({ MarketID(UInt32($0)) }) {
            guard let last = tape.lastTime(market) else { continue }
            tape.mark(.recordingEnded, of: market.yes, at: last)
        }
        return ReadSet(table: table, files: files, events: .tape(tape.sorted()))
    }

    private struct SnapshotKey: Hashable {
        var asset: AssetID
        var time: Timestamp
    }

    private static func add(_ record: JSONValue, to table: inout MarketTable) throws(LineProblem) {
        let start = try record.number("start_ms")
        let eventName = try record.string("event")
        let instrument = Instrument(
            name: try record.string("slug"), eventName: eventName, event: table.event(eventName), category: "sports",
            scheduledEnd: try DecimalText.time(start.span, 0..<start.count), stalenessLimit: .minutes(15))
        try table.add(instrument, id: try record.string("market_id"), tokens: [try record.string("token_id")])
    }
}
