public import Market

/// How many events of each kind there were.
public struct EventCounts: Hashable, Sendable {
    /// By `MarketEvent.Kind.code`.
    private var counts = [Int](repeating: 0, count: 13)
    private static let names = [
        "", "listed", "snapshot", "delta", "quote", "trade", "tickChanged", "feeChanged", "gap", "resynced", "closed",
        "resolved", "recordingEnded",
    ]

    public init() {}

    public mutating func count(_ kind: MarketEvent.Kind) { counts[Int(kind.code)] += 1 }
    public static func += (a: inout EventCounts, b: EventCounts) {
        for index in a.counts.indices { a.counts[index] += b.counts[index] }
    }

    public var total: Int { counts.reduce(0, +) }
    /// By the name of the kind; zero for a name that is none.
    public subscript(name: String) -> Int { Self.names.firstIndex(of: name).map { counts[$0] } ?? 0 }
    /// The kinds that occurred, in the order of their codes.
    public var byKind: [(kind: String, count: Int)] {
        zip(Self.names, counts).filter { $1 > 0 }.map { (kind: $0, count: $1) }
    }
}

/// What became of one set.
public struct SetReport: Hashable, Sendable {
    /// The name of the set's folder.
    public var name: String
    public var kind: RecordedSetKind
    public var files: [FileReport] = []
    /// Markets that had an event.
    public var markets = 0
    public var events = EventCounts()
    /// Receive times of the first and the last event.
    public var first: Timestamp?
    public var last: Timestamp?
    /// Its files were imported before, and nothing was written now.
    public var wasImported = false
    /// Time spent on it, by the caller's clock; zero where no clock was given.
    public var elapsed: Duration = .zero

    public init(name: String, kind: RecordedSetKind) {
        self.name = name
        self.kind = kind
    }

    static func imported(_ source: RecordedSet) -> SetReport {
        var report = SetReport(name: source.folder.leaf, kind: source.kind)
        report.wasImported = true
        return report
    }

    public var rows: Int { files.reduce(0) { $0 + $1.rows } }
    public var refused: Int { files.reduce(0) { $0 + $1.refusedCount } }
}

/// What an import did, set by set, in the order in which they were written.
public struct ImportReport: Hashable, Sendable {
    public var sets: [SetReport] = []

    public init() {}

    public var rows: Int { sets.reduce(0) { $0 + $1.rows } }
    public var refused: Int { sets.reduce(0) { $0 + $1.refused } }
    public var events: EventCounts {
        var sum = EventCounts()
        for set in sets { sum += set.events }
        return sum
    }
}
