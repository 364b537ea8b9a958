internal import Features
internal import GRDB
internal import Market

/// The price history of markets, in terms of the YES token.
enum PriceTable {
    /// Adds points, idempotently.
    ///
    /// A point later than `tails[market]`, the market's last, is new. For others the points kept at that instant are
    /// compared: what the new run of points repeats is skipped, what continues it is appended. A market may come back
    /// to a state within one instant, which looks like a repetition; so nothing is skipped when `areNew`.
    /// - Parameter areNew: whether the points are known not to have been written before.
    static func insert(
        _ points: [PricePoint], areNew: Bool, tails: inout [UInt32: Int64], into database: Database
    ) throws {
        guard !points.isEmpty else { return }
        let insert = try SQLStatement(
            database, "INSERT INTO prices (market, time, n, code, first, second) VALUES (?, ?, ?, ?, ?, ?)")
        // Stable, so that the order of arrival decides within an instant; by market, so that a page is touched once.
        let order = points.indices.sorted { a, b in
            (points[a].market.rawValue, points[a].time.nanoseconds, a)
                < (points[b].market.rawValue, points[b].time.nanoseconds, b)
        }
        var start = 0
        while start < order.count {
            let (market, time) = (points[order[start]].market, points[order[start]].time)
            var end = start + 1
            while end < order.count, points[order[end]].market == market, points[order[end]].time == time { end += 1 }
            let run = order[start..<end].map { StoredPrice(points[$0].kind) }
            start = end
            let tail = try tails[market.rawValue] ?? lastTime(of: market, in: database)
            let kept = time.nanoseconds > tail ? [] : try stored(of: market, at: time, in: database)
            let skipped = areNew ? 0 : repeated(run, in: kept)
            for (offset, price) in run.dropFirst(skipped).enumerated() {
                insert.bind(0, Int64(market.rawValue))
                insert.bind(1, time.nanoseconds)
                insert.bind(2, Int64(kept.count + offset))
                insert.bind(3, price.code)
                insert.bind(4, price.first)
                insert.bind(5, price.second)
                try insert.run()
            }
            tails[market.rawValue] = max(tail, time.nanoseconds)
        }
    }

    /// How many points at the head of `run` are in `kept`: all when it lies inside, else the longest overlap of the
    /// end of `kept` with the beginning of `run`.
    static func repeated(_ run: [StoredPrice], in kept: [StoredPrice]) -> Int {
        guard !kept.isEmpty else { return 0 }
        if run.count <= kept.count {
            for start in 0...(kept.count - run.count) where kept[start..<start + run.count].elementsEqual(run) {
                return run.count
            }
        }
        for length in stride(from: min(run.count, kept.count), to: 0, by: -1)
        where kept.suffix(length).elementsEqual(run.prefix(length)) {
            return length
        }
        return 0
    }

    /// The points of a market with `from` <= time <= `through`, in order.
    static func points(
        of market: MarketID, from: Timestamp, through: Timestamp, in database: Database
    ) throws -> [PricePoint] {
        let statement = try SQLStatement(
            database,
            """
            SELECT time, code, first, second FROM prices WHERE market = ? AND time BETWEEN ? AND ?
            ORDER BY time, n
            """)
        statement.bind(0, Int64(market.rawValue))
        statement.bind(1, from.nanoseconds)
        statement.bind(2, through.nanoseconds)
        var points: [PricePoint] = []
        while try statement.step() {
            let stored = StoredPrice(statement, from: 1)
            guard let kind = stored.kind else {
                throw MalformedRow(
                    table: "prices", reason: "no such price in market \(market.rawValue) at \(statement.int(0))")
            }
            points.append(PricePoint(market: market, time: Timestamp(nanoseconds: statement.int(0)), kind: kind))
        }
        return points
    }

    private static func lastTime(of market: MarketID, in database: Database) throws -> Int64 {
        let statement = try SQLStatement(database, "SELECT max(time) FROM prices WHERE market = ?")
        statement.bind(0, Int64(market.rawValue))
        defer { statement.reset() }
        return try statement.step() ? statement.optionalInt(0) ?? .min : .min
    }

    private static func stored(
        of market: MarketID, at time: Timestamp, in database: Database
    ) throws -> [StoredPrice] {
        let statement = try SQLStatement(
            database, "SELECT code, first, second FROM prices WHERE market = ? AND time = ? ORDER BY n")
        statement.bind(0, Int64(market.rawValue))
        statement.bind(1, time.nanoseconds)
        var found: [StoredPrice] = []
        while try statement.step() { found.append(StoredPrice(statement, from: 0)) }
        return found
    }
}

/// A price point's kind as the table keeps it: a code that is never reused, and up to two numbers.
struct StoredPrice: Hashable {
    var code: Int64
    var first: Int64?
    var second: Int64?

    init(_ kind: PricePoint.Kind) {
        switch kind {
        case .quote(let bid, let ask): (code, first, second) = (1, Int64(bid.units), Int64(ask.units))
        case .noQuote: code = 2
        case .gap: code = 3
        case .resynced: code = 4
        case .closed: code = 5
        case .resolved(let payout, let knownAt):
            (code, first, second) = (6, Int64(payout.units), knownAt.nanoseconds)
        case .recordingEnded: code = 7
        }
    }

    init(_ statement: SQLStatement, from column: Int32) {
        code = statement.int(column)
        first = statement.optionalInt(column + 1)
        second = statement.optionalInt(column + 2)
    }

    /// Nil when nothing can have been stored so.
    var kind: PricePoint.Kind? {
        switch (code, first, second) {
        case (1, let bid?, let ask?):
            guard let bid = Price(stored: bid), let ask = Price(stored: ask) else { return nil }
            return .quote(bid: bid, ask: ask)
        case (2, nil, nil): return .noQuote
        case (3, nil, nil): return .gap
        case (4, nil, nil): return .resynced
        case (5, nil, nil): return .closed
        case (6, let payout?, let knownAt?):
            guard let payout = Int32(exactly: payout).flatMap(Payout.init(units:)) else { return nil }
            return .resolved(payout, knownAt: Timestamp(nanoseconds: knownAt))
        case (7, nil, nil): return .recordingEnded
        default: return nil
        }
    }
}

extension Price {
    /// A price read back; nil when none can have been written so.
    init?(stored units: Int64) {
        guard let units = Int32(exactly: units) else { return nil }
        self.init(units: units)
    }
}
