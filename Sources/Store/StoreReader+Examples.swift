public import Features
internal import GRDB
public import Market

extension StoreReader {
    /// Rows of a schema with labels that have a target, as they were known at `asOf`, ascending by (time, market).
    ///
    /// A label that became ready after `asOf` is not returned: there is no other way to read examples, so looking ahead
    /// has no way to be written.
    /// - Parameter since: rows of earlier times are left out.
    public func exampleTable(
        schema: SchemaHash, horizon: Duration, version: Int, knownBy asOf: Timestamp, since: Timestamp = .distantPast
    ) throws(StoreError) -> ExampleTable {
        try read { database in
            guard let number = try SampleTable.existingSchemaNumber(schema, in: database) else {
                return ExampleTable()
            }
            let statement = try SQLStatement(
                database,
                """
                SELECT \(Self.exampleColumns) FROM labels AS l CROSS JOIN samples AS s
                ON s.time = l.time AND s.market = l.market AND s.schema = ?
                WHERE l.horizon = ? AND l.version = ? AND l.ready_time <= ? AND +l.kind <> ? AND l.time >= ?
                ORDER BY l.time, l.market
                """)
            statement.bind(0, number)
            statement.bind(1, horizon.nanoseconds)
            statement.bind(2, Int64(version))
            statement.bind(3, asOf.nanoseconds)
            statement.bind(4, text: LabelKind.censored.rawValue)
            statement.bind(5, since.nanoseconds)
            return try Self.examples(statement)
        }
    }

    /// The same, of the labels that became ready in (`previous`, `asOf`] only: what a later read adds to an earlier one
    /// (`ExampleTable.merge`).
    public func exampleTable(
        schema: SchemaHash, horizon: Duration, version: Int, readyAfter previous: Timestamp, knownBy asOf: Timestamp
    ) throws(StoreError) -> ExampleTable {
        try read { database in
            guard let number = try SampleTable.existingSchemaNumber(schema, in: database) else {
                return ExampleTable()
            }
            let statement = try SQLStatement(
                database,
                """
                SELECT \(Self.exampleColumns) FROM labels AS l INDEXED BY labels_by_ready CROSS JOIN samples AS s
                ON s.time = l.time AND s.market = l.market AND s.schema = ?
                WHERE l.horizon = ? AND l.version = ? AND l.ready_time > ? AND l.ready_time <= ? AND l.kind <> ?
                ORDER BY l.time, l.market
                """)
            statement.bind(0, number)
            statement.bind(1, horizon.nanoseconds)
            statement.bind(2, Int64(version))
            statement.bind(3, previous.nanoseconds)
            statement.bind(4, asOf.nanoseconds)
            statement.bind(5, text: LabelKind.censored.rawValue)
            return try Self.examples(statement)
        }
    }

    /// `exampleTable` as an array of values.
    public func examples(
        schema: SchemaHash, horizon: Duration, version: Int, knownBy asOf: Timestamp, since: Timestamp = .distantPast
    ) throws(StoreError) -> [LabeledExample] {
        let table = try exampleTable(
            schema: schema, horizon: horizon, version: version, knownBy: asOf, since: since)
        return table.times.indices.map { table[$0] }
    }

    /// Labels, censored ones among them, as they were known at `asOf`, ascending by (time, market).
    public func labels(
        horizon: Duration, version: Int, knownBy asOf: Timestamp, since: Timestamp = .distantPast
    ) throws(StoreError) -> [Label] {
        try read { database in
            let statement = try SQLStatement(
                database,
                """
                SELECT \(LabelTable.columns) FROM labels AS l
                WHERE l.horizon = ? AND l.version = ? AND l.ready_time <= ? AND l.time >= ? ORDER BY l.time, l.market
                """)
            statement.bind(0, horizon.nanoseconds)
            statement.bind(1, Int64(version))
            statement.bind(2, asOf.nanoseconds)
            statement.bind(3, since.nanoseconds)
            var labels: [Label] = []
            while try statement.step() { labels.append(try LabelTable.label(statement, from: 0)) }
            return labels
        }
    }

    /// All rows of a schema, labelled or not, ascending by (time, market). For comparing a run with its replay.
    public func rows(
        schema: SchemaHash, from: Timestamp = .distantPast, through: Timestamp = .distantFuture
    ) throws(StoreError) -> [FeatureRow] {
        try read { database in
            guard let number = try SampleTable.existingSchemaNumber(schema, in: database) else { return [] }
            let statement = try SQLStatement(
                database,
                """
                SELECT \(SampleTable.contextColumns), s.feature_values FROM samples AS s
                WHERE s.schema = ? AND s.time BETWEEN ? AND ? ORDER BY s.time, s.market
                """)
            statement.bind(0, number)
            statement.bind(1, from.nanoseconds)
            statement.bind(2, through.nanoseconds)
            var rows: [FeatureRow] = []
            while try statement.step() { rows.append(try Self.row(statement)) }
            return rows
        }
    }

    /// The newest row of a market and schema; nil when there is none.
    public func newestRow(of market: MarketID, schema: SchemaHash) throws(StoreError) -> FeatureRow? {
        try read { database in
            guard let number = try SampleTable.existingSchemaNumber(schema, in: database) else { return nil }
            let statement = try SQLStatement(
                database,
                """
                SELECT \(SampleTable.contextColumns), s.feature_values FROM samples AS s
                WHERE s.schema = ? AND s.market = ? ORDER BY s.time DESC LIMIT 1
                """)
            statement.bind(0, number)
            statement.bind(1, Int64(market.rawValue))
            return try statement.step() ? try Self.row(statement) : nil
        }
    }

    /// Shows the values of every row of a schema with `from` <= time <= `through`, one at a time, in the order of their
    /// arrival.
    public func forEachRow(
        schema: SchemaHash, from: Timestamp = .distantPast, through: Timestamp = .distantFuture,
        _ body: ([Float]) -> Void
    ) throws(StoreError) {
        try read { database in
            guard let number = try SampleTable.existingSchemaNumber(schema, in: database) else { return }
            let statement = try SQLStatement(
                database,
                """
                SELECT \(SampleTable.contextColumns), s.feature_values FROM samples AS s
                WHERE s.schema = ? AND s.time BETWEEN ? AND ? ORDER BY s.id
                """)
            statement.bind(0, number)
            statement.bind(1, from.nanoseconds)
            statement.bind(2, through.nanoseconds)
            while try statement.step() { body(try Self.row(statement).values) }
        }
    }

    private static func row(_ statement: SQLStatement) throws -> FeatureRow {
        var values: [Float] = []
        guard statement.appendFloats(SampleTable.contextColumnCount, to: &values) != nil else {
            throw SampleTable.malformed(statement)
        }
        return FeatureRow(
            asset: try SampleTable.asset(statement), time: SampleTable.time(statement),
            context: try SampleTable.context(statement), values: values)
    }

    /// Hashes of the schemas that rows were stored under, in the order of their first appearance.
    public func schemas() throws(StoreError) -> [SchemaHash] {
        try read { try String.fetchAll($0, sql: "SELECT hash FROM schemas ORDER BY id").map { SchemaHash(hex: $0) } }
    }

    private static let exampleColumns =
        "\(SampleTable.contextColumns), \(LabelTable.columns), s.feature_values"

    private static func examples(_ statement: SQLStatement) throws -> ExampleTable {
        var table = ExampleTable()
        let labelColumn = SampleTable.contextColumnCount
        let valuesColumn = labelColumn + LabelTable.columnCount
        while try statement.step() {
            let isWhole = table.append(
                asset: try SampleTable.asset(statement), time: SampleTable.time(statement),
                context: try SampleTable.context(statement), label: try LabelTable.label(statement, from: labelColumn)
            ) { statement.appendFloats(valuesColumn, to: &$0) }
            guard isWhole else { throw SampleTable.malformed(statement) }
        }
        return table
    }
}
