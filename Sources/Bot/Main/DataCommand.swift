import ArgumentParser
import BotLabeling
import FoundationEssentials
import Market
import Store

struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "What has been collected.", subcommands: [Stats.self, Prune.self],
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

    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete what is too old, by the journal's own time, and give the room back.",
            discussion: "Orders, fills, accounts, models and halts are never deleted.")

        @Option(help: "The store; POLYBOT_ML_DATA_DB unless given.")
        var journal: String?

        @Flag(help: "Print one JSON object.")
        var json = false

        private struct Report: Encodable {
            var events: Int
            var samples: Int
            var labels: Int
            var prices: Int
            var forecasts: Int
            var bytesReturned: Int64
            var fitsInRoom: Bool
        }

        func run() throws {
            let settings = try BotConfiguration(environment: ProcessInfo.processInfo.environment)
            let store = try StoreDatabase.open(path: journal ?? settings.database)
            let report: RetentionReport
            do {
                report = try prune(store, settings)
                try store.close()
            } catch {
                do { try store.close() } catch { Console.note("closing the store: \(error)") }
                throw error
            }
            if json {
                try Console.json(
                    Report(
                        events: report.events, samples: report.samples, labels: report.labels, prices: report.prices,
                        forecasts: report.forecasts, bytesReturned: report.bytesReturned,
                        fitsInRoom: report.fitsInRoom))
                return
            }
            Console.output(
                """
                deleted \(report.events) events, \(report.samples) rows, \(report.labels) labels, \
                \(report.prices) prices and \(report.forecasts) forecasts; \(report.bytesReturned) bytes given back
                """)
        }

        private func prune(_ store: StoreDatabase, _ settings: BotConfiguration) throws -> RetentionReport {
            // Recorded data is old by the wall clock and young by its own: the journal's newest time is now.
            guard let now = try store.reader.lastReceiveTime() else { return RetentionReport() }
            let policy = RetentionPolicy(
                events: settings.eventRetention, samples: settings.sampleRetention, prices: settings.sampleRetention,
                forecasts: settings.sampleRetention, freeDiskMin: Int64(settings.freeDiskMinMegabytes) << 20)
            return try store.makeWriter().applyRetention(policy, now: now)
        }
    }
}
