internal import GRDB
internal import GRDBSQLite

/// A prepared statement of one connection, bound and stepped through SQLite's C interface: the module's only unsafe
/// file.
///
/// Why: GRDB's own binding makes an array of boxed values a row, which halves the rate of inserts. GRDB prepares,
/// caches and finalises the statement and owns the transaction; a statement is used inside the closure that gave the
/// connection, by one thread. Columns and parameters count from 0. The values of a row are valid until the next step
/// and are copied out.
struct SQLStatement {
    private let statement: Statement
    private let handle: OpaquePointer
    private let connection: OpaquePointer?

    /// The connection's cached statement for `sql`. Not to be used in two nested loops at once.
    init(_ database: Database, _ sql: String) throws {
        statement = try database.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        connection = database.sqliteConnection
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    // MARK: parameters

    func bind(_ parameter: Int32, _ value: Int64) { sqlite3_bind_int64(handle, parameter + 1, value) }
    func bind(_ parameter: Int32, _ value: Int32) { bind(parameter, Int64(value)) }
    func bind(_ parameter: Int32, _ value: Int64?) {
        if let value { bind(parameter, value) } else { sqlite3_bind_null(handle, parameter + 1) }
    }

    /// NaN becomes NULL, as SQLite has no NaN.
    func bind(_ parameter: Int32, real value: Double) { sqlite3_bind_double(handle, parameter + 1, value) }

    func bind(_ parameter: Int32, text value: String?) {
        guard var value else {
            sqlite3_bind_null(handle, parameter + 1)
            return
        }
        value.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                // An empty buffer may have no address, and a NULL address would bind NULL.
                guard let base = $0.baseAddress else {
                    sqlite3_bind_text(handle, parameter + 1, "", 0, Self.copied)
                    return
                }
                sqlite3_bind_text(handle, parameter + 1, base, Int32($0.count), Self.copied)
            }
        }
    }

    func bind(_ parameter: Int32, blob bytes: [UInt8]) {
        bytes.withUnsafeBytes { bind(parameter, rawBlob: $0) }
    }

    /// The numbers as IEEE single precision, little-endian.
    func bind(_ parameter: Int32, floats values: [Float]) {
        #if _endian(little)
            values.withUnsafeBytes { bind(parameter, rawBlob: $0) }
        #else
            values.map(\.bitPattern.littleEndian).withUnsafeBytes { bind(parameter, rawBlob: $0) }
        #endif
    }

    private func bind(_ parameter: Int32, rawBlob bytes: UnsafeRawBufferPointer) {
        if let base = bytes.baseAddress, !bytes.isEmpty {
            sqlite3_bind_blob(handle, parameter + 1, base, Int32(bytes.count), Self.copied)
        } else {
            sqlite3_bind_zeroblob(handle, parameter + 1, 0)
        }
    }

    /// `SQLITE_TRANSIENT`, which the importer cannot translate: SQLite copies the bytes before the call returns.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    // MARK: running

    /// Runs to the end without reading rows, and makes the statement ready to be bound again.
    func run() throws {
        defer { sqlite3_reset(handle) }
        while try step() {}
    }

    /// Advances to the next row; false after the last, when the statement is ready to be bound again.
    func step() throws -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE {
            sqlite3_reset(handle)
            return false
        }
        let message = connection.map { String(cString: sqlite3_errmsg($0)) }
        let extended = connection.map { sqlite3_extended_errcode($0) } ?? code
        sqlite3_reset(handle)
        throw DatabaseError(resultCode: ResultCode(rawValue: extended), message: message)
    }

    /// Leaves the remaining rows unread.
    func reset() { sqlite3_reset(handle) }

    // MARK: columns of the current row

    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
    func int32(_ column: Int32) -> Int32 { Int32(truncatingIfNeeded: int(column)) }
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
    func optionalInt(_ column: Int32) -> Int64? { isNull(column) ? nil : int(column) }

    /// NULL becomes NaN.
    func real(_ column: Int32) -> Double { isNull(column) ? .nan : sqlite3_column_double(handle, column) }

    /// NULL becomes the empty text.
    func text(_ column: Int32) -> String {
        guard let bytes = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func blob(_ column: Int32) -> [UInt8] { withBlob(column) { [UInt8]($0) } }

    /// Appends the numbers of a blob of little-endian singles. Nil, and nothing appended, when its length is not a
    /// whole number of them.
    func appendFloats(_ column: Int32, to values: inout [Float]) -> Int? {
        withBlob(column) { bytes in
            guard bytes.count % 4 == 0 else { return nil }
            let count = bytes.count / 4
            let start = values.count
            values.append(contentsOf: repeatElement(0, count: count))
            values.withUnsafeMutableBytes { target in
                UnsafeMutableRawBufferPointer(rebasing: target[(start * 4)...]).copyMemory(from: bytes)
            }
            #if _endian(big)
                for index in start..<values.count {
                    values[index] = Float(bitPattern: UInt32(littleEndian: values[index].bitPattern))
                }
            #endif
            return count
        }
    }

    private func withBlob<Value>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        let count = Int(sqlite3_column_bytes(handle, column))
        return body(UnsafeRawBufferPointer(start: sqlite3_column_blob(handle, column), count: count))
    }
}
