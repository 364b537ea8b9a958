internal import Market

/// Books once a second of 'Bitcoin up or down' markets that live 15 minutes, both tokens. UP is YES.
///
/// - `end_ts` stands in the slug from the start: it is the scheduled end.
/// - The market closes when its books end, but not before its scheduled end: `closed` one second (the spacing of the
///   books) after the later of the two.
/// - The payout is known, not when it came. Ten minutes after the closing is taken for that: the market is settled by a
///   price feed, within minutes. `resolved` is received then and not before.
enum BTC15mSet {
    private static let spacing: Duration = .seconds(1)
    private static let settlementDelay: Duration = .minutes(10)

    static func read(_ folder: SetFolder) throws(RecordingError) -> ReadSet {
        var table = MarketTable()
        var payouts: [Payout] = []
        let markets = try folder.file("markets.jsonl.gz").readRows { line throws(LineProblem) in
            let record = try JSONValue(line: line)
            let payout = try payout(record)
            try add(record, to: &table)
            payouts.append(payout)
        }
        var tape = TapeBuilder(table, ladder: .offshore)
        var previous = Timestamp.distantPast
        let books = try folder.file("books.jsonl.gz").readRows { line throws(LineProblem) in
            let book = try BookLine(line)
            let asset = try table.asset(token: book.token, market: book.market)
            guard book.time >= previous else { throw LineProblem(.timeBackwards, "before the row before it") }
            previous = book.time
            tape.append(book.kind, of: asset, at: book.time)
        }
        for (index, instrument) in table.instruments.enumerated() {
            let market = MarketID(UInt32(index))
            guard let last = tape.lastTime(market) else { continue }
            let closed = max(last, instrument.scheduledEnd ?? last) + spacing
            let known = closed + settlementDelay
            tape.mark(.closed, of: market.yes, at: closed)
            tape.mark(.resolved(payouts[index], knownAt: known), of: market.yes, at: known, exchangeTime: closed)
        }
        return ReadSet(table: table, files: [markets, books], events: .tape(tape.sorted()))
    }

    private static func add(_ record: JSONValue, to table: inout MarketTable) throws(LineProblem) {
        let id = try record.string("market_id")
        let slug = try record.string("slug")
        let end = try record.number("end_ts")
        let instrument = Instrument(
            name: slug, eventName: slug, event: table.event(slug), category: try record.string("category"),
            quotesBothTokens: true, scheduledEnd: try DecimalText.time(end.span, 0..<end.count),
            stalenessLimit: .seconds(30))
        try table.add(instrument, id: id, tokens: [id + ":UP", id + ":DOWN"])
    }

    /// What UP pays; UP and DOWN must pay 1 together.
    private static func payout(_ record: JSONValue) throws(LineProblem) -> Payout {
        let up = try record.number("payout_up")
        let down = try record.number("payout_down")
        let one = Int64(Price.one)
        guard case .value(let units) = DecimalText.scaled(up.span, 0..<up.count, places: 4),
            case .value(let rest) = DecimalText.scaled(down.span, 0..<down.count, places: 4), units <= one,
            units + rest == one, let payout = Payout(units: Int32(units))
        else { throw LineProblem(.outcome, "payout_up and payout_down are not parts of 1") }
        return payout
    }
}
