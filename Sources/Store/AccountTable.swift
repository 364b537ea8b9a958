internal import GRDB
internal import Market

/// The account's worth over time, and the halts.
enum AccountTable {
    static func insert(_ snapshots: [PnLSnapshot], into database: Database) throws {
        guard !snapshots.isEmpty else { return }
        let statement = try SQLStatement(
            database,
            """
            INSERT INTO pnl (time, cash, equity, realized, fees) VALUES (?, ?, ?, ?, ?) ON CONFLICT (time)
            DO UPDATE SET cash = excluded.cash, equity = excluded.equity, realized = excluded.realized,
            fees = excluded.fees
            """)
        for snapshot in snapshots {
            statement.bind(0, snapshot.time.nanoseconds)
            statement.bind(1, snapshot.cash.microdollars)
            statement.bind(2, snapshot.equity.microdollars)
            statement.bind(3, snapshot.realized.microdollars)
            statement.bind(4, snapshot.fees.microdollars)
            try statement.run()
        }
    }

    static func insert(_ records: [KillSwitchRecord], into database: Database) throws {
        guard !records.isEmpty else { return }
        let statement = try SQLStatement(
            database, "INSERT INTO kill_switches (time, reason) VALUES (?, ?) ON CONFLICT (time, reason) DO NOTHING")
        for record in records {
            statement.bind(0, record.time.nanoseconds)
            statement.bind(1, text: record.reason)
            try statement.run()
        }
    }

    /// All snapshots, ascending by time.
    static func snapshots(in database: Database) throws -> [PnLSnapshot] {
        let row = try SQLStatement(database, "SELECT time, cash, equity, realized, fees FROM pnl ORDER BY time")
        var snapshots: [PnLSnapshot] = []
        while try row.step() {
            snapshots.append(
                PnLSnapshot(
                    time: Timestamp(nanoseconds: row.int(0)), cash: Money(microdollars: row.int(1)),
                    equity: Money(microdollars: row.int(2)), realized: Money(microdollars: row.int(3)),
                    fees: Money(microdollars: row.int(4))))
        }
        return snapshots
    }

    /// All halts, ascending by time.
    static func killSwitches(in database: Database) throws -> [KillSwitchRecord] {
        let row = try SQLStatement(database, "SELECT time, reason FROM kill_switches ORDER BY time, reason")
        var records: [KillSwitchRecord] = []
        while try row.step() {
            records.append(KillSwitchRecord(time: Timestamp(nanoseconds: row.int(0)), reason: row.text(1)))
        }
        return records
    }
}
