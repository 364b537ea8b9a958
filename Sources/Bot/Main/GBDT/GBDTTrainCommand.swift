import ArgumentParser
import GBDT

struct GBDTTrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a model, or what task= of a configuration file says.",
        discussion: """
            Data: CSV, TSV, LibSVM or NPY, label in the first column (NPY: FILE.label or the last column). Weights, rows
            per query and initial scores are found beside them: train.tsv.weight, train.tsv.query, train.tsv.init.

            EXAMPLES
              polybot gbdt train --config train.conf
              polybot gbdt train data=train.tsv valid=test.tsv objective=binary metric=auc early_stopping_round=10
              polybot gbdt train --config train.conf input_model=old.txt output_model=new.txt
            """)

    @OptionGroup var settings: SettingsOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let setup = try settings.setup()
        switch setup.command.task {
        case .train: try TrainingRun(setup: setup, printsJSON: json).run()
        case .predict: try PredictionRun(setup: setup).run(printsJSON: json)
        case .refit: try RefitRun(setup: setup).run(printsJSON: json)
        }
    }
}

/// A configuration file and `name=value` arguments.
struct SettingsOptions: ParsableArguments {
    @Option(help: "A file of name = value lines, as LightGBM's.")
    var config: String?

    @Argument(help: "name=value under LightGBM's names; these count more than the file.")
    var settings: [String] = []

    func setup() throws -> CommandSetup { try CommandSetup(config: config, arguments: settings) }
}
