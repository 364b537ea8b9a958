import ArgumentParser
import BotSimulation
import BotUpdater
import Features
import FoundationEssentials
import Market

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Run the whole loop in a simulated world, three weeks in minutes.",
        discussion: """
            The report goes to stdout, progress to stderr. The same seed gives the same report, apart from `timing`.

            EXAMPLES
              polybot demo
              polybot demo --seed 7 --scenario martingale --out run --json
            """)

    @Option(help: "Seed of the world and of the learner.")
    var seed: UInt64 = 1

    @Option(
        help: "The world: default, martingale (nothing can be learned), calm or crisis.",
        transform: { name in
            guard let scenario = Scenario.named(name) else {
                throw ValidationError(
                    "no scenario '\(name)': take one of \(Scenario.all.map(\.name).joined(separator: ", "))")
            }
            return scenario
        })
    var scenario: Scenario = .default

    @Option(name: .customLong("out"), help: "Folder of the run: its store and its models.")
    var folder = "polybot-demo"

    @Flag(help: "Sample every five minutes instead of every fifteen.")
    var full = false

    @Option(help: "Days of market time.")
    var days = 21

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard (1...365).contains(days) else { throw ValidationError("--days takes 1 to 365, got \(days)") }
    }

    func run() async throws {
        var settings = try BotConfiguration(environment: ProcessInfo.processInfo.environment)
        if full { settings.sampleInterval = .minutes(5) }
        try SystemFiles().createFolder(folder)
        let run = DemoRun(
            options: DemoRun.Options(
                seed: seed, scenario: scenario, days: days, grid: SamplingGrid(step: settings.sampleInterval),
                folder: folder),
            configuration: settings, progress: Console.note)
        let report = try await run.run()
        if json { try Console.json(report) } else { Console.output(report.text) }
    }
}

extension DemoReport {
    /// The report for people.
    var text: String {
        let score = { (score: Score?) in
            guard let score else { return "none" }
            return
                "\(Self.rounded(score.value, 4)) (\(Self.rounded(score.lower, 4)) to \(Self.rounded(score.upper, 4)))"
        }
        var lines = [
            "scenario \(scenario), seed \(seed): \(days) days, \(events) events",
            "\(samples) samples, \(labels.labelled) labelled",
            "R2 at one hour, walk-forward: oracle \(score(oracle_r2))",
            "  candidate \(score(candidate_r2)), ridge \(score(ridge_r2))",
            "\(retrains) retrains, \(promotions) promotions",
        ]
        if let champion {
            lines.append("champion \(champion.version), \(champion.trees) trees: R2 \(score(champion.r2Zero))")
            lines.append("  direction \(score(champion.directionAccuracy))")
        } else {
            lines.append("no champion: nothing passed every gate")
        }
        for gate in rejections.keys.sorted() { lines.append("  rejected at \(gate): \(rejections[gate] ?? 0)") }
        lines.append(
            "\(trades) fills; net \(Self.rounded(pnl.net, 2)) USDC after \(Self.rounded(pnl.fees, 2)) of fees; "
                + "deepest drawdown \(Self.rounded(pnl.maxDrawdown, 2))")
        lines.append("\(Self.rounded(timing.total, 1)) s")
        return lines.joined(separator: "\n")
    }

    static func rounded(_ value: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { result, _ in result * 10 }
        return "\((value * scale).rounded() / scale)"
    }
}
