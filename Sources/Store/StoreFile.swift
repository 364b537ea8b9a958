internal import GRDB
internal import Glibc

/// What can be told of a database file without opening it as one, and how a connection to it is set up.
enum StoreFile {
    static let pageSize = 8_192

    /// Checks that the file is absent, empty or a store; a file of something else is never touched.
    static func check(_ file: String) throws(StoreError) {
        guard let header = try header(of: file) else { return }
        guard header.count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw .notAStore(file: file, detail: "it is not a SQLite database")
        }
        let identity = header[68..<72].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard identity == UInt32(Migrations.applicationID) else {
            throw .notAStore(file: file, detail: "it is the SQLite database of another program")
        }
    }

    /// The file's first 100 bytes, or fewer when it is shorter; nil when it is absent or empty.
    private static func header(of file: String) throws(StoreError) -> [UInt8]? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .cannotOpen(file: file, detail: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { throw .cannotOpen(file: file, detail: String(cString: strerror(errno))) }
        return count == 0 ? nil : Array(bytes[..<count])
    }

    static func exists(_ file: String) -> Bool { access(file, F_OK) == 0 }

    /// Bytes of the file and of its write-ahead log.
    static func bytes(of file: String) -> Int64 { size(file) + size(file + "-wal") }

    private static func size(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Bytes that the file system of the file has left for us; nil when it does not say.
    static func freeDisk(at file: String) -> Int64? {
        var status = statvfs()
        guard statvfs(file, &status) == 0 else { return nil }
        return Int64(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)))
    }

    /// Settings of every connection: WAL, 8 KiB pages (a row of 490 columns fits in a quarter of one), freed pages
    /// given back on demand.
    static func configuration(options: StoreOptions, readonly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.label = "store"
        configuration.readonly = readonly
        configuration.foreignKeysEnabled = false
        configuration.maximumReaderCount = options.readerCountMax
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            guard !database.configuration.readonly else { return }
            if try Int.fetchOne(database, sql: "PRAGMA page_count") == 0 {
                try database.execute(
                    sql: """
                        PRAGMA page_size = \(pageSize);
                        PRAGMA auto_vacuum = INCREMENTAL;
                        PRAGMA application_id = \(Migrations.applicationID);
                        """)
            }
            try database.execute(
                sql: """
                    PRAGMA cache_size = -65536;
                    PRAGMA wal_autocheckpoint = 4000;
                    PRAGMA journal_size_limit = 67108864;
                    PRAGMA temp_store = MEMORY;
                    """)
            if let limit = options.pageCountMax { try database.execute(sql: "PRAGMA max_page_count = \(limit)") }
        }
        return configuration
    }
}

extension Int64 {
    fileprivate init(clamping product: (partialValue: UInt64, overflow: Bool)) {
        self = product.overflow ? .max : Int64(clamping: product.partialValue)
    }
}
