internal import GRDB
public import Market

/// How long things are kept, and how much room they may take.
public struct RetentionPolicy: Hashable, Sendable {
    /// Age of journal records.
    public var events: Duration
    /// Age of rows, and of their labels.
    public var samples: Duration
    /// Age of the price history.
    public var prices: Duration
    /// Age of forecasts.
    public var forecasts: Duration
    /// Bytes the store may use; nil for no limit but the disk.
    public var bytesMax: Int64?
    /// Bytes to leave free on the disk.
    public var freeDiskMin: Int64

    public init(
        events: Duration = .days(7), samples: Duration = .days(90), prices: Duration = .days(90),
        forecasts: Duration = .days(90), bytesMax: Int64? = nil, freeDiskMin: Int64 = 1 << 30
    ) {
        self.events = events
        self.samples = samples
        self.prices = prices
        self.forecasts = forecasts
        self.bytesMax = bytesMax
        self.freeDiskMin = freeDiskMin
    }
}

/// What retention deleted. Orders, fills, account, halts, models and the directory are never deleted.
public struct RetentionReport: Hashable, Sendable {
    public var events = 0
    public var samples = 0
    public var labels = 0
    public var prices = 0
    public var forecasts = 0
    /// Of these, records that were young enough but had to go for want of room.
    public var deletedForRoom = 0
    /// Tenths of the policy's ages that were kept: 10 unless there was too little room.
    public var tenthsKept = 10
    /// Bytes by which the file became smaller.
    public var bytesReturned: Int64 = 0
    /// Whether the limits on room hold now.
    public var fitsInRoom = true

    public init() {}

    public var isEmpty: Bool { events + samples + labels + prices + forecasts == 0 }
}

extension StoreWriter {
    /// Deletes what is too old at `now`. While there is too little room after that, all ages are cut by a tenth of
    /// what the policy says, down to one tenth: what fills the disk may be somebody else, so the newest stays. Freed
    /// pages go back to the file system.
    ///
    /// Works in small transactions on the caller's thread; interrupted, it has deleted less. Pages that a reader still
    /// looks at go back the next time, and nothing is deleted for room meanwhile.
    /// - Parameter freeDisk: bytes free on the disk of a file; nil when unknown. The file system's word by default.
    public func applyRetention(
        _ policy: RetentionPolicy, now: Timestamp, freeDisk: (String) -> Int64? = StoreWriter.freeDisk
    ) throws(StoreError) -> RetentionReport {
        let before = StoreFile.bytes(of: path)
        var report = RetentionReport()
        func isTight() throws(StoreError) -> Bool {
            if let limit = policy.bytesMax, try usedBytes() > limit { return true }
            return (freeDisk(path) ?? .max) < policy.freeDiskMin
        }
        try cut(policy, now: now, into: &report)
        let deletedByAge = report.total
        var isReturned = try giveBackPages()
        while isReturned, report.tenthsKept > 1, try isTight() {
            report.tenthsKept -= 1
            try cut(policy.keeping(tenths: report.tenthsKept), now: now, into: &report)
            isReturned = try giveBackPages()
        }
        report.deletedForRoom = report.total - deletedByAge
        report.fitsInRoom = try !isTight()
        report.bytesReturned = max(0, before - StoreFile.bytes(of: path))
        return report
    }

    /// Bytes that the file system of a file has left; nil when it does not say.
    public static func freeDisk(of file: String) -> Int64? { StoreFile.freeDisk(at: file) }

    /// Bytes of the pages that hold something.
    private func usedBytes() throws(StoreError) -> Int64 {
        try transaction { database in
            let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            let free = try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
            return (pages - free) * Int64(StoreFile.pageSize)
        }
    }

    /// Returns freed pages to the file system, some at a time so that other writes get their turn. False when a reader
    /// holds an old state: then the file shrinks at a later checkpoint.
    private func giveBackPages() throws(StoreError) -> Bool {
        while try transaction({ try Int64.fetchOne($0, sql: "PRAGMA freelist_count") ?? 0 }) > 0 {
            try withoutTransaction { try $0.execute(sql: "PRAGMA incremental_vacuum(4096)") }
        }
        return try withoutTransaction { database in
            do {
                _ = try database.checkpoint(.truncate)
                return true
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                return false
            }
        }
    }

    // MARK: age

    private func cut(
        _ policy: RetentionPolicy, now: Timestamp, into report: inout RetentionReport
    ) throws(StoreError) {
        try delete(.events, before: now - policy.events, into: &report)
        try delete(.forecasts, before: now - policy.forecasts, into: &report)
        try delete(.labels, before: now - policy.samples, into: &report)
        try delete(.samples, before: now - policy.samples, into: &report)
        try deletePrices(before: now - policy.prices, into: &report)
    }

    private func delete(
        _ table: DatedTable, before time: Timestamp, into report: inout RetentionReport
    ) throws(StoreError) {
        var deleted: Int
        repeat {
            deleted = try transaction { database in
                try database.execute(
                    sql: """
                        DELETE FROM \(table.rawValue) WHERE (\(table.key)) IN (SELECT \(table.key)
                        FROM \(table.rawValue) WHERE \(table.timeColumn) < ? ORDER BY \(table.timeColumn)
                        LIMIT 20000)
                        """, arguments: [time.nanoseconds])
                let count = database.changesCount
                if table == .samples { try LabelTable.clampProgress(in: database) }
                return count
            }
            report[keyPath: table.counter] += deleted
        } while deleted > 0
    }

    /// Market by market: the table is ordered by market, then time.
    private func deletePrices(before time: Timestamp, into report: inout RetentionReport) throws(StoreError) {
        var market: Int64? = -1
        while let last = market {
            let (next, deleted) = try transaction { database in
                let next = try Int64.fetchOne(
                    database, sql: "SELECT min(market) FROM prices WHERE market > ?", arguments: [last])
                guard let next else { return (next, 0) }
                try database.execute(
                    sql: "DELETE FROM prices WHERE market = ? AND time < ?", arguments: [next, time.nanoseconds])
                return (next, database.changesCount)
            }
            report.prices += deleted
            market = next
        }
    }
}

/// The tables that retention cuts by time.
private enum DatedTable: String {
    case events = "journal"
    case forecasts
    case labels
    case samples

    var timeColumn: String { self == .events ? "receive_time" : "time" }

    var key: String {
        switch self {
        case .events: "sequence"
        case .forecasts: "time, asset, model"
        case .labels: "time, market, horizon, version"
        case .samples: "id"
        }
    }

    var counter: WritableKeyPath<RetentionReport, Int> {
        switch self {
        case .events: \.events
        case .forecasts: \.forecasts
        case .labels: \.labels
        case .samples: \.samples
        }
    }
}

extension RetentionPolicy {
    fileprivate func keeping(tenths: Int) -> RetentionPolicy {
        var policy = self
        policy.events = events * tenths / 10
        policy.samples = samples * tenths / 10
        policy.prices = prices * tenths / 10
        policy.forecasts = forecasts * tenths / 10
        return policy
    }
}

extension RetentionReport {
    fileprivate var total: Int { events + samples + labels + prices + forecasts }
}
