/// Members that the venue sent and no decoder knows, counted by path.
///
/// A path is that of the names, with `[]` for any element: `markets[].newField`. The number of paths is limited, since
/// the venue chooses the names.
struct UnknownFields: Hashable, Sendable {
    static let pathsMax = 1_000

    private(set) var counts: [String: Int] = [:]
    /// Members whose path did not fit any more.
    private(set) var uncounted = 0

    var isEmpty: Bool { counts.isEmpty && uncounted == 0 }

    /// Ascending by path.
    var sorted: [(path: String, count: Int)] {
        counts.map { (path: $0.key, count: $0.value) }.sorted { $0.path < $1.path }
    }

    mutating func note(_ path: String, count: Int = 1) {
        if counts[path] != nil || counts.count < Self.pathsMax {
            counts[path, default: 0] += count
        } else {
            uncounted += count
        }
    }

    mutating func merge(_ other: UnknownFields) {
        for (path, count) in other.sorted { note(path, count: count) }
        uncounted += other.uncounted
    }
}
