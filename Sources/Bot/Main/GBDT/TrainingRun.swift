import GBDT

/// From data files to a model file.
struct TrainingRun {
    let setup: CommandSetup
    let printsJSON: Bool

    struct Report: Encodable {
        var model: String
        var objective: String
        var rows: Int
        var features: Int
        var iterations: Int
        var bestIteration: Int?
        /// The last values, or those of the best iteration.
        var metrics: [Value]
        var notes: [String]
        var seconds: Double

        struct Value: Encodable {
            var iteration: Int
            var data: String
            var metric: String
            var value: Double
        }
    }

    private var isQuiet: Bool { setup.command.verbosity < 1 }

    func run() throws {
        let command = setup.command
        let dataFile = try setup.dataFile()
        if command.metricsAreOff, setup.parameters.earlyStoppingRounds != nil {
            throw GBDTFailure.usage("early_stopping_round watches metrics, but metric=None: choose one")
        }
        let output = try OutputFile(command.outputModelFile ?? "LightGBM_model.txt")
        setup.printNotes()
        let base = try command.inputModelFile.map { try Booster(file: $0) }
        let examples = try ExampleFile(dataFile, setup: setup)
        try check(examples, continues: base != nil)
        let categories = try examples.categoricalColumns(command.categoricalColumns)
        let parameters = setup.parameters
        try GBDTFailure.explain { try parameters.checkConsistency(categoricalColumns: categories) }
        tell(examples, more: forcedBinNotes(categories))
        let training = try examples.dataset(
            parameters, categoricalColumns: categories, keepsFeatures: base != nil)
        let validation = try command.validationFiles.map { path in
            let rows = try ExampleFile(path, setup: setup, featureCount: training.columnCount)
            try check(rows, continues: base != nil)
            tell(rows)
            return try rows.dataset(parameters, binnedLike: training, keepsFeatures: base != nil)
        }
        var log = TrainingLog(
            rounds: parameters.iterations, first: base?.iterationCount ?? 0, isQuiet: isQuiet, printsJSON: printsJSON)
        let booster = try train(training, validation, continuing: base, &log)
        try output.write(booster.modelText())
        try output.commit()
        let report = Report(
            model: output.path, objective: parameters.objective.name, rows: training.rowCount,
            features: training.columnCount, iterations: booster.iterationCount, bestIteration: booster.bestIteration,
            metrics: log.values(of: booster.bestIteration), notes: setup.notes, seconds: log.seconds)
        if printsJSON {
            try Console.json(report)
        } else {
            Console.output("\(output.path): \(booster.iterationCount) iterations of \(parameters.objective.name)")
        }
    }

    private func train(
        _ training: Dataset, _ validation: [Dataset], continuing base: Booster?, _ log: inout TrainingLog
    ) throws -> Booster {
        var hooks = TrainingHooks()
        hooks.reportsTrainingMetrics = setup.command.reportsTrainingMetrics
        hooks.metricFrequency = setup.command.metricsAreOff ? 0 : setup.command.metricFrequency
        var running = log
        let booster = try GBDTFailure.explain {
            try Booster.train(
                on: training, validation: validation, parameters: setup.parameters, continuing: base, hooks: hooks
            ) { report in
                running.take(report)
                return .proceed
            }
        }
        running.finish(booster, wanted: setup.parameters.iterations)
        log = running
        return booster
    }

    /// Scores cannot start from two things.
    private func check(_ examples: ExampleFile, continues: Bool) throws {
        if continues, examples.initialScores != nil {
            throw GBDTFailure.usage(
                "\(examples.path).init and input_model both say where scores start: remove one of them")
        }
    }

    private func tell(_ examples: ExampleFile, more: [String] = []) {
        if setup.command.verbosity >= 0 { for note in examples.notes + more { Console.note(note) } }
        if !isQuiet { Console.note(examples.summary) }
    }

    private func forcedBinNotes(_ categories: [Int]) -> [String] {
        categories.filter { setup.parameters.forcedBins[$0] != nil }.sorted().map {
            "forced bins of column \($0) have no effect: it holds categories"
        }
    }
}

/// What a training says while it runs: metrics as LightGBM prints them, and how far it is.
struct TrainingLog {
    private let rounds: Int
    /// Iterations of the model that is continued.
    private let first: Int
    private let isQuiet: Bool
    private let printsJSON: Bool
    private var meter: ProgressMeter
    private var done = 0
    private var detail = ""
    /// The last report that holds metrics, and those worth remembering for the best iteration.
    private var reports: [RoundReport] = []

    init(rounds: Int, first: Int, isQuiet: Bool, printsJSON: Bool) {
        self.rounds = rounds
        self.first = first
        self.isQuiet = isQuiet
        self.printsJSON = printsJSON
        meter = ProgressMeter(total: rounds, unit: "rounds", isShown: !isQuiet)
    }

    var seconds: Double { meter.seconds }

    mutating func take(_ report: RoundReport) {
        done = report.iteration - first
        if !report.values.isEmpty {
            reports.append(report)
            if !isQuiet, !printsJSON { meter.clear() }
        }
        for value in report.values {
            if !isQuiet, !printsJSON {
                Console.output("Iteration:\(done), \(Self.name(value)) : \(NumberText.general(value.value))")
            }
        }
        if let value = report.values.first(where: { $0.validation == 0 }) ?? report.values.first {
            detail = "\(Self.name(value)) \(NumberText.general(value.value))"
        }
        meter.update(done, detail)
    }

    mutating func finish(_ booster: Booster, wanted: Int) {
        meter.finish(done, detail)
        if isQuiet { return }
        if let best = booster.bestIteration {
            let isEarly = done < wanted
            let text = "the best iteration round is \(best - min(first, best))"
            let line = isEarly ? "Early stopping at iteration \(done), \(text)" : "Did not stop early, \(text)"
            if printsJSON { Console.note(line) } else { Console.output(line) }
        } else if done < wanted {
            Console.note("stopped after \(done) of \(wanted) rounds: no leaf can be split any further")
        }
    }

    /// Metrics at an iteration of the model; the last known ones for nil.
    func values(of iteration: Int?) -> [TrainingRun.Report.Value] {
        let report = iteration.flatMap { iteration in reports.last { $0.iteration == iteration } } ?? reports.last
        guard let report else { return [] }
        return report.values.map { value in
            .init(
                iteration: report.iteration, data: Self.data(value), metric: value.metric.name, value: value.value)
        }
    }

    private static func data(_ value: RoundReport.Value) -> String {
        value.validation.map { "valid_\($0 + 1)" } ?? "training"
    }

    private static func name(_ value: RoundReport.Value) -> String { "\(data(value)) \(value.metric.name)" }
}
