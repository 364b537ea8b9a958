import ArgumentParser
import BotLabeling
import FoundationEssentials
import Market
import Store

struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "What has been collected.", subcommands: [Stats.self],
        defaultSubcommand: Stats.self)

    struct Stats: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Rows, labels, and whether it is enough to train.")

        @Option(help: "The store; POLYBOT_ML_DATA_DB unless given.")
        var journal: String?

        @Flag(help: "Print one JSON object.")
        var json = false

        private struct Report: Encodable {
            var total: Int
            var labelled: Int
            var withTarget: Int
            var labellingRate: Double
            var trainingReady: Bool
            var labels: DemoReport.Labels
            var journalRecords: Int
            var markets: Int
            var bytes: Int64
        }

        func run() throws {
            let settings = try BotConfiguration(environment: ProcessInfo.processInfo.environment)
            let statistics = try StoreReader.open(path: journal ?? settings.database).statistics(
                horizon: settings.labelHorizon, version: LabelRule.currentVersion,
                targetsNeeded: settings.trainingExamplesMin)
            if json {
                try Console.json(
                    Report(
                        total: statistics.samples, labelled: statistics.labelled, withTarget: statistics.withTarget,
                        labellingRate: statistics.labellingRate, trainingReady: statistics.isTrainingReady,
                        labels: DemoReport.Labels(statistics), journalRecords: statistics.journalRecords,
                        markets: statistics.markets, bytes: statistics.bytes))
                return
            }
            Console.output(
                """
                \(statistics.samples) rows, \(statistics.labelled) labelled, \(statistics.withTarget) with a target
                \(statistics.isTrainingReady ? "enough" : "not enough") to train: \(settings.trainingExamplesMin) needed
                \(statistics.journalRecords) journal records, \(statistics.bytes) bytes
                """)
        }
    }
}
