import Market
import Testing

@testable import Store

@Suite struct SQLStatementTests {
    private func row<Value>(
        _ sql: String, bind: (SQLStatement) -> Void = { _ in }, _ read: (SQLStatement) throws -> Value
    ) throws -> Value? {
        let store = try StoreDatabase.open(path: try TemporaryFolder().file())
        return try store.reader.read { database in
            let statement = try SQLStatement(database, sql)
            bind(statement)
            defer { statement.reset() }
            return try statement.step() ? try read(statement) : nil
        }
    }

    @Test(arguments: [Int64.min, -1, 0, 1, .max])
    func integersComeBack(value: Int64) throws {
        #expect(
            try row("SELECT ?") {
                $0.bind(0, value)
            } _: {
                $0.int(0)
            } == value)
        #expect(
            try row("SELECT ?") {
                $0.bind(0, Int64?.some(value))
            } _: {
                $0.optionalInt(0)
            } == value)
    }

    @Test func nothingIsNotZero() throws {
        #expect(
            try row("SELECT ?") {
                $0.bind(0, Int64?.none)
            } _: {
                $0.optionalInt(0) == nil && $0.isNull(0)
            } == true)
        #expect(
            try row("SELECT ?") {
                $0.bind(0, text: nil)
            } _: {
                $0.optionalText(0) == nil
            } == true)
        #expect(
            try row("SELECT ?") {
                $0.bind(0, text: "")
            } _: {
                $0.optionalText(0)
            } == "")
        #expect(
            try row("SELECT typeof(?)") {
                $0.bind(0, blob: [])
            } _: {
                $0.text(0)
            } == "blob")
        #expect(
            try row("SELECT ?") {
                $0.bind(0, real: .nan)
            } _: {
                $0.isNull(0) && $0.real(0).isNaN
            } == true)
    }

    @Test(arguments: [0.1, -.infinity, .leastNonzeroMagnitude, 1e300, 3])
    func realsComeBack(value: Double) throws {
        #expect(
            try row("SELECT ?") {
                $0.bind(0, real: value)
            } _: {
                $0.real(0).bitPattern
            } == value.bitPattern)
    }

    @Test(arguments: ["plain", "a\0b", "ünï · 日本", String(repeating: "long ", count: 10_000)])
    func textsComeBack(value: String) throws {
        #expect(
            try row("SELECT ?") {
                $0.bind(0, text: value)
            } _: {
                $0.text(0)
            } == value)
    }

    @Test func bytesComeBack() throws {
        let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        #expect(
            try row("SELECT ?") {
                $0.bind(0, blob: bytes)
            } _: {
                $0.blob(0)
            } == bytes)
        #expect(try row("SELECT x''") { $0.blob(0) } == [])
    }

    // The blob's format is fixed: it is read by others.
    @Test func floatsAreLittleEndian() throws {
        let hexadecimal = try row("SELECT hex(?)") {
            $0.bind(0, floats: [1, -2.5])
        } _: {
            $0.text(0)
        }
        #expect(hexadecimal == "0000803F000020C0")
        var values: [Float] = [9]
        let count = try row("SELECT x'0000803F000020C0'") { $0.appendFloats(0, to: &values) }
        #expect(count == .some(2) && values == [9, 1, -2.5])
        #expect(try row("SELECT x''") { $0.appendFloats(0, to: &values) } == .some(0))
        #expect(try row("SELECT x'0102'") { $0.appendFloats(0, to: &values) == nil } == true)
        #expect(values == [9, 1, -2.5])
    }

    @Test func aStatementIsReadyAgainAfterItsLastRow() throws {
        let store = try StoreDatabase.open(path: try TemporaryFolder().file())
        try store.reader.read { database in
            for _ in 0..<3 {
                let statement = try SQLStatement(database, "SELECT ? UNION ALL SELECT 2")
                statement.bind(0, Int64(1))
                var found: [Int64] = []
                while try statement.step() { found.append(statement.int(0)) }
                #expect(found == [1, 2])
            }
            // Bindings do not linger.
            let statement = try SQLStatement(database, "SELECT ? UNION ALL SELECT 2")
            #expect(try statement.step() && statement.isNull(0))
            statement.reset()
        }
    }

    @Test func aRefusalCarriesSQLitesWords() throws {
        let store = try StoreDatabase.open(path: try TemporaryFolder().file())
        let error = #expect(throws: StoreError.self) {
            try store.makeWriter().transaction {
                try SQLStatement($0, "INSERT INTO meta (key, value) VALUES ('a', NULL)").run()
            }
        }
        guard case .refused(_, let code, let detail) = error else {
            Issue.record("not the error expected: \(String(describing: error))")
            return
        }
        #expect(code & 0xff == 19 && detail.contains("meta.value"))
    }
}
