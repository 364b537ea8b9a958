/// Every parameter of LightGBM 4.7 under its names, and what it means here: the single truth from which settings are
/// read, model texts are written and the documentation's table is made.
///
/// Names, aliases and order are those of LightGBM's `docs/Parameters.rst` and `src/io/config_auto.cpp`.
public enum ParameterTable {
    /// In LightGBM's order, which is that of a model text's `parameters:` block.
    static let entries: [ParameterEntry] =
        coreEntries + learningEntries + controlEntries + dataEntries + commandEntries + objectiveEntries
        + metricEntries + networkEntries

    /// The place in `entries` of every name and alias.
    private static let places: [String: Int] = {
        var places: [String: Int] = [:]
        for (place, entry) in entries.enumerated() {
            for name in [entry.name] + entry.aliases { places[name] = place }
        }
        return places
    }()

    /// The parameter that bears this name or alias.
    static func entry(_ name: String) -> ParameterEntry? { places[name].map { entries[$0] } }

    /// The known name most like `name`: at most a third of its characters differ. Ties: the first in alphabet.
    static func nearest(to name: String) -> String? {
        // Longer names than any known one need no search, and must not cost one.
        guard name.utf8.count <= 60 else { return nil }
        let differenceMax = max(1, name.utf8.count / 3)
        // Names that differ more in length alone need no closer look.
        let distances = places.keys.filter { abs($0.utf8.count - name.utf8.count) <= differenceMax }.sorted()
            .map { ($0, editDistance(name, $0)) }
        guard let best = distances.min(by: { $0.1 < $1.1 }), best.1 <= differenceMax else { return nil }
        return best.0
    }

    /// Insertions, deletions and replacements that turn one text into the other (Levenshtein).
    static func editDistance(_ first: String, _ second: String) -> Int {
        // Scalars compare a great deal faster than characters, and names are ASCII.
        let second = Array(second.unicodeScalars)
        var row = Array(0...second.count)
        for (line, character) in first.unicodeScalars.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in second.indices {
                let replaced = diagonal + (second[column] == character ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[second.count]
    }
}

extension ParameterTable {
    /// Rows of a Markdown table, heading included: name, aliases, standing here (supported, no effect, not supported),
    /// and why. One row per parameter, in LightGBM's order.
    public static func markdown() -> String {
        var text = "| Parameter | Aliases | Here | Note |\n|---|---|---|---|\n"
        for entry in entries {
            let aliases = entry.aliases.map { "`\($0)`" }.joined(separator: ", ")
            text += "| `\(entry.name)` | \(aliases) | \(entry.meaning.standing) | \(entry.meaning.note) |\n"
        }
        return text
    }
}
