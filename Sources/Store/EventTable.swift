internal import GRDB
internal import Market

/// The journal.
enum EventTable {
    static func insert(_ records: [JournalRecord], into database: Database) throws {
        guard !records.isEmpty else { return }
        let statement = try SQLStatement(
            database,
            """
            INSERT INTO journal (sequence, receive_time, exchange_time, asset, code, payload) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (sequence) DO NOTHING
            """)
        for record in records {
            statement.bind(0, record.sequence)
            statement.bind(1, record.receiveTime.nanoseconds)
            statement.bind(2, record.exchangeTime.nanoseconds)
            statement.bind(3, Int64(bitPattern: record.asset))
            statement.bind(4, Int64(record.code))
            statement.bind(5, blob: record.payload)
            try statement.run()
        }
    }

    /// Whether there are records and all come after those of the table: then their batch was not written before.
    static func areNew(_ records: [JournalRecord], in database: Database) throws -> Bool {
        guard let first = records.lazy.map(\.sequence).min() else { return false }
        return try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM journal").map { first > $0 } ?? true
    }

    private static let columns = "sequence, receive_time, exchange_time, asset, code, payload"

    /// Up to `limit` records after `sequence`, ascending by sequence.
    static func bySequence(after sequence: Int64, limit: Int, in database: Database) throws -> [JournalRecord] {
        let statement = try SQLStatement(
            database, "SELECT \(columns) FROM journal WHERE sequence > ? ORDER BY sequence LIMIT ?")
        statement.bind(0, sequence)
        statement.bind(1, Int64(limit))
        return try read(statement)
    }

    /// Up to `limit` records after (`time`, `sequence`), ascending by receive time, then sequence.
    static func byTime(
        after time: Int64, _ sequence: Int64, limit: Int, in database: Database
    ) throws -> [JournalRecord] {
        let statement = try SQLStatement(
            database,
            """
            SELECT \(columns) FROM journal WHERE (receive_time, sequence) > (?, ?)
            ORDER BY receive_time, sequence LIMIT ?
            """)
        statement.bind(0, time)
        statement.bind(1, sequence)
        statement.bind(2, Int64(limit))
        return try read(statement)
    }

    private static func read(_ statement: SQLStatement) throws -> [JournalRecord] {
        var records: [JournalRecord] = []
        while try statement.step() {
            guard let code = UInt8(exactly: statement.int(4)) else {
                throw MalformedRow(table: "journal", reason: "no such code at sequence \(statement.int(0))")
            }
            records.append(
                JournalRecord(
                    sequence: statement.int(0), receiveTime: Timestamp(nanoseconds: statement.int(1)),
                    exchangeTime: Timestamp(nanoseconds: statement.int(2)),
                    asset: UInt64(bitPattern: statement.int(3)), code: code, payload: statement.blob(5)))
        }
        return records
    }
}
