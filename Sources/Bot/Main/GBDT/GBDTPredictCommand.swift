import ArgumentParser
import FoundationEssentials
import GBDT

struct GBDTPredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "One line of predictions for each row of a file.",
        discussion: """
            The columns of the file are the model's features, in their order, without header and label unless --header
            and --label say otherwise. Missing values: nan or nothing. Numbers have 17 significant digits, tabs between.

            EXAMPLES
              polybot gbdt predict --model model.txt --data rows.csv --output predictions.tsv
              polybot gbdt predict --model model.txt --data test.tsv --label 0 --output raw.tsv --raw
            """)

    @OptionGroup var rows: RowOptions

    @Flag(help: "Scores before conversion; of random forests the sum over the trees.")
    var raw = false

    @Flag(help: "The number of the leaf in each tree, as in the model text.")
    var leaf = false

    @Flag(help: "Shapley values: one for each feature, then the expected value; class by class.")
    var contrib = false

    func validate() throws {
        if [raw, leaf, contrib].count(where: { $0 }) > 1 {
            throw ValidationError("--raw, --leaf and --contrib are different outputs: give one of them")
        }
    }

    func run() throws {
        try rows.run(raw ? .raw : leaf ? .leaves : contrib ? .contributions : .predictions)
    }
}

struct GBDTShapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shap", abstract: "How much each feature adds to each row's score: predict --contrib.",
        discussion: """
            One value for each feature, then the expected value, class by class; they add up to the raw score.

            EXAMPLES
              polybot gbdt shap --model model.txt --data rows.csv --output contributions.tsv
            """)

    @OptionGroup var rows: RowOptions

    func run() throws { try rows.run(.contributions) }
}

/// Which rows are asked of which model.
struct RowOptions: ParsableArguments {
    @OptionGroup var source: RowSource

    @Option(help: "Where the lines go; - for stdout.")
    var output: String

    @Option(name: .customLong("first-iteration"), help: "The first iteration that takes part, from 0.")
    var firstIteration = 0

    @Option(help: "How many iterations take part; all unless given.")
    var iterations: Int?

    @Option(help: "Threads; as many as there are processors unless given. Results do not depend on it.")
    var threads: Int?

    @Flag(help: "Print one JSON object about the run.")
    var json = false

    func validate() throws {
        if let threads, !(1...1_024).contains(threads) { throw ValidationError("--threads takes 1 ... 1024") }
        if let iterations, iterations < 1 { throw ValidationError("--iterations takes at least 1") }
    }

    func run(_ kind: PredictionRun.Kind) throws {
        let processors = min(max(ProcessInfo.processInfo.activeProcessorCount, 1), 1_024)
        let run = PredictionRun(
            modelFile: source.model, dataFile: source.data, outputFile: output, kind: kind, hasHeader: source.header,
            label: source.labelColumn, firstIteration: firstIteration,
            iterationCount: iterations ?? -1, threadCount: threads ?? processors)
        try run.run(printsJSON: json)
    }
}
