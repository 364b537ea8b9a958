internal import GRDB

/// The schema's history: ordered and append-only. A migration that has been released never changes.
///
/// Times are nanoseconds since 1970 in UTC, prices units of 0.0001, sizes microshares, amounts microdollars. Columns
/// named `..._bits` hold the bit pattern of a Double, where every bit counts.
enum Migrations {
    /// Marks the file as a store of this program ("pbot"), `PRAGMA application_id`.
    static let applicationID: Int32 = 0x7062_6f74

    static func migrator() -> DatabaseMigrator {
        var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
        for (identifier, sql) in steps {
            migrator.registerMigration(identifier) { try $0.execute(sql: sql) }
        }
        return migrator
    }

    static let steps: [(identifier: String, sql: String)] = [
        ("1-directory", directory), ("2-journal", journal), ("3-samples", samples), ("4-prices", prices),
        ("5-labels", labels), ("6-trading", trading), ("7-models", models),
    ]

    private static let directory = """
        CREATE TABLE markets (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE events (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE imported_files (
            hash TEXT PRIMARY KEY, name TEXT NOT NULL, records INTEGER NOT NULL, time INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let journal = """
        CREATE TABLE journal (
            sequence INTEGER PRIMARY KEY, receive_time INTEGER NOT NULL, exchange_time INTEGER NOT NULL,
            asset INTEGER NOT NULL, code INTEGER NOT NULL, payload BLOB NOT NULL
        ) STRICT;
        CREATE INDEX journal_by_time ON journal (receive_time);
        """

    // Rows are kept in the order of their arrival: the wide blobs are appended, the narrow key index gives the order by
    // time, and the labeler finds what is new after the last id it has finished.
    private static let samples = """
        CREATE TABLE schemas (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE samples (
            id INTEGER PRIMARY KEY, time INTEGER NOT NULL, market INTEGER NOT NULL, schema INTEGER NOT NULL,
            outcome INTEGER NOT NULL, event INTEGER NOT NULL, bid INTEGER NOT NULL, ask INTEGER NOT NULL,
            tick INTEGER NOT NULL, fee INTEGER NOT NULL, staleness INTEGER NOT NULL, bid_size INTEGER,
            ask_size INTEGER, feature_values BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX samples_by_key ON samples (time, market, schema);
        """

    private static let prices = """
        CREATE TABLE prices (
            market INTEGER NOT NULL, time INTEGER NOT NULL, n INTEGER NOT NULL, code INTEGER NOT NULL, first INTEGER,
            second INTEGER, PRIMARY KEY (market, time, n)
        ) STRICT, WITHOUT ROWID;
        """

    // `through`: every sample up to this id has a label of the horizon and version.
    private static let labels = """
        CREATE TABLE labels (
            time INTEGER NOT NULL, market INTEGER NOT NULL, horizon INTEGER NOT NULL, version INTEGER NOT NULL,
            kind TEXT NOT NULL, reason TEXT, end_time INTEGER NOT NULL, y_logit REAL, y_price REAL, y_return REAL,
            y_buy REAL, y_sell REAL, tick INTEGER NOT NULL, fee INTEGER NOT NULL, ready_time INTEGER NOT NULL,
            PRIMARY KEY (time, market, horizon, version)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX labels_by_ready ON labels (horizon, version, ready_time);
        CREATE TABLE label_progress (
            horizon INTEGER NOT NULL, version INTEGER NOT NULL, through INTEGER NOT NULL,
            PRIMARY KEY (horizon, version)
        ) STRICT, WITHOUT ROWID;
        """

    private static let trading = """
        CREATE TABLE forecasts (
            time INTEGER NOT NULL, asset INTEGER NOT NULL, model TEXT NOT NULL, logit_move_bits INTEGER NOT NULL,
            sd_bits INTEGER NOT NULL, PRIMARY KEY (time, asset, model)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE intents (
            order_high INTEGER NOT NULL, order_low INTEGER NOT NULL, time INTEGER NOT NULL, asset INTEGER NOT NULL,
            side INTEGER NOT NULL, price INTEGER NOT NULL, size INTEGER NOT NULL, time_in_force INTEGER NOT NULL,
            row_asset INTEGER NOT NULL, row_time INTEGER NOT NULL, logit_move_bits INTEGER NOT NULL,
            model TEXT NOT NULL, purpose TEXT NOT NULL, PRIMARY KEY (order_high, order_low)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE order_events (
            sequence INTEGER PRIMARY KEY, order_high INTEGER NOT NULL, order_low INTEGER NOT NULL,
            time INTEGER NOT NULL, code INTEGER NOT NULL, payload BLOB NOT NULL
        ) STRICT;
        CREATE INDEX order_events_by_order ON order_events (order_high, order_low);
        CREATE TABLE fills (
            sequence INTEGER PRIMARY KEY, order_high INTEGER NOT NULL, order_low INTEGER NOT NULL,
            time INTEGER NOT NULL, asset INTEGER NOT NULL, side INTEGER NOT NULL, price INTEGER NOT NULL,
            size INTEGER NOT NULL, fee INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE pnl (
            time INTEGER PRIMARY KEY, cash INTEGER NOT NULL, equity INTEGER NOT NULL, realized INTEGER NOT NULL,
            fees INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE kill_switches (
            time INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (time, reason)
        ) STRICT, WITHOUT ROWID;
        """

    private static let models = """
        CREATE TABLE models (
            version TEXT NOT NULL, created INTEGER NOT NULL, verdict TEXT NOT NULL, gate TEXT, reason TEXT NOT NULL,
            metrics TEXT NOT NULL, parent TEXT, PRIMARY KEY (version, created)
        ) STRICT;
        CREATE INDEX models_by_time ON models (created);
        CREATE TABLE model_performance (
            version TEXT NOT NULL, time INTEGER NOT NULL, metrics TEXT NOT NULL, PRIMARY KEY (version, time)
        ) STRICT;
        """
}
