import ArgumentParser
import BotForecasting
import BotUpdater
import FoundationEssentials

struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "The champions, and every candidate with its verdict.",
        subcommands: [List.self, Show.self])

    struct Options: ParsableArguments {
        @Option(help: "Folder of the models; POLYBOT_ML_MODEL_DIR unless given.")
        var models: String?

        @Flag(help: "Print one JSON object.")
        var json = false

        func registry() throws -> ModelRegistry {
            let settings = try BotConfiguration(environment: ProcessInfo.processInfo.environment)
            return ModelRegistry(root: models ?? settings.modelFolder)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every candidate, oldest first.")

        @OptionGroup var options: Options

        private struct Report: Encodable {
            var current: String?
            var lineage: [String]
            var candidates: [Candidate]
        }

        private struct Candidate: Encodable {
            var version: String?
            var asOf: Int64
            var tier: String
            var decision: String
            var gate: String?
            var reason: String
        }

        func run() throws {
            let registry = try options.registry()
            let candidates = try registry.verdicts().map {
                Candidate(
                    version: $0.identity.version, asOf: $0.identity.asOf, tier: $0.identity.tier,
                    decision: $0.decision.decision.rawValue, gate: $0.decision.gate?.rawValue,
                    reason: $0.decision.reason)
            }
            let current = try registry.currentVersion()?.description
            if options.json {
                try Console.json(
                    Report(
                        current: current, lineage: try registry.lineage().map(\.description), candidates: candidates))
                return
            }
            for candidate in candidates {
                let mark = candidate.version != nil && candidate.version == current ? "*" : " "
                let name = candidate.version ?? "(no model)"
                Console.output("\(mark) \(name) tier \(candidate.tier) \(candidate.decision): \(candidate.reason)")
            }
            if candidates.isEmpty { Console.output("no candidate yet") }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The report of one kept champion.")

        @Argument(help: "Its version; the current one unless given.")
        var version: String?

        @OptionGroup var options: Options

        func run() throws {
            let registry = try options.registry()
            let wanted = try version.map { text in
                guard let version = ModelVersion(text) else {
                    throw ValidationError("'\(text)' is no model version; one looks like 20260711-0123456789ab")
                }
                return version
            }
            guard let found = try wanted ?? registry.currentVersion() else {
                throw ValidationError("there is no champion in \(registry.root) yet")
            }
            try Console.json(registry.report(of: found))
        }
    }
}
