internal import GRDB

/// What can go wrong with the store: what happened, in which file, and what to do about it.
///
/// A failed write changes nothing: it is one transaction, and everything committed before it stays.
public enum StoreError: Error, Hashable, Sendable {
    /// Another process has the store open. `holder` is its process number, when it could be read.
    case locked(file: String, holder: Int32?)
    /// Pages of the file contradict each other, or a row cannot be what was written.
    case corrupt(file: String, detail: String)
    /// The file is something else than a store of this program.
    case notAStore(file: String, detail: String)
    /// The file was written by a later version of this program.
    case schemaNewer(file: String, migrations: [String])
    /// The file was written by an earlier version, and only a writing process may bring it up to date.
    case schemaOlder(file: String)
    case diskFull(file: String)
    case readOnly(file: String)
    case cannotOpen(file: String, detail: String)
    /// A lock inside the database was not free within the time limit.
    case busy(file: String)
    case inputOutput(file: String, detail: String)
    /// Used after `StoreDatabase.close()`.
    case closed(file: String)
    /// Anything else that SQLite refused: its result code and its words.
    case refused(file: String, code: Int32, detail: String)

    /// The database file.
    public var file: String {
        switch self {
        case .locked(let file, _), .corrupt(let file, _), .notAStore(let file, _), .schemaNewer(let file, _),
            .schemaOlder(let file), .diskFull(let file), .readOnly(let file), .cannotOpen(let file, _),
            .busy(let file), .inputOutput(let file, _), .closed(let file), .refused(let file, _, _):
            file
        }
    }

    /// What happened, without the file.
    public var summary: String {
        switch self {
        case .locked(_, let holder):
            "the store is in use by another process" + (holder.map { " (process \($0))" } ?? "")
        case .corrupt(_, let detail): "the store is damaged: \(detail)"
        case .notAStore(_, let detail): "the file is not a store: \(detail)"
        case .schemaNewer(_, let migrations):
            "the store was written by a later version (unknown migrations: \(migrations.joined(separator: ", ")))"
        case .schemaOlder: "the store was written by an earlier version"
        case .diskFull: "there is no room for the store to grow"
        case .readOnly: "the store may not be written"
        case .cannotOpen(_, let detail): "the store cannot be opened: \(detail)"
        case .busy: "the store was busy for too long"
        case .inputOutput(_, let detail): "reading or writing the store failed: \(detail)"
        case .closed: "the store is closed"
        case .refused(_, let code, let detail): "the store refused (SQLite \(code)): \(detail)"
        }
    }

    /// What to do.
    public var advice: String {
        switch self {
        case .locked: "stop the other process, or give this one another file"
        case .corrupt: "move the file and its -wal and -shm neighbours aside and restore a copy; do not write to it"
        case .notAStore: "check the path; the file was left untouched"
        case .schemaNewer: "use the version of this program that wrote it; the file was left untouched"
        case .schemaOlder: "open it once with a command that writes, such as a run"
        case .diskFull: "free disk space or lower the retention; what was committed is safe, the rest is retried"
        case .readOnly: "check the permissions of the file and of its folder"
        case .cannotOpen: "check that the folder exists and may be written"
        case .busy: "try again; if it stays, look for another program that reads the file"
        case .inputOutput: "check the disk; what was committed is safe"
        case .closed: "open the store again"
        case .refused: "report this with the message"
        }
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String { "\(file): \(summary); \(advice)" }
}

/// A row that cannot have been written by this module; becomes `StoreError.corrupt`.
struct MalformedRow: Error {
    var table: String
    var reason: String
}

extension StoreError {
    /// Runs `body`, translating what GRDB throws.
    static func translating<Value>(
        _ file: String, _ body: () throws -> Value
    ) throws(StoreError) -> Value {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw StoreError(error, file: file)
        } catch let error as MalformedRow {
            throw .corrupt(file: file, detail: "table \(error.table): \(error.reason)")
        } catch {
            throw .refused(file: file, code: -1, detail: "\(error)")
        }
    }

    init(_ error: DatabaseError, file: String) {
        let detail = error.message ?? "no message"
        self =
            switch error.resultCode {
            case .SQLITE_CORRUPT: .corrupt(file: file, detail: detail)
            case .SQLITE_NOTADB: .notAStore(file: file, detail: detail)
            case .SQLITE_FULL: .diskFull(file: file)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(file: file)
            case .SQLITE_READONLY, .SQLITE_PERM: .readOnly(file: file)
            case .SQLITE_CANTOPEN: .cannotOpen(file: file, detail: detail)
            case .SQLITE_IOERR: .inputOutput(file: file, detail: detail)
            case .SQLITE_MISUSE: .closed(file: file)
            default: .refused(file: file, code: error.extendedResultCode.rawValue, detail: detail)
            }
    }
}
