internal import GRDB
public import Market

/// How much there is, and whether it is enough to learn from.
public struct StoreStatistics: Hashable, Sendable {
    /// Sampled rows.
    public var samples: Int
    /// Labels, censored ones among them.
    public var labelled: Int
    /// Labels with a target.
    public var withTarget: Int
    /// Labels by kind, every kind listed.
    public var kinds: [LabelCount<LabelKind>]
    /// Censored labels by reason, every reason listed.
    public var censored: [LabelCount<CensorReason>]
    /// Whether there are at least as many targets as asked for.
    public var isTrainingReady: Bool
    public var journalRecords: Int
    public var markets: Int
    public var events: Int
    /// Times of the first and the last row.
    public var firstSample: Timestamp?
    public var lastSample: Timestamp?
    /// Bytes of the file and its write-ahead log.
    public var bytes: Int64

    /// Share of the rows that have a label; 0 when there are none.
    public var labellingRate: Double { samples == 0 ? 0 : Double(labelled) / Double(samples) }
}

/// How many labels there are of something.
public struct LabelCount<Key: Hashable & Sendable>: Hashable, Sendable {
    public var key: Key
    public var count: Int

    public init(_ key: Key, _ count: Int) {
        self.key = key
        self.count = count
    }
}

extension StoreReader {
    /// Counts of everything, of one horizon and label version. O(rows), without reading their values.
    public func statistics(
        horizon: Duration, version: Int, targetsNeeded: Int = 1_000
    ) throws(StoreError) -> StoreStatistics {
        try read { database in
            let statement = try SQLStatement(
                database,
                """
                SELECT kind, coalesce(reason, ''), count(*) FROM labels WHERE horizon = ? AND version = ?
                GROUP BY kind, reason
                """)
            statement.bind(0, horizon.nanoseconds)
            statement.bind(1, Int64(version))
            var kinds = LabelKind.allCases.map { LabelCount($0, 0) }
            var reasons = CensorReason.allCases.map { LabelCount($0, 0) }
            while try statement.step() {
                let (kind, reason, count) = (statement.text(0), statement.text(1), Int(statement.int(2)))
                for index in kinds.indices where kinds[index].key.rawValue == kind { kinds[index].count += count }
                for index in reasons.indices where reasons[index].key.rawValue == reason {
                    reasons[index].count += count
                }
            }
            let labelled = kinds.reduce(0) { $0 + $1.count }
            let withTarget = kinds.reduce(0) { $0 + ($1.key == .censored ? 0 : $1.count) }
            return StoreStatistics(
                samples: try Self.count("samples", database), labelled: labelled, withTarget: withTarget,
                kinds: kinds, censored: reasons, isTrainingReady: withTarget >= targetsNeeded,
                journalRecords: try Self.count("journal", database), markets: try Self.count("markets", database),
                events: try Self.count("events", database),
                firstSample: try Self.time("SELECT min(time) FROM samples", database),
                lastSample: try Self.time("SELECT max(time) FROM samples", database),
                bytes: StoreFile.bytes(of: path))
        }
    }

    private static func count(_ table: String, _ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
    }

    private static func time(_ sql: String, _ database: Database) throws -> Timestamp? {
        try Int64.fetchOne(database, sql: sql).map { Timestamp(nanoseconds: $0) }
    }
}
