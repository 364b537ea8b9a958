internal import GRDB

/// A table that numbers names densely from 0, in the order in which they first appeared.
struct DirectoryTable {
    static let markets = DirectoryTable(name: "markets")
    static let events = DirectoryTable(name: "events")

    let name: String

    /// The number of each name, allocating what is new.
    func ids(for names: [String], in database: Database) throws -> [UInt32] {
        let find = try SQLStatement(database, "SELECT id FROM \(name) WHERE name = ?")
        let insert = try SQLStatement(database, "INSERT INTO \(name) (id, name) VALUES (?, ?)")
        var next = try Int64.fetchOne(database, sql: "SELECT coalesce(max(id) + 1, 0) FROM \(name)") ?? 0
        return try names.map { text in
            find.bind(0, text: text)
            if try find.step() {
                let id = find.int(0)
                find.reset()
                return UInt32(truncatingIfNeeded: id)
            }
            insert.bind(0, next)
            insert.bind(1, text: text)
            try insert.run()
            defer { next += 1 }
            return UInt32(truncatingIfNeeded: next)
        }
    }

    /// All names; the index is the number.
    func names(in database: Database) throws -> [String] {
        let select = try SQLStatement(database, "SELECT id, name FROM \(name) ORDER BY id")
        var names: [String] = []
        while try select.step() {
            guard select.int(0) == Int64(names.count) else {
                throw MalformedRow(table: name, reason: "the numbers have a hole before \(select.int(0))")
            }
            names.append(select.text(1))
        }
        return names
    }
}
