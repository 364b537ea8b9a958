import FoundationEssentials
import GBDT

/// Everything a configuration file and the command line say together.
struct CommandSetup {
    var parameters: TrainingParameters
    var command: CommandSettings
    /// What was accepted and changes nothing, one line each.
    var notes: [String]

    /// - Parameter file: of `name = value` lines; what the arguments say counts more.
    /// - Throws: ``GBDTFailure`` (usage) that names file and line, or the argument.
    init(config file: String?, arguments: [String]) throws {
        let given = try Self.settings(arguments)
        let path = try Self.configurationFile(file, given)
        var settings = given
        if let path {
            let inFile: [Setting]
            do {
                inFile = try ConfigText.parse(InputFile.text(path))
            } catch let GBDTError.malformedText(line, _, found, reason) {
                throw GBDTFailure.usage("\(path):\(line): \(reason), found '\(found)'")
            }
            settings = ConfigText.merge(file: inFile, commandLine: given)
        }
        do {
            let read = try ParameterSettings(settings)
            parameters = read.parameters
            command = read.command
            notes = read.notes
        } catch let GBDTError.configuration(line, error) {
            throw GBDTFailure.usage("\(path ?? "configuration"):\(line): \(error.explanation)")
        } catch {
            throw GBDTFailure.usage(error.explanation)
        }
        if command.leavesThreadCountOpen {
            parameters.threadCount = min(max(ProcessInfo.processInfo.activeProcessorCount, 1), 1_024)
        }
        if let path = command.forcedSplitsFile { parameters.forcedSplits = try ForcedFiles.splits(path) }
        if let path = command.forcedBinsFile { parameters.forcedBins = try ForcedFiles.bins(path) }
        notes += idleSettings
    }

    private static func settings(_ arguments: [String]) throws -> [Setting] {
        do {
            return try ConfigText.parse(arguments: arguments)
        } catch let GBDTError.malformedText(_, column, found, _) {
            throw GBDTFailure.usage(
                "argument \(column), '\(found)', is not name=value; options such as --config begin with two dashes")
        }
    }

    /// The file of `--config`, or of LightGBM's `config=`.
    private static func configurationFile(_ option: String?, _ settings: [Setting]) throws -> String? {
        let named = settings.last { ["config", "config_file"].contains($0.name) && !$0.value.isEmpty }?.value
        if let option, let named, option != named {
            throw GBDTFailure.usage("two configuration files: --config \(option) and config=\(named); keep one")
        }
        return option ?? named
    }

    /// Settings that this task does not look at.
    private var idleSettings: [String] {
        let plain = CommandSettings()
        var idle: [String] = []
        func note(_ names: String, _ reason: String, if differs: Bool) {
            if differs { idle.append("\(names) has no effect: \(reason)") }
        }
        if command.task != .predict {
            let reason = "only predictions use it"
            note("predict_raw_score", reason, if: command.predictsRawScores)
            note("predict_leaf_index", reason, if: command.predictsLeaves)
            note("predict_contrib", reason, if: command.predictsContributions)
            note("predict_disable_shape_check", reason, if: command.allowsOtherShapes)
            note("start_iteration_predict", reason, if: command.firstIteration != plain.firstIteration)
            note("num_iteration_predict", reason, if: command.iterationCount != plain.iterationCount)
            note("output_result", reason, if: command.resultFile != nil)
        } else {
            note("output_model", "predictions make no model", if: command.outputModelFile != nil)
        }
        if command.task != .train {
            note("valid", "only training looks at it", if: !command.validationFiles.isEmpty)
        }
        note("refit_decay_rate", "only task=refit uses it", if: command.task != .refit && command.refitDecayRate != 0.9)
        note(
            "snapshot_freq", "a model is written once, when it is complete",
            if: command.task == .train && command.snapshotFrequency > 0)
        return idle
    }

    /// The path of `data`.
    func dataFile() throws -> String {
        guard let path = command.dataFile else { throw GBDTFailure.usage("no data: give data=FILE") }
        return path
    }

    func inputModelFile() throws -> String {
        guard let path = command.inputModelFile else { throw GBDTFailure.usage("no model: give input_model=FILE") }
        return path
    }

    /// One line for each note, unless only errors are wanted.
    func printNotes(_ more: [String] = []) {
        guard command.verbosity >= 0 else { return }
        for note in notes + more { Console.note(note) }
    }
}

extension Booster {
    /// - Throws: ``GBDTFailure`` that names the file.
    init(file path: String) throws {
        // All commands get their models here: the place where the instruction set is handed to the library.
        let choice = try InstructionSet(environment: ProcessInfo.processInfo.environment)
        let text = try InputFile.text(path)
        let booster = try GBDTFailure.explain(path) { try Booster(modelText: text) }
        self = choice.map { booster.served(on: $0) } ?? booster
    }
}
