internal import Features
internal import GRDB
internal import Market

/// Sampled feature rows: their context in columns, their values as one blob of little-endian Float32.
enum SampleTable {
    static func insert(_ rows: [FeatureRow], schema: SchemaHash, into database: Database) throws {
        guard !rows.isEmpty else { return }
        let number = try schemaNumber(schema, in: database)
        let statement = try SQLStatement(
            database,
            """
            INSERT INTO samples (time, market, schema, outcome, event, bid, ask, tick, fee, staleness, bid_size,
            ask_size, feature_values) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (time, market, schema) DO NOTHING
            """)
        for row in rows {
            statement.bind(0, row.time.nanoseconds)
            statement.bind(1, Int64(row.asset.market.rawValue))
            statement.bind(2, number)
            statement.bind(3, Int64(row.asset.outcome.rawValue))
            bind(row.context, to: statement, from: 4)
            statement.bind(12, floats: row.values)
            try statement.run()
        }
    }

    private static func bind(_ context: RowContext, to statement: SQLStatement, from parameter: Int32) {
        statement.bind(parameter, Int64(context.event.rawValue))
        statement.bind(parameter + 1, context.bid.units)
        statement.bind(parameter + 2, context.ask.units)
        statement.bind(parameter + 3, context.tick)
        statement.bind(parameter + 4, context.fee.millionths)
        statement.bind(parameter + 5, context.stalenessLimit.nanoseconds)
        statement.bind(parameter + 6, context.bidSize?.microshares)
        statement.bind(parameter + 7, context.askSize?.microshares)
    }

    /// The columns that `asset` and `context` read, to be selected from the alias `s`.
    static let contextColumns =
        "s.time, s.market, s.outcome, s.event, s.bid, s.ask, s.tick, s.fee, s.staleness, s.bid_size, s.ask_size"
    static let contextColumnCount: Int32 = 11

    static func time(_ statement: SQLStatement) -> Timestamp { Timestamp(nanoseconds: statement.int(0)) }

    static func asset(_ statement: SQLStatement) throws -> AssetID {
        guard let market = UInt32(exactly: statement.int(1)),
            let outcome = UInt8(exactly: statement.int(2)).flatMap(Outcome.init(rawValue:))
        else { throw malformed(statement) }
        return AssetID(market: MarketID(market), outcome: outcome)
    }

    static func context(_ statement: SQLStatement) throws -> RowContext {
        guard let event = UInt32(exactly: statement.int(3)), let bid = Price(stored: statement.int(4)),
            let ask = Price(stored: statement.int(5)), let tick = Int32(exactly: statement.int(6)),
            let fee = FeeRate(stored: statement.int(7))
        else { throw malformed(statement) }
        return RowContext(
            event: EventID(event), bid: bid, ask: ask, tick: tick, fee: fee,
            stalenessLimit: .nanoseconds(statement.int(8)), bidSize: try size(statement, 9),
            askSize: try size(statement, 10))
    }

    private static func size(_ statement: SQLStatement, _ column: Int32) throws -> Size? {
        guard let microshares = statement.optionalInt(column) else { return nil }
        guard microshares >= 0 else { throw malformed(statement) }
        return Size(microshares: microshares)
    }

    static func malformed(_ statement: SQLStatement) -> MalformedRow {
        MalformedRow(
            table: "samples", reason: "not a row, market \(statement.int(1)) at \(statement.int(0))")
    }

    // MARK: schemas

    /// The number that stands for a schema's hash, allocated when it is new.
    static func schemaNumber(_ schema: SchemaHash, in database: Database) throws -> Int64 {
        if let number = try existingSchemaNumber(schema, in: database) { return number }
        try database.execute(sql: "INSERT INTO schemas (hash) VALUES (?)", arguments: [schema.hex])
        return database.lastInsertedRowID
    }

    static func existingSchemaNumber(_ schema: SchemaHash, in database: Database) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT id FROM schemas WHERE hash = ?", arguments: [schema.hex])
    }
}

extension FeeRate {
    /// A rate read back; nil when none can have been written so.
    init?(stored millionths: Int64) {
        guard millionths >= 0, let millionths = Int32(exactly: millionths) else { return nil }
        self.init(millionths: millionths)
    }
}
