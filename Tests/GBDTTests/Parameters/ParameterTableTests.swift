import Testing

@testable import GBDT

/// Goal: the table knows every name of LightGBM 4.7 and nothing twice.
struct ParameterTableTests {
    private var known: [String: Set<String>] {
        var known: [String: Set<String>] = [:]
        for line in lightGBMAliases.split(separator: "\n") {
            let names = line.split(separator: " ").map(String.init)
            known[names[0]] = Set(names.dropFirst())
        }
        return known
    }

    @Test func namesAndAliasesAreThoseOfLightGBM() {
        var ours: [String: Set<String>] = [:]
        for entry in ParameterTable.entries { ours[entry.name] = Set(entry.aliases) }
        #expect(known.count == 141)
        #expect(Set(ours.keys) == Set(known.keys))
        for (name, aliases) in known { #expect(ours[name] == aliases, "\(name)") }
    }

    @Test func noNameStandsTwice() {
        var seen: Set<String> = []
        for entry in ParameterTable.entries {
            for name in [entry.name] + entry.aliases { #expect(seen.insert(name).inserted, "\(name)") }
        }
    }

    @Test func editDistancesAreThoseOfLevenshtein() {
        #expect(ParameterTable.editDistance("kitten", "sitting") == 3)
        #expect(ParameterTable.editDistance("", "abc") == 3 && ParameterTable.editDistance("abc", "") == 3)
        #expect(ParameterTable.editDistance("flaw", "lawn") == 2)
        #expect(ParameterTable.editDistance("same", "same") == 0)
    }

    @Test func misspeltNamesFindTheirNeighbour() {
        #expect(ParameterTable.nearest(to: "num_leafs") == "num_leaf")
        #expect(ParameterTable.nearest(to: "learnig_rate") == "learning_rate")
        #expect(ParameterTable.nearest(to: "completely_unlike_anything") == nil)
        #expect(ParameterTable.nearest(to: String(repeating: "x", count: 100_000)) == nil)
    }

    @Test func theDocumentationHasOneRowForEachParameter() {
        let rows = ParameterTable.markdown().split(separator: "\n")
        #expect(rows.count == 143)
        #expect(
            rows.contains { $0.hasPrefix("| `learning_rate` | `shrinkage_rate`, `eta` | supported | number, above 0") })
        #expect(rows.contains { $0.hasPrefix("| `device_type` | `device` | not supported |") })
        #expect(rows.contains { $0.hasPrefix("| `two_round` |") && $0.contains("| no effect |") })
        for row in rows { #expect(row.split(separator: "|", omittingEmptySubsequences: false).count == 6, "\(row)") }
    }
}

/// Goal: the `parameters:` block of a model text has LightGBM's lines.
@Suite(.enabled(if: GoldenFiles.areAvailable))
struct ParametersTextTests {
    private func block(_ text: String) -> [(key: String, value: String)] {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0.elementsEqual("parameters:".utf8) }) else { return [] }
        return lines[(start + 1)...].prefix { $0.first == UInt8(ascii: "[") }.map { utf8 in
            let line = String(Substring(utf8))
            let parts = line.dropFirst().dropLast().split(
                separator: ": ", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
    }

    /// Keys whose values are the run's rather than the model's: files, verbosity, threads, forced layouts.
    private let ofTheRun: Set<String> = [
        "num_threads", "verbosity", "categorical_feature", "force_col_wise", "deterministic", "forcedbins_filename",
        "forcedsplits_filename",
    ]

    @Test(arguments: [
        "reg_plain", "reg_l1l2_depth5", "bagging_ff", "binary", "categorical", "dart", "goss", "lambdarank",
        "linear_tree", "monotone", "multiclass", "nan_use_missing", "nan_zero_as_missing", "poisson", "quantile", "rf",
    ]) func linesOfAModelTextReadBackToTheSameLines(_ name: String) throws {
        let theirs = block(try GoldenFiles.text("golden/\(name)/model.txt"))
        #expect(theirs.count == 121)
        let settings = try ParameterSettings(theirs.map { Setting($0.key, $0.value) })
        let ours = block(settings.parameters.modelTextTail())
        #expect(ours.map(\.key) == theirs.map(\.key))
        for (our, their) in zip(ours, theirs) where !ofTheRun.contains(our.key) {
            #expect(our.value == their.value, "\(our.key) of \(name)")
        }
    }

    @Test func theBlockEndsAsLightGBMsDoes() throws {
        let theirs = try GoldenFiles.text("golden/reg_plain/model.txt")
        let end = try #require(theirs.firstRange(of: "\n\nend of parameters"))
        #expect(TrainingParameters().modelTextTail().contains(theirs[end]))
    }

    @Test func theBlockDoesNotDependOnThreads() {
        var parameters = TrainingParameters()
        parameters.threadCount = 7
        #expect(parameters.modelTextTail() == TrainingParameters().modelTextTail())
    }
}
