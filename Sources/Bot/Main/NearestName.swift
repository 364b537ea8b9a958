/// The known name that a mistyped one most likely meant.
enum NearestName {
    /// The name at the least edit distance (Levenshtein), the first in the list when tied.
    static func to(_ text: String, in names: [String]) -> String {
        precondition(!names.isEmpty, "nothing to choose from")
        return names.min { distance(text, $0) < distance(text, $1) } ?? names[0]
    }

    static func distance(_ a: String, _ b: String) -> Int {
        let left = Array(a.utf8)
        let right = Array(b.utf8)
        var row = Array(0...right.count)
        for (i, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let substituted = diagonal + (byte == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}
