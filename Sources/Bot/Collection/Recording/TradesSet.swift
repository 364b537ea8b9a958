internal import Market

/// Trades without books: such a market yields no rows of features; its trades are replayed all the same.
///
/// - YES is the outcome called 'Yes', else the first one that the markets file lists. Tokens are `market:outcome`.
/// - Markets that list no outcomes are the exclusive answers to one question, which is the folder: one event, at most
///   one
///   of them resolves to YES. Those with outcomes are an event each.
/// - A trade at an average price finer than 0.0001 (several fills in one row) stands at no level and is left out.
/// - Identical rows are fills of one order and stay. A blank side is unknown.
/// - With the file's last trade the recording of every market ends; outcomes guessed from prices are not used.
enum TradesSet {
    static func read(_ folder: SetFolder) throws(RecordingError) -> ReadSet {
        var table = MarketTable()
        let markets = try folder.file("markets.jsonl.gz").readRows { line throws(LineProblem) in
            try add(try JSONValue(line: line), question: folder.leaf, to: &table)
        }
        var tape = TapeBuilder(table, ladder: .offshore)
        var previous = Timestamp.distantPast
        let header: StaticString = "ts_ms,token_id,market_id,price,size,side"
        let trades = try folder.file("trades.csv.gz").readRows(header: header) { line throws(LineProblem) in
            let columns = try CSVColumns.split(line, count: 6)
            let time = try DecimalText.time(line, columns[0])
            guard time >= previous else { throw LineProblem(.timeBackwards, "before the row before it") }
            let asset = try table.asset(
                token: DecimalText.text(line, columns[1]), market: DecimalText.text(line, columns[2]))
            let size = try DecimalText.size(line, columns[4])
            if size.isZero { throw LineProblem(.size, "a trade without size") }
            let taker = try taker(line, columns[5])
            previous = time
            let price = try price(line, columns[3])
            tape.append(.trade(price: price, size: size, taker: taker), of: asset, at: time)
        }
        for market in table.instruments.indices.map({ MarketID(UInt32($0)) }) where tape.isListed(market) {
            tape.mark(.recordingEnded, of: market.yes, at: previous)
        }
        return ReadSet(table: table, files: [markets, trades], events: .tape(tape.sorted()))
    }

    private static func price(_ line: Span<UInt8>, _ range: Range<Int>) throws(LineProblem) -> Price {
        do throws(LineProblem) {
            return try DecimalText.price(line, range)
        } catch {
            throw error.defect == .priceOffGrid ? LineProblem(.averagePrice, error.detail) : error
        }
    }

    private static func taker(_ line: Span<UInt8>, _ range: Range<Int>) throws(LineProblem) -> TakerSide {
        if range.isEmpty { return .unknown }
        if line.equals("BUY", in: range) { return .buy }
        if line.equals("SELL", in: range) { return .sell }
        throw LineProblem(.syntax, "no side '\(DecimalText.text(line, range))' is known")
    }

    private static func add(
        _ record: JSONValue, question: String, to table: inout MarketTable
    ) throws(LineProblem) {
        let id = try record.string("market_id")
        let listed = record["outcomes"] == nil ? nil : try record.strings("outcomes")
        var outcomes = listed ?? ["YES", "NO"]
        guard (1...2).contains(outcomes.count) else {
            throw LineProblem(.syntax, "\(outcomes.count) outcomes instead of 1 or 2")
        }
        if outcomes.last == "Yes" { outcomes.reverse() }
        let eventName = listed == nil ? question : id
        let instrument = Instrument(
            name: id, eventName: eventName, event: table.event(eventName),
            isNegativeRisk: listed == nil, quotesBothTokens: true)
        try table.add(instrument, id: id, tokens: outcomes.map { id + ":" + $0 })
    }
}
