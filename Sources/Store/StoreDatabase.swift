// Store keeps what must be remembered: one SQLite file in WAL mode, one writer, any number of readers.
// It never looks at a clock and decides nothing: times and limits come from its callers.

internal import GRDB

/// An open store, owned by one process at a time.
///
/// Opening is recovery: a process that died leaves a file that opens as it was after its last whole transaction.
public final class StoreDatabase: Sendable {
    public let path: String
    /// Reads the newest committed state with each call; `StoreReader.snapshot()` holds one still.
    public let reader: StoreReader
    private let writer: StoreWriter
    private let pool: DatabasePool
    private let lock: StoreLock

    /// Opens the store at `path`, or creates it, and brings its schema up to date.
    ///
    /// Takes the single-instance lock, the file `path` + "-lock". A file that is not a store, is damaged or comes from
    /// a later version is refused and left as it is. O(1) in the size of the store.
    public static func open(path: String, options: StoreOptions = StoreOptions()) throws(StoreError) -> StoreDatabase {
        let lock = try StoreLock.acquire(for: path)
        do throws(StoreError) {
            try StoreFile.check(path)
            let pool = try StoreError.translating(path) {
                let configuration = StoreFile.configuration(options: options, readonly: false)
                let pool = try DatabasePool(path: path, configuration: configuration)
                let migrator = Migrations.migrator()
                try pool.read { try Self.refuseLaterSchema($0, migrator, path) }
                try migrator.migrate(pool)
                return pool
            }
            return StoreDatabase(path: path, pool: pool, lock: lock, options: options)
        } catch {
            lock.release()
            throw error
        }
    }

    private init(path: String, pool: DatabasePool, lock: StoreLock, options: StoreOptions) {
        self.path = path
        self.pool = pool
        self.lock = lock
        reader = StoreReader(path: path, source: pool)
        writer = StoreWriter(path: path, pool: pool, pendingBatchesMax: options.pendingBatchesMax)
    }

    static func refuseLaterSchema(_ database: Database, _ migrator: DatabaseMigrator, _ path: String) throws {
        let unknown = try migrator.appliedIdentifiers(database).subtracting(migrator.migrations)
        if !unknown.isEmpty { throw StoreError.schemaNewer(file: path, migrations: unknown.sorted()) }
    }

    /// The one writer: every call gives the same.
    public func makeWriter() -> StoreWriter { writer }

    /// Writes what is pending, folds the write-ahead log into the file, closes it and gives the lock back.
    ///
    /// Throws when something pending could not be written; the store is closed all the same.
    public func close() throws(StoreError) {
        defer { lock.release() }
        let pending = Result { () throws(StoreError) in try writer.finish() }
        try StoreError.translating(path) {
            try pool.writeWithoutTransaction { database in
                do {
                    _ = try database.checkpoint(.truncate)
                } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                    // Another process still reads: the log stays, and the next opening folds it in.
                }
            }
            try pool.close()
        }
        try pending.get()
    }
}
