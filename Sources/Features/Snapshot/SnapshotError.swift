/// Why a snapshot cannot be restored. Nothing is lost by that but time: the state comes from the journal too.
public enum SnapshotError: Error, Hashable, Sendable {
    /// The bytes do not begin as a snapshot does.
    case notASnapshot
    /// Written in another form than this build's.
    case formatVersion(found: UInt32, expected: UInt32)
    /// Not the bytes that were written: some are missing, or were altered.
    case checksum
    /// State of another set of features.
    case schema(found: String, expected: SchemaHash)
    /// State of a pipeline that draws its rows at other times. Nanoseconds.
    case grid(found: Int64, expected: Int64)
    /// A value that no pipeline can hold, at an offset in bytes.
    case malformed(offset: Int, reason: String)
}

extension SnapshotError: CustomStringConvertible {
    public var description: String { "\(summary); \(advice)" }

    /// What is wrong, and where.
    public var summary: String {
        switch self {
        case .notASnapshot: "these bytes are no snapshot of a feature pipeline"
        case .formatVersion(let found, let expected):
            "the snapshot has format version \(found), this build reads version \(expected)"
        case .checksum: "the snapshot does not match its checksum: it was cut short or altered"
        case .schema(let found, let expected):
            "the snapshot belongs to feature schema \(found), this pipeline has \(expected)"
        case .grid(let found, let expected):
            "the snapshot's rows are \(found) ns apart, this pipeline's \(expected) ns"
        case .malformed(let offset, let reason): "the snapshot is malformed at byte \(offset): \(reason)"
        }
    }

    /// What to do.
    public var advice: String {
        switch self {
        case .notASnapshot, .checksum, .malformed:
            "take an older snapshot, or replay the journal from a week before"
        case .formatVersion, .schema, .grid: "replay the journal from a week before, then write a new snapshot"
        }
    }
}
