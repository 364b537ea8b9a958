import Market
import Testing

@testable import Store

@Suite struct MigrationsTests {
    // Goal: the history is append-only. A released migration whose text changes would leave two kinds of stores under
    // one name. Add a line here with a new migration; never change one.
    @Test func releasedMigrationsNeverChange() {
        let released: [(String, UInt64)] = [
            ("1-directory", 0xece3e3b79d413ef4),
            ("2-journal", 0x045e97d4c286d2d9),
            ("3-samples", 0x68947db27490aaed),
            ("4-prices", 0x42d1220e7be8c78a),
            ("5-labels", 0xf9bd1d83c741b57d),
            ("6-trading", 0xa5dd9390e1f09c1d),
            ("7-models", 0x6c4b3406a899cbac),
        ]
        #expect(Migrations.steps.map(\.identifier) == released.map(\.0))
        for (step, release) in zip(Migrations.steps, released) {
            #expect(StableHash(step.sql).value == release.1, "\(step.identifier)")
        }
    }

    @Test func everyTableIsStrict() throws {
        let store = try StoreDatabase.open(path: try TemporaryFolder().file())
        let loose = try store.reader.read { database in
            let statement = try SQLStatement(
                database,
                """
                SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
                AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations'
                """)
            var names: [String] = []
            while try statement.step() { names.append(statement.text(0)) }
            return names
        }
        #expect(loose.isEmpty)
    }

    // Goal: a store of any earlier version is brought up to date with what is in it. Method: the later migrations are
    // undone by hand, as if that version had never known them.
    @Test(arguments: 1...6)
    func anEarlierStoreIsBroughtUpToDate(version: Int) async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        _ = try store.makeWriter().marketIDs(for: ["kept"])
        try store.makeWriter().transaction { database in
            for step in Migrations.steps[version...] {
                for table in Self.tables(of: step.sql) { try SQLStatement(database, "DROP TABLE \(table)").run() }
                try SQLStatement(database, "DELETE FROM grdb_migrations WHERE identifier = '\(step.identifier)'").run()
            }
        }
        try store.close()
        let again = try StoreDatabase.open(path: folder.file())
        #expect(try again.reader.marketNames() == ["kept"])
        try await again.makeWriter().write(StoreWriterTests.everything)
        #expect(try StoreWriterTests.contents(again.reader).count == StoreWriterTests.everything.count)
    }

    private static func tables(of sql: String) -> [Substring] {
        sql.split(separator: "CREATE TABLE ").dropFirst(sql.hasPrefix("CREATE TABLE ") ? 0 : 1).compactMap {
            $0.split(separator: " ").first
        }
    }
}
