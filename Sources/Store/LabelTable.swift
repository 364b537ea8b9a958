internal import Features
internal import GRDB
internal import Market

/// Labels, and how far the rows are labelled.
enum LabelTable {
    static func upsert(_ labels: [Label], into database: Database) throws {
        guard !labels.isEmpty else { return }
        let statement = try SQLStatement(
            database,
            """
            INSERT INTO labels (time, market, horizon, version, kind, reason, end_time, y_logit, y_price, y_return,
            y_buy, y_sell, tick, fee, ready_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (time, market, horizon, version) DO UPDATE SET kind = excluded.kind,
            reason = excluded.reason, end_time = excluded.end_time, y_logit = excluded.y_logit,
            y_price = excluded.y_price, y_return = excluded.y_return, y_buy = excluded.y_buy,
            y_sell = excluded.y_sell, tick = excluded.tick, fee = excluded.fee, ready_time = excluded.ready_time
            """)
        for label in labels {
            statement.bind(0, label.time.nanoseconds)
            statement.bind(1, Int64(label.market.rawValue))
            statement.bind(2, label.horizon.nanoseconds)
            statement.bind(3, Int64(label.version))
            statement.bind(4, text: label.kind.rawValue)
            statement.bind(5, text: label.reason?.rawValue)
            statement.bind(6, label.end.nanoseconds)
            statement.bind(7, real: label.yLogit)
            statement.bind(8, real: label.yPrice)
            statement.bind(9, real: label.yReturn)
            statement.bind(10, real: label.yBuy)
            statement.bind(11, real: label.ySell)
            statement.bind(12, label.tick)
            statement.bind(13, label.fee.millionths)
            statement.bind(14, label.ready.nanoseconds)
            try statement.run()
        }
    }

    /// The columns that `label(_:from:)` reads, to be selected from the alias `l`.
    static let columns = """
        l.time, l.market, l.horizon, l.version, l.kind, l.reason, l.end_time, l.y_logit, l.y_price, l.y_return, \
        l.y_buy, l.y_sell, l.tick, l.fee, l.ready_time
        """
    static let columnCount: Int32 = 15

    static func label(_ row: SQLStatement, from c: Int32) throws -> Label {
        let reason = row.optionalText(c + 5)
        guard let market = UInt32(exactly: row.int(c + 1)), let kind = LabelKind(rawValue: row.text(c + 4)),
            let tick = Int32(exactly: row.int(c + 12)), let fee = FeeRate(stored: row.int(c + 13)),
            reason == nil || CensorReason(rawValue: reason ?? "") != nil
        else {
            throw MalformedRow(
                table: "labels", reason: "not a label, market \(row.int(c + 1)) at \(row.int(c))")
        }
        return Label(
            market: MarketID(market), time: Timestamp(nanoseconds: row.int(c)), horizon: .nanoseconds(row.int(c + 2)),
            version: Int(row.int(c + 3)), kind: kind, reason: reason.flatMap(CensorReason.init(rawValue:)),
            end: Timestamp(nanoseconds: row.int(c + 6)), yLogit: row.real(c + 7), yPrice: row.real(c + 8),
            yReturn: row.real(c + 9), yBuy: row.real(c + 10), ySell: row.real(c + 11), tick: tick, fee: fee,
            ready: Timestamp(nanoseconds: row.int(c + 14)))
    }

    // MARK: progress

    /// The id up to which every sample has a label; 0 when nothing is known.
    static func progress(horizon: Duration, version: Int, in database: Database) throws -> Int64 {
        try Int64.fetchOne(
            database, sql: "SELECT through FROM label_progress WHERE horizon = ? AND version = ?",
            arguments: [horizon.nanoseconds, version]) ?? 0
    }

    static func advanceProgress(horizon: Duration, version: Int, in database: Database) throws {
        let through = try progress(horizon: horizon, version: version, in: database)
        let first = try Int64.fetchOne(
            database,
            sql: """
                SELECT s.id FROM samples AS s WHERE s.id > ? AND NOT EXISTS (
                    SELECT 1 FROM labels AS l WHERE l.time = s.time AND l.market = s.market AND l.horizon = ?
                    AND l.version = ?)
                ORDER BY s.id LIMIT 1
                """, arguments: [through, horizon.nanoseconds, version])
        let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM samples") ?? 0
        try database.execute(
            sql: """
                INSERT INTO label_progress (horizon, version, through) VALUES (?, ?, ?)
                ON CONFLICT (horizon, version) DO UPDATE SET through = excluded.through
                """, arguments: [horizon.nanoseconds, version, first.map { $0 - 1 } ?? last])
    }

    /// Takes back what is said of samples that are gone: their ids may be given out again.
    static func clampProgress(in database: Database) throws {
        try database.execute(
            sql: "UPDATE label_progress SET through = min(through, coalesce((SELECT max(id) FROM samples), 0))")
    }

    /// Rows of time <= `through` without a label, in the order of their arrival.
    static func rowsAwaiting(
        through: Timestamp, horizon: Duration, version: Int, after id: Int64, limit: Int, in database: Database
    ) throws -> [UnlabelledRow] {
        let start = max(id, try progress(horizon: horizon, version: version, in: database))
        let statement = try SQLStatement(
            database,
            """
            SELECT \(SampleTable.contextColumns), s.id FROM samples AS s
            WHERE s.id > ? AND s.time <= ? AND NOT EXISTS (
                SELECT 1 FROM labels AS l WHERE l.time = s.time AND l.market = s.market AND l.horizon = ?
                AND l.version = ?)
            ORDER BY s.id LIMIT ?
            """)
        statement.bind(0, start)
        statement.bind(1, through.nanoseconds)
        statement.bind(2, horizon.nanoseconds)
        statement.bind(3, Int64(version))
        statement.bind(4, Int64(limit))
        var rows: [UnlabelledRow] = []
        while try statement.step() {
            rows.append(
                UnlabelledRow(
                    id: statement.int(SampleTable.contextColumnCount), asset: try SampleTable.asset(statement),
                    time: SampleTable.time(statement), context: try SampleTable.context(statement)))
        }
        return rows
    }
}
