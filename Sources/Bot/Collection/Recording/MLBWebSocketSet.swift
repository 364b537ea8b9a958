internal import Market

/// Websocket books and deltas of baseball games, both tokens.
///
/// - The first of `token_ids` is called YES. Every `book` is the truth; a book that deltas have crossed stays as it is
///   until the next one, and has no mid until then.
/// - A recording ends with the market's last message: `recordingEnded` at the same instant.
/// - Both tokens of a market silent for more than 30 minutes is a hole of the recording (in these games quiet minutes
///   are
///   usual, half an hour is not): `gap` for both tokens when the silence has lasted that long, `resynced` before
///   the next message, which in the source always is a whole book.
enum MLBWebSocketSet {
    private static let silenceMax: Duration = .minutes(30)

    static func read(_ folder: SetFolder) throws(RecordingError) -> ReadSet {
        var table = MarketTable()
        let markets = try folder.file("markets.jsonl.gz").readRows { line throws(LineProblem) in
            try add(try JSONValue(line: line), to: &table)
        }
        var tape = TapeBuilder(table, ladder: .offshore)
        var previous = Timestamp.distantPast
        let books = try folder.file("books.jsonl.gz").readRows { line throws(LineProblem) in
            let book = try BookLine(line)
            let asset = try table.asset(token: book.token, market: book.market)
            guard book.time >= previous else { throw LineProblem(.timeBackwards, "before the row before it") }
            previous = book.time
            if let last = tape.lastTime(asset.market), book.time - last > silenceMax {
                for token in [asset.market.yes, asset.market.no] {
                    tape.mark(.gap, of: token, at: last + silenceMax, exchangeTime: last)
                    tape.mark(.resynced, of: token, at: book.time)
                }
            }
            tape.append(book.kind, of: asset, at: book.time)
        }
        for market in table.instruments.indices.map({ MarketID(UInt32($0)) }) {
            guard let last = tape.lastTime(market) else { continue }
            tape.mark(.recordingEnded, of: market.yes, at: last)
        }
        return ReadSet(table: table, files: [markets, books], events: .tape(tape.sorted()))
    }

    private static func add(_ record: JSONValue, to table: inout MarketTable) throws(LineProblem) {
        let tokens = try record.strings("token_ids")
        guard tokens.count == 2 else { throw LineProblem(.syntax, "\(tokens.count) tokens instead of 2") }
        let slug = try record.string("slug")
        let instrument = Instrument(
            name: slug, eventName: slug, event: table.event(slug), category: "sports", quotesBothTokens: true,
            stalenessLimit: .seconds(30))
        try table.add(instrument, id: try record.string("market_id"), tokens: tokens)
    }
}
