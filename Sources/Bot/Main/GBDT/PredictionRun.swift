import GBDT

/// From rows to a file with one line each, as LightGBM's command line writes it.
struct PredictionRun {
    enum Kind: String, Encodable {
        case predictions, raw, leaves, contributions
    }

    var modelFile: String
    var dataFile: String
    var outputFile: String
    var kind = Kind.predictions
    var hasHeader = false
    var label: ColumnReference?
    /// The caller said that there is a label, rather than that there may be one.
    var isLabelCertain = true
    var firstIteration = 0
    /// 0 or less: all.
    var iterationCount = -1
    var threadCount = 1
    var isQuiet = false
    var notes: [String] = []

    struct Report: Encodable {
        var model: String
        var data: String
        var output: String
        var kind: Kind
        var rows: Int
        var valuesPerRow: Int
        var iterations: Int
        var notes: [String]
        var seconds: Double
    }

    func run(printsJSON: Bool) throws {
        if printsJSON, outputFile == "-" { throw GBDTFailure.usage("--json and --output - both want stdout: keep one") }
        let model = try Booster(file: modelFile)
        let iterations = try range(model)
        if kind == .contributions {
            _ = try GBDTFailure.explain(modelFile) { try model.explainer(iterations: iterations) }
        }
        let output = try OutputFile(outputFile)
        var options = TableOptions()
        options.hasHeader = hasHeader
        options.threadCount = threadCount
        let table = try TableFile(path: dataFile, options: options).rows(
            for: model, label: label, isLabelCertain: isLabelCertain)
        let notes = notes + headerNotes(table, model)
        if !isQuiet { for note in notes { Console.note(note) } }
        let (width, seconds) = try write(table.features, model, iterations, to: output)
        try output.commit()
        let report = Report(
            model: modelFile, data: dataFile, output: outputFile, kind: kind, rows: table.features.rowCount,
            valuesPerRow: width, iterations: iterations.count, notes: notes, seconds: seconds)
        if printsJSON { try Console.json(report) }
    }

    /// - Returns: values a row, and the seconds it took.
    private func write(
        _ features: FeatureMatrix, _ model: Booster, _ iterations: Range<Int>, to output: OutputFile
    ) throws -> (Int, Double) {
        var meter = ProgressMeter(total: features.rowCount, unit: "rows", isShown: !isQuiet)
        let width = valuesPerRow(model, iterations)
        let blockSize = min(16_384, max(64, 2_000_000 / max(1, width)))
        var row = 0
        while row < features.rowCount {
            try Task.checkCancellation()
            let rows = row..<min(row + blockSize, features.rowCount)
            let values = try GBDTFailure.explain(dataFile) { try texts(features.rows(rows), model, iterations) }
            for line in rows.indices.map({ ($0 - row) * width }) {
                try output.write(values[line..<line + width].joined(separator: "\t") + "\n")
            }
            row = rows.upperBound
            meter.update(row)
        }
        meter.finish(row)
        return (width, meter.seconds)
    }

    private func texts(_ rows: FeatureMatrix, _ model: Booster, _ iterations: Range<Int>) throws -> [String] {
        switch kind {
        case .predictions:
            try model.predictions(rows, iterations: iterations, threadCount: threadCount).map(NumberText.exact)
        case .raw: try model.rawScores(rows, iterations: iterations, threadCount: threadCount).map(NumberText.exact)
        case .leaves: try model.leafIndices(rows, iterations: iterations, threadCount: threadCount).map { String($0) }
        case .contributions:
            try model.contributions(rows, iterations: iterations, threadCount: threadCount).map(NumberText.exact)
        }
    }

    private func valuesPerRow(_ model: Booster, _ iterations: Range<Int>) -> Int {
        switch kind {
        case .predictions, .raw: model.outputCount
        case .leaves: iterations.count * model.outputCount
        case .contributions: (model.columnCount + 1) * model.outputCount
        }
    }

    private func range(_ model: Booster) throws -> Range<Int> {
        guard firstIteration >= 0, firstIteration < max(1, model.iterationCount) else {
            throw GBDTFailure.usage(
                "iteration \(firstIteration) is not in \(modelFile), which has \(model.iterationCount), from 0")
        }
        let left = model.iterationCount - firstIteration
        return firstIteration..<firstIteration + (iterationCount > 0 ? min(iterationCount, left) : left)
    }

    /// A header that names columns otherwise than the model may be a mistake.
    private func headerNotes(_ table: LabeledTable, _ model: Booster) -> [String] {
        guard let names = table.featureNames else { return [] }
        let defaults = model.featureNames.indices.map { "Column_\($0)" }
        let differing = zip(names, model.featureNames).enumerated().first { $0.element.0 != $0.element.1 }
        guard model.featureNames != defaults, let differing else { return [] }
        return [
            "column \(differing.offset) is '\(differing.element.0)' in \(dataFile) and '\(differing.element.1)' in the "
                + "model; columns go by their order"
        ]
    }
}

extension PredictionRun {
    /// `task=predict` of a configuration.
    init(setup: CommandSetup) throws {
        let command = setup.command
        self.init(
            modelFile: try setup.inputModelFile(), dataFile: try setup.dataFile(),
            outputFile: command.resultFile ?? "LightGBM_predict_result.txt")
        if command.allowsOtherShapes {
            throw GBDTFailure.usage(
                "predict_disable_shape_check=true is not supported: rows must have the model's columns")
        }
        let kinds = [
            (command.predictsRawScores, Kind.raw, "predict_raw_score"),
            (command.predictsLeaves, Kind.leaves, "predict_leaf_index"),
            (command.predictsContributions, Kind.contributions, "predict_contrib"),
        ].filter(\.0)
        if kinds.count > 1 {
            throw GBDTFailure.usage("\(kinds[0].2) and \(kinds[1].2) are two different outputs: keep one of them")
        }
        kind = kinds.first?.1 ?? .predictions
        hasHeader = command.hasHeader
        label = command.labelColumn ?? .index(0)
        isLabelCertain = false
        firstIteration = command.firstIteration
        iterationCount = command.iterationCount
        threadCount = setup.parameters.threadCount
        isQuiet = command.verbosity < 1
        notes = command.verbosity >= 0 ? setup.notes : []
    }
}
