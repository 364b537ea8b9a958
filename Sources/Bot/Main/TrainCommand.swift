import ArgumentParser
import BotUpdater
import FoundationEssentials
import Market
import Store

struct TrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Label what is due, train one candidate and judge it.",
        discussion: """
            Works on the rows of a store. A candidate that passes every gate becomes the champion of the model folder;
            a running bot picks it up within a second. Any other is kept with its reason.
            """)

    @Option(help: "The store with the rows; POLYBOT_ML_DATA_DB unless given.")
    var journal: String?

    @Option(help: "Folder of the models; POLYBOT_ML_MODEL_DIR unless given.")
    var models: String?

    @Option(help: "Seed of the learner.")
    var seed: UInt64 = 1

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        let settings = try BotConfiguration(environment: ProcessInfo.processInfo.environment)
        let store = try StoreDatabase.open(path: journal ?? settings.database)
        do {
            let report = try await train(store, settings)
            try store.close()
            if json {
                try Console.json(report)
            } else {
                Console.output("\(report.decision.decision.rawValue): \(report.decision.reason)")
            }
        } catch {
            do { try store.close() } catch { Console.note("closing the store: \(error)") }
            throw error
        }
    }

    private func train(_ store: StoreDatabase, _ settings: BotConfiguration) async throws -> CandidateReport {
        guard settings.isLearningEnabled else {
            throw ConfigurationError(
                key: "POLYBOT_ENABLE_ML", reason: "learning is switched off; set it to true to train")
        }
        let last =
            try store.reader.lastReceiveTime()
            ?? store.reader.statistics(
                horizon: settings.labelHorizon, version: 1, targetsNeeded: settings.trainingExamplesMin
            ).lastSample
        guard let last else { throw TrainError.empty(file: store.path) }
        var learning = LearningCycle(
            store: store, registry: ModelRegistry(root: models ?? settings.modelFolder), configuration: settings,
            seed: seed, shelf: ForecasterShelf(), stopwatch: Stopwatch())
        _ = try await learning.run(asOf: last)
        guard let report = learning.reports.last else { throw TrainError.empty(file: store.path) }
        return report
    }
}

enum TrainError: Error, CustomStringConvertible {
    case empty(file: String)

    var description: String {
        switch self {
        case .empty(let file):
            "\(file) holds no rows yet: run `polybot replay FILE --out DIR` or a collecting bot first"
        }
    }
}
