import ArgumentParser
import FoundationEssentials
import GBDT

/// Training and asking gradient-boosted trees from the shell, in LightGBM's terms.
struct GBDTCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gbdt",
        abstract: "Train, ask and explain gradient-boosted trees, as LightGBM's command line does.",
        discussion: """
            Settings are name=value pairs under LightGBM's names; models are LightGBM's text files.

            EXAMPLES
              polybot gbdt train data=train.tsv valid=test.tsv objective=binary metric=auc output_model=model.txt
              polybot gbdt train --config train.conf num_leaves=63
              polybot gbdt cv data=train.tsv objective=binary --nfold 5
              polybot gbdt predict --model model.txt --data rows.csv --output predictions.tsv
              polybot gbdt shap --model model.txt --data rows.csv --output contributions.tsv
              polybot gbdt info --model model.txt
              polybot gbdt bench --model model.txt --data rows.csv --json

            POLYBOT_ISA=baseline, v3 or v4 forces the instruction set of predictions.

            Every parameter and its standing: docs/GBDT.md.
            """,
        subcommands: [
            GBDTTrainCommand.self, GBDTPredictCommand.self, GBDTShapCommand.self, GBDTCrossValidationCommand.self,
            GBDTInfoCommand.self, GBDTImportanceCommand.self, GBDTDumpCommand.self, GBDTPlotCommand.self,
            GBDTBenchCommand.self,
        ])

    /// What holds for all its commands.
    func validate() throws {
        do {
            _ = try InstructionSet(environment: ProcessInfo.processInfo.environment)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
