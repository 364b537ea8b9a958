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
        var trees: Int
        var bestIteration: Int?
        /// Of the first validation data, by the names that comparisons with other libraries use.
        var metrics: [String: Double]
        /// The last values, or those of the best iteration, of all data.
        var evaluations: [Value]
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

    /// Whether somebody sees the metrics of the rounds, or stops by them. Otherwise the model is judged once, at its
    /// end.
    private var isWatched: Bool {
        !(printsJSON && isQuiet) || setup.parameters.earlyStoppingRounds != nil
            || setup.command.reportsTrainingMetrics
    }

    func run() throws {
        let command = setup.command
        let dataFile = try setup.dataFile()
        if command.metricsAreOff, setup.parameters.earlyStoppingRounds != nil {
            throw GBDTFailure.usage("early_stopping_round watches metrics, but metric=None: choose one")
        }
        let output = try OutputFile(command.outputModelFile ?? "LightGBM_model.txt")
        setup.printNotes()
        var cost = TrainingCost()
        let base = try command.inputModelFile.map { try Booster(file: $0) }
        let (training, validation) = try datasets(dataFile, continuing: base, &cost)
        var log = TrainingLog(
            rounds: setup.parameters.iterations, first: base?.iterationCount ?? 0, isQuiet: isQuiet,
            printsJSON: printsJSON)
        let booster = try cost.train { try train(training, validation, continuing: base, &log) }
        try output.write(booster.modelText())
        try output.commit()
        if printsJSON {
            let evaluations =
                isWatched ? log.values(of: booster.bestIteration) : try values(of: booster, on: validation)
            let report = Report(
                model: output.path, objective: setup.parameters.objective.name, rows: training.rowCount,
                features: training.columnCount, iterations: booster.iterationCount, trees: booster.summary.treeCount,
                bestIteration: booster.bestIteration, metrics: Self.metrics(evaluations), evaluations: evaluations,
                notes: setup.notes, seconds: log.seconds)
            try Console.json(CostedReport(report: report, cost: cost))
        } else {
            Console.output("\(output.path): \(booster.iterationCount) iterations of \(setup.parameters.objective.name)")
        }
    }

    /// One object with the members of both.
    private struct CostedReport: Encodable {
        var report: Report
        var cost: TrainingCost

        func encode(to encoder: any Encoder) throws {
            try report.encode(to: encoder)
            try cost.encode(to: encoder)
        }
    }

    /// Reads and bins training and validation data.
    private func datasets(
        _ dataFile: String, continuing base: Booster?, _ cost: inout TrainingCost
    ) throws -> (Dataset, [Dataset]) {
        let parameters = setup.parameters
        let examples = try cost.load { try ExampleFile(dataFile, setup: setup) }
        try check(examples, continues: base != nil)
        let categories = try examples.categoricalColumns(setup.command.categoricalColumns)
        try GBDTFailure.explain { try parameters.checkConsistency(categoricalColumns: categories) }
        tell(examples, more: forcedBinNotes(categories))
        let columnCount = examples.table.features.columnCount
        let files = try setup.command.validationFiles.map { path in
            let rows = try cost.load { try ExampleFile(path, setup: setup, featureCount: columnCount) }
            try check(rows, continues: base != nil)
            tell(rows)
            return rows
        }
        let training = try cost.bin {
            try examples.dataset(parameters, categoricalColumns: categories, keepsFeatures: base != nil)
        }
        let validation = try files.map {
            try $0.dataset(parameters, binnedLike: training, keepsFeatures: base != nil || !isWatched)
        }
        return (training, validation)
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
                on: training, validation: isWatched ? validation : [], parameters: setup.parameters, continuing: base,
                hooks: hooks
            ) { report in
                running.take(report)
                return .proceed
            }
        }
        running.finish(booster, wanted: setup.parameters.iterations)
        log = running
        return booster
    }

    /// The metrics of a finished model.
    private func values(of booster: Booster, on validation: [Dataset]) throws -> [Report.Value] {
        if setup.command.metricsAreOff { return [] }
        return try zip(setup.command.validationFiles, validation).enumerated().flatMap { number, data in
            let values = try GBDTFailure.explain(data.0) {
                try booster.metrics(on: data.1, parameters: setup.parameters)
            }
            return values.map {
                Report.Value(
                    iteration: booster.iterationCount, data: "valid_\(number + 1)", metric: $0.metric.name,
                    value: $0.value)
            }
        }
    }

    /// Of the first validation data, under the names of `Benchmarks/peers`.
    private static func metrics(_ values: [Report.Value]) -> [String: Double] {
        let names = [
            "l1": "mae", "binary_logloss": "logloss", "multi_logloss": "logloss", "binary_error": "error",
            "multi_error": "error",
        ]
        let own = values.filter { $0.data == "valid_1" }.map { (names[$0.metric] ?? $0.metric, $0.value) }
        return Dictionary(own) { first, _ in first }
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
