import ArgumentParser
import BotUpdater
import Features
import FoundationEssentials
import Market
import Store

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Run the loop over a store: recorded markets, or a run's own journal.",
        discussion: """
            Over imported markets the bot samples, labels, retrains and trades on paper as it would have; what comes of
            it goes to --out. Over a run's own journal it recomputes every row, forecast and order, and compares them,
            bit for bit, with what the run stored. FILE itself is never changed.

            EXAMPLES
              polybot replay real.sqlite --out replayed --json
              polybot replay polybot-demo/polybot.sqlite --json
            """)

    @Argument(help: "The store to replay.")
    var file: String

    @Option(name: .customLong("out"), help: "Folder for rows, labels and models; a temporary one unless given.")
    var folder: String?

    @Option(help: "Folder of the models that a run's journal names; `models` beside FILE unless given.")
    var models: String?

    @Option(help: "Only markets whose name begins with this.")
    var market: String?

    @Option(help: "Seed of the learner.")
    var seed: UInt64 = 1

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        let settings = try BotConfiguration(environment: ProcessInfo.processInfo.environment)
        let reader = try StoreReader.open(path: file)
        if try reader.meta("source") == "run" {
            let comparison = try await TapeComparison(
                reader: reader, modelFolder: models ?? Self.sibling(of: file), configuration: settings
            ).run()
            if json { try Console.json(comparison) } else { Console.output(comparison.text) }
            guard comparison.isEqual else { throw ReplayError.differs(comparison.text) }
            return
        }
        let scratch = try folder ?? Self.scratchFolder()
        defer { if folder == nil { discard(scratch) } }
        try SystemFiles().createFolder(scratch)
        let report = try await ReplayRun(
            reader: reader, folder: scratch, marketPrefix: market, seed: seed, configuration: settings,
            progress: Console.note
        ).run()
        if json { try Console.json(report) } else { Console.output(report.text) }
    }

    private static func sibling(of file: String) -> String {
        let parts = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return (parts + ["models"]).joined(separator: "/")
    }

    private static func scratchFolder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "polybot-replay-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    private func discard(_ folder: String) {
        do { try FileManager.default.removeItem(atPath: folder) } catch { Console.note("\(folder): \(error)") }
    }
}

enum ReplayError: Error, CustomStringConvertible {
    /// The tape holds something that cannot be replayed.
    case tape(file: String, sequence: Int64, reason: String)
    /// A run's journal gave other rows, forecasts or orders than the run stored.
    case differs(String)
    case noRun(file: String)
    case otherSettings(file: String)

    var description: String {
        switch self {
        case .tape(let file, let sequence, let reason): "\(file), journal entry \(sequence): \(reason)"
        case .differs(let what): "the replay differs from the run: \(what)"
        case .otherSettings(let file):
            "\(file) was run under other POLYBOT_* settings than those set now; set the same ones to compare"
        case .noRun(let file): "\(file) does not say how its run was set up; it cannot be compared"
        }
    }
}
