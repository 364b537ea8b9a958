internal import Market

/// Best bid and ask of the US exchange, polled about every two minutes; YES side only, no sizes.
///
/// - A row's time is that of the poll it belongs to. It is received at the next poll: a sweep over the markets takes up
///   to two minutes. At a hole, and at the end, there is no next poll soon: then 6 minutes after its own.
/// - More than 6 minutes without a poll is a hole of the collector. Every market that was live at its last poll gets
///   `gap` at its begin + 6 minutes (when the silence shows) and, if it comes back, `resynced` just before its first
///   quote. The same for a market that is away for more than 20 minutes while others are polled: rows come at least
///   every 16 minutes while it is not.
/// - A market that leaves the polls has closed: `closed`, at the first poll without it, received like a row of that
///   poll. If that poll is the last before a hole, or of all, its sweep may have been cut short: then it is not known.
/// - A market that a hole swallows: `gap`, then `recordingEnded` with the first poll after it, for whether and when it
///   closed is not known. A market in the last polls of the file: `recordingEnded` after its last quote.
/// - Payouts with `label_source` `api` only; `convergence` was guessed from prices, a label by it would be biased. When
///   they came is not known: 6 hours after the market was missed is taken, the reach within which the publisher of
///   the file itself withholds outcomes at its end. `resolved` is received then and not before.
/// - `question`, `first_ms`, `last_ms` and `rows` of the markets file reach no event. The day in a slug is no end time.
enum USQuotesSet {
    static let holeMin: Int64 = 6 * 60_000
    static let absenceMin: Int64 = 20 * 60_000
    static let payoutDelay: Int64 = 6 * 3_600_000

    static func read(_ folder: SetFolder) throws(RecordingError) -> ReadSet {
        var table = MarketTable()
        var payouts: [Payout?] = []
        let markets = try folder.file("markets.jsonl.gz").readRows { line throws(LineProblem) in
            let record = try JSONValue(line: line)
            let payout = try payout(record)
            try add(record, to: &table)
            payouts.append(payout)
        }
        var times: [Int64] = []
        let polls = try folder.file("polls.csv.gz").readRows(header: "ts_ms") { line throws(LineProblem) in
            let time = try DecimalText.time(line, 0..<line.count).nanoseconds / 1_000_000
            if let last = times.last, time <= last { throw LineProblem(.timeBackwards, "not after the poll before it") }
            times.append(time)
        }
        let schedule = PollSchedule(times: times)
        var rows = QuoteRows()
        let header: StaticString = "ts_ms,token_id,bid,ask"
        let quotes = try folder.file("quotes.csv.gz").readRows(header: header) { line throws(LineProblem) in
            try rows.append(line, table: table, schedule: schedule)
        }
        let tape = USQuotesTape(rows: rows.rows, schedule: schedule, instruments: table.instruments, payouts: payouts)
        return ReadSet(table: table, files: [markets, polls, quotes], events: .quotes(tape))
    }

    private static func add(_ record: JSONValue, to table: inout MarketTable) throws(LineProblem) {
        let id = try record.string("market_id")
        let eventName = eventName(slug: id, question: try record.string("question"))
        let instrument = Instrument(
            name: id, eventName: eventName, event: table.event(eventName), category: try record.string("category"),
            stalenessLimit: .minutes(16))
        try table.add(instrument, id: id, tokens: [try record.string("token_id")])
    }

    private static func payout(_ record: JSONValue) throws(LineProblem) -> Payout? {
        guard record["label_source"] == .string("api") else { return nil }
        switch record["outcome"] {
        case .number("1"): return .yes
        case .number("0"): return .no
        default: throw LineProblem(.outcome, "label_source is api, but outcome is neither 0 nor 1")
        }
    }

    /// The game, race or question a market belongs to: `astatc-mlb-col-sf-2026-07-10-hr-x-gte1` is about
    /// `mlb-col-sf-2026-07-10`, as all slugs are with this middle. Without a date in the slug the question is the
    /// event.
    static func eventName(slug: String, question: String) -> String {
        let parts = slug.split(separator: "-", omittingEmptySubsequences: false)
        for index in parts.indices.dropFirst().dropLast(2) where isDate(parts[index...(index + 2)]) {
            return parts[1...(index + 2)].joined(separator: "-")
        }
        return question
    }

    private static func isDate(_ parts: ArraySlice<Substring>) -> Bool {
        zip(parts, [4, 2, 2]).allSatisfy { part, length in
            part.utf8.count == length && part.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        }
    }
}

/// The collector's polls.
struct PollSchedule {
    /// Milliseconds since 1970, rising.
    let times: [Int64]

    /// Whether the time from poll `index` to the next is a hole; the last poll is none.
    func isHole(after index: Int) -> Bool {
        index + 1 < times.count && times[index + 1] - times[index] > USQuotesSet.holeMin
    }

    func isLast(_ index: Int) -> Bool { index == times.count - 1 }

    /// When what poll `index` saw is received, in milliseconds.
    func receiveTime(_ index: Int) -> Int64 {
        isLast(index) || isHole(after: index) ? times[index] + USQuotesSet.holeMin : times[index + 1]
    }

    /// The poll at exactly that time.
    func index(of time: Int64) -> Int? {
        var low = 0
        var high = times.count
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low < times.count && times[low] == time ? low : nil
    }

    /// The first hole from poll `first` up to poll `last`.
    func hole(from first: Int, to last: Int) -> Int? { (first..<last).first { isHole(after: $0) } }
}

/// One row of the quotes file in 12 bytes: there are millions. A price of 0 is no order on that side.
struct QuoteRow {
    var market: UInt32
    var poll: UInt32
    var bid: Int16
    var ask: Int16
}

/// Reads the rows, which the file sorts by market and then by time.
struct QuoteRows {
    private(set) var rows: [QuoteRow] = []
    private var token: [UInt8] = []
    private var market: UInt32 = 0
    private var readMarkets = Set<UInt32>()

    mutating func append(_ line: Span<UInt8>, table: MarketTable, schedule: PollSchedule) throws(LineProblem) {
        let columns = try CSVColumns.split(line, count: 4)
        let time = try DecimalText.time(line, columns[0])
        let bid = try Self.price(line, columns[2])
        let ask = try Self.price(line, columns[3])
        guard let poll = schedule.index(of: time.nanoseconds / 1_000_000) else {
            throw LineProblem(.notAPoll, "polls.csv.gz has no poll at that time")
        }
        if !isSameToken(line, columns[1]) { try begin(line, columns[1], table: table) }
        if let last = rows.last, last.market == market, Int(last.poll) >= poll {
            throw LineProblem(.timeBackwards, "not after the market's row before it")
        }
        rows.append(QuoteRow(market: market, poll: UInt32(poll), bid: bid, ask: ask))
    }

    private func isSameToken(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count == token.count else { return false }
        for (offset, index) in range.enumerated() where token[offset] != line[index] { return false }
        return true
    }

    private mutating func begin(_ line: Span<UInt8>, _ range: Range<Int>, table: MarketTable) throws(LineProblem) {
        let name = DecimalText.text(line, range)
        let next = try table.asset(token: name).market.rawValue
        guard readMarkets.insert(next).inserted else {
            throw LineProblem(.timeBackwards, "the rows of '\(name)' do not stand together")
        }
        market = next
        token = Array(name.utf8)
    }

    /// Units; 0 for a blank.
    private static func price(_ line: Span<UInt8>, _ range: Range<Int>) throws(LineProblem) -> Int16 {
        range.isEmpty ? 0 : Int16(try DecimalText.price(line, range).units)
    }
}
