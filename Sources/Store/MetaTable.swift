internal import GRDB
internal import Market

/// Facts about the whole store, and the files that were imported into it.
enum MetaTable {
    static func insert(_ files: [ImportedFile], into database: Database) throws {
        guard !files.isEmpty else { return }
        let statement = try SQLStatement(
            database,
            """
            INSERT INTO imported_files (hash, name, records, time) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING
            """)
        for file in files {
            statement.bind(0, text: file.hash)
            statement.bind(1, text: file.name)
            statement.bind(2, Int64(file.records))
            statement.bind(3, file.time.nanoseconds)
            try statement.run()
        }
    }

    static func upsert(_ entries: [MetaEntry], into database: Database) throws {
        guard !entries.isEmpty else { return }
        let statement = try SQLStatement(
            database,
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        for entry in entries {
            statement.bind(0, text: entry.key)
            statement.bind(1, text: entry.value)
            try statement.run()
        }
    }

    static func value(of key: String, in database: Database) throws -> String? {
        try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
    }

    /// All facts, ascending by key.
    static func entries(in database: Database) throws -> [MetaEntry] {
        let row = try SQLStatement(database, "SELECT key, value FROM meta ORDER BY key")
        var entries: [MetaEntry] = []
        while try row.step() { entries.append(MetaEntry(row.text(0), row.text(1))) }
        return entries
    }

    /// All imported files, ascending by name, then hash.
    static func files(in database: Database) throws -> [ImportedFile] {
        let row = try SQLStatement(database, "SELECT hash, name, records, time FROM imported_files ORDER BY name, hash")
        var files: [ImportedFile] = []
        while try row.step() {
            files.append(
                ImportedFile(
                    hash: row.text(0), name: row.text(1), records: Int(row.int(2)),
                    time: Timestamp(nanoseconds: row.int(3))))
        }
        return files
    }
}
