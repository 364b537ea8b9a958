import GBDT

/// Examples of a data file with what lies beside it: weights, rows per query, initial scores.
struct ExampleFile {
    let path: String
    let table: LabeledTable
    let labels: [Float]
    let weights: [Float]?
    let groups: [Int]?
    let initialScores: [[Double]]?
    private(set) var notes: [String] = []

    /// - Parameter featureCount: columns of the training data or model, when these rows shall fit them.
    init(_ path: String, setup: CommandSetup, featureCount: Int? = nil) throws {
        var options = TableOptions(setup.command)
        options.featureCount = featureCount
        options.threadCount = setup.parameters.threadCount
        let table = try TableFile(path: path, options: options).labelled(setup.command)
        guard let labels = table.labels else {
            throw GBDTFailure.badData("\(path): the rows have no label; say where it is with label_column")
        }
        if let row = labels.firstIndex(where: { !$0.isFinite }) {
            throw GBDTFailure(.nonFiniteLabel(row: row), file: path)
        }
        let ranks = [.lambdaRank, .rankXENDCG].contains(setup.parameters.objective)
        var side = SideFileReader(path: path, rowCount: table.features.rowCount)
        weights = try side.weights(column: table.weights)
        groups = try side.groups(column: table.groups, ranks: ranks)
        initialScores = try side.initialScores()
        try side.checkPositions(ranks: ranks)
        notes = side.notes
        self.path = path
        self.table = table
        self.labels = labels
    }

    /// Columns of categories as numbers.
    func categoricalColumns(_ references: [ColumnReference]) throws -> [Int] {
        try references.map { reference in
            switch reference {
            case .index(let index):
                if index < table.features.columnCount { return index }
                throw GBDTFailure.usage(
                    "categorical_feature=\(index): \(path) has \(table.features.columnCount) features, numbered from 0 "
                        + "without the label")
            case .name(let name):
                guard let names = table.featureNames else {
                    throw GBDTFailure.usage(
                        "categorical_feature=name:\(name): names need a header line: set header=true")
                }
                if let index = names.firstIndex(of: name) { return index }
                let nearest = NearestName.to(name, in: names)
                throw GBDTFailure.usage(
                    "categorical_feature=name:\(name): \(path) has no such column; did you mean '\(nearest)'?")
            }
        }
    }

    /// - Parameter reference: training data whose bins count.
    func dataset(
        _ parameters: TrainingParameters, categoricalColumns: [Int] = [], binnedLike reference: Dataset? = nil,
        keepsFeatures: Bool
    ) throws -> Dataset {
        try GBDTFailure.explain(path) {
            try Dataset(
                table.features, labels: labels, weights: weights, groups: groups, initialScores: initialScores,
                categoricalColumns: categoricalColumns, featureNames: reference == nil ? table.featureNames : nil,
                parameters: parameters, binnedLike: reference, keepsFeatures: keepsFeatures)
        }
    }

    /// `7000 rows, 28 columns, weights`
    var summary: String {
        var parts = ["\(table.features.rowCount) rows", "\(table.features.columnCount) features"]
        if weights != nil { parts.append("weights") }
        if let groups { parts.append("\(groups.count) queries") }
        if initialScores != nil { parts.append("initial scores") }
        return "\(path): " + parts.joined(separator: ", ")
    }
}

/// Finds LightGBM's side files by their names.
private struct SideFileReader {
    let path: String
    let rowCount: Int
    var notes: [String] = []

    init(path: String, rowCount: Int) {
        self.path = path
        self.rowCount = rowCount
    }

    mutating func weights(column: [Float]?) throws -> [Float]? {
        guard let (file, bytes) = try read(".weight", "weights", isGiven: column != nil, "weight_column") else {
            return column
        }
        let weights = try GBDTFailure.explain(file) { try SideFiles.weights(bytes) }
        try check(weights.count, "weights", file)
        return weights
    }

    /// - Parameter ranks: the objective needs groups, so that those of a nearly right name are taken too.
    mutating func groups(column: [Int]?, ranks: Bool) throws -> [Int]? {
        var found = try read(".query", "rows per query", isGiven: column != nil, "group_column, or qid:", looks: !ranks)
        let near = stem + ".query"
        if found == nil, column == nil, ranks, InputFile.exists(near) {
            notes.append("\(near): taken as the rows per query of \(path)")
            found = (near, try InputFile.bytes(near))
        }
        guard let (file, bytes) = found else { return column }
        let groups = try GBDTFailure.explain(file) { try SideFiles.querySizes(bytes) }
        try check(groups.reduce(0) { $0.addingReportingOverflow($1).partialValue }, "rows in all queries", file)
        return groups
    }

    mutating func initialScores() throws -> [[Double]]? {
        guard let (file, bytes) = try read(".init", "initial scores", isGiven: false, "") else { return nil }
        let scores = try GBDTFailure.explain(file) { try SideFiles.initialScores(bytes) }
        try check(scores.first?.count ?? 0, "initial scores", file)
        return scores
    }

    mutating func checkPositions(ranks: Bool) throws {
        let file = path + ".position"
        guard InputFile.exists(file) else { return }
        if ranks {
            throw GBDTFailure.usage("\(file): positions of documents are not supported: move the file away")
        }
        notes.append("\(file) has no effect: only ranking objectives look at positions")
    }

    /// The file of LightGBM's name, if it is there.
    /// - Parameters:
    ///   - setting: what else says the same.
    ///   - looks: a file of a nearly right name is worth a note.
    private mutating func read(
        _ ending: String, _ meaning: String, isGiven: Bool, _ setting: String, looks: Bool = true
    ) throws -> (String, [UInt8])? {
        let file = path + ending
        guard InputFile.exists(file) else {
            let near = stem + ending
            if looks, near != file, InputFile.exists(near) {
                notes.append("\(near) has no effect: as \(meaning) of \(path) it would be named \(file)")
            }
            return nil
        }
        if isGiven { throw GBDTFailure.usage("\(meaning) stand in \(file) and in \(setting): keep one of them") }
        return (file, try InputFile.bytes(file))
    }

    private func check(_ count: Int, _ meaning: String, _ file: String) throws {
        guard count != rowCount else { return }
        throw GBDTFailure.badData("\(file): \(count) \(meaning), but \(path) has \(rowCount) rows")
    }

    /// The path without the ending of its format.
    private var stem: String {
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return path }
        return String(path[..<dot])
    }
}
