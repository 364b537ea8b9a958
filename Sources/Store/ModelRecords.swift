public import Market

/// A candidate model and what was decided about it. Every verdict is kept.
public struct ModelRecord: Hashable, Sendable {
    /// Date and content hash.
    public var version: String
    public var created: Timestamp
    /// `promoted`, `kept` (the old one), `rejected` or `rehearsed`.
    public var verdict: String
    /// The first gate that failed; nil when none did.
    public var gate: String?
    /// The verdict in words.
    public var reason: String
    /// Metrics as a JSON object.
    public var metricsJSON: String
    /// Version of the champion it was judged against.
    public var parent: String?

    public init(
        version: String, created: Timestamp, verdict: String, gate: String?, reason: String, metricsJSON: String,
        parent: String?
    ) {
        self.version = version
        self.created = created
        self.verdict = verdict
        self.gate = gate
        self.reason = reason
        self.metricsJSON = metricsJSON
        self.parent = parent
    }
}

/// How a model did on rows that came after its own test part.
public struct ModelPerformance: Hashable, Sendable {
    public var version: String
    /// When it was measured.
    public var time: Timestamp
    public var metricsJSON: String

    public init(version: String, time: Timestamp, metricsJSON: String) {
        self.version = version
        self.time = time
        self.metricsJSON = metricsJSON
    }
}

/// A file whose records are in the journal, known by the hash of its content.
public struct ImportedFile: Hashable, Sendable {
    /// Hash of the content, in hexadecimal.
    public var hash: String
    public var name: String
    /// Records it gave.
    public var records: Int
    /// Time of the import.
    public var time: Timestamp

    public init(hash: String, name: String, records: Int, time: Timestamp) {
        self.hash = hash
        self.name = name
        self.records = records
        self.time = time
    }
}

/// A fact about the whole store, such as `source` or the configuration's echo.
public struct MetaEntry: Hashable, Sendable {
    public var key: String
    public var value: String

    public init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}
