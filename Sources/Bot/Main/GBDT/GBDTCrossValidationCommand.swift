import ArgumentParser
import GBDT

struct GBDTCrossValidationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cv", abstract: "Mean and deviation of the metrics over folds, round by round.",
        discussion: """
            Folds are drawn with seed= (0 unless given): with equal shares of the labels for binary and multiclass
            objectives, query by query for ranking. Bins are found on each fold's training rows.

            EXAMPLES
              polybot gbdt cv data=train.tsv objective=binary metric=auc num_iterations=50 --nfold 5
              polybot gbdt cv --config train.conf --nfold 10 early_stopping_round=20
            """)

    @OptionGroup var settings: SettingsOptions

    @Option(help: "Number of folds; nfold=N among the settings says the same.")
    var nfold: Int?

    @Flag(help: "Print one JSON object.")
    var json = false

    struct Report: Encodable {
        var folds: Int
        var rows: Int
        var bestIteration: Int?
        var rounds: [[Value]]
        var notes: [String]
        var seconds: Double

        struct Value: Encodable {
            var metric: String
            var mean: Double
            var deviation: Double
        }
    }

    func run() throws {
        let isCount = { (setting: String) in setting.hasPrefix("nfold=") }
        let counts = settings.settings.filter(isCount)
        if counts.count + (nfold == nil ? 0 : 1) > 1 {
            throw GBDTFailure.usage("nfold is given twice: keep one of them")
        }
        let written = counts.first.map { String($0.dropFirst(6)) }
        guard let foldCount = written.map({ Int($0) }) ?? nfold ?? 5, foldCount >= 2 else {
            throw GBDTFailure.usage("nfold=\(written ?? String(nfold ?? 0)): expected an integer of at least 2")
        }
        let setup = try CommandSetup(config: settings.config, arguments: settings.settings.filter { !isCount($0) })
        try run(setup, foldCount: foldCount)
    }

    private func run(_ setup: CommandSetup, foldCount: Int) throws {
        let isQuiet = setup.command.verbosity < 1
        let dataFile = try setup.dataFile()
        let idle = try idleSettings(setup.command)
        setup.printNotes(idle)
        let examples = try ExampleFile(dataFile, setup: setup)
        if examples.initialScores != nil {
            throw GBDTFailure.usage("\(dataFile).init: cross-validation starts from no scores: move the file away")
        }
        let categories = try examples.categoricalColumns(setup.command.categoricalColumns)
        if !isQuiet { for line in examples.notes + [examples.summary] { Console.note(line) } }
        let rowCount = examples.labels.count
        let parts = [.lambdaRank, .rankXENDCG].contains(setup.parameters.objective) ? examples.groups : nil
        guard foldCount <= parts?.count ?? rowCount else {
            throw GBDTFailure.usage(
                "nfold=\(foldCount): \(dataFile) has only \(parts.map { "\($0.count) queries" } ?? "\(rowCount) rows")")
        }
        var meter = ProgressMeter(total: setup.parameters.iterations, unit: "rounds", isShown: !isQuiet)
        var done = 0
        let frequency = setup.command.metricFrequency
        let result = try explain(examples) {
            try CrossValidation(
                .init(
                    features: examples.table.features, labels: examples.labels, weights: examples.weights,
                    groups: examples.groups, categoricalColumns: categories),
                folds: folds(examples, setup.parameters, foldCount), parameters: setup.parameters
            ) { round, summaries in
                done = round
                if !json, round % frequency == 0 {
                    meter.clear()
                    for summary in summaries { Console.output(Self.line(round, summary)) }
                }
                meter.update(round, summaries.first.map { Self.text($0) } ?? "")
                return .proceed
            }
        }
        meter.finish(done, result.rounds.last?.first.map { Self.text($0) } ?? "")
        try report(result, foldCount, rowCount, notes: setup.notes + idle, seconds: meter.seconds)
    }

    /// As ``GBDTFailure/explain(_:_:)``; a label that is refused gets its row in the file, not in its fold.
    private func explain<Value>(_ examples: ExampleFile, _ body: () throws -> Value) throws -> Value {
        try GBDTFailure.explain(examples.path) {
            do {
                return try body()
            } catch let GBDTError.invalidLabel(row, value, requirement) {
                let place = examples.labels.firstIndex(of: value) ?? row
                throw GBDTError.invalidLabel(row: place, value: value, requirement: requirement)
            }
        }
    }

    private func report(
        _ result: CrossValidation, _ foldCount: Int, _ rowCount: Int, notes: [String], seconds: Double
    ) throws {
        let rounds = result.rounds.map { round in
            round.map {
                Report.Value(metric: $0.metric.name, mean: $0.mean, deviation: $0.standardDeviation)
            }
        }
        if json {
            try Console.json(
                Report(
                    folds: foldCount, rows: rowCount, bestIteration: result.bestIteration, rounds: rounds, notes: notes,
                    seconds: seconds))
        } else if let best = result.bestIteration {
            Console.output("the best iteration round is \(best)")
            for summary in result.rounds.last ?? [] { Console.output(Self.line(best, summary)) }
        }
    }

    private func folds(
        _ examples: ExampleFile, _ parameters: TrainingParameters, _ foldCount: Int
    ) throws -> [CrossValidation.Fold] {
        var maker = FoldMaker(seed: parameters.seed ?? 0)
        switch parameters.objective {
        case .lambdaRank, .rankXENDCG:
            guard let groups = examples.groups else { throw GBDTError.groupsMissing(name: parameters.objective.name) }
            return maker.grouped(groups: groups, foldCount: foldCount)
        case .binary, .multiclass, .multiclassOVA:
            return maker.stratified(labels: examples.labels, foldCount: foldCount)
        default:
            return maker.plain(rowCount: examples.labels.count, foldCount: foldCount)
        }
    }

    /// What a cross-validation does not look at, and what it cannot do.
    private func idleSettings(_ command: CommandSettings) throws -> [String] {
        if command.task != .train { throw GBDTFailure.usage("cv trains: leave out task") }
        if command.inputModelFile != nil { throw GBDTFailure.usage("cv starts anew: leave out input_model") }
        if command.metricsAreOff { throw GBDTFailure.usage("cv reports metrics, but metric=None: choose one") }
        var notes: [String] = []
        if !command.validationFiles.isEmpty { notes.append("valid has no effect: folds are judged") }
        if command.outputModelFile != nil { notes.append("output_model has no effect: cv writes no model") }
        if command.reportsTrainingMetrics {
            notes.append("is_provide_training_metric has no effect: cv reports the judged rows")
        }
        return notes
    }

    /// `Iteration:10, cv auc : 0.83 + 0.01`
    private static func line(_ round: Int, _ summary: CrossValidation.Summary) -> String {
        "Iteration:\(round), cv \(summary.metric.name) : \(NumberText.general(summary.mean)) + "
            + NumberText.general(summary.standardDeviation)
    }

    private static func text(_ summary: CrossValidation.Summary) -> String {
        "cv \(summary.metric.name) \(NumberText.general(summary.mean))"
    }
}
