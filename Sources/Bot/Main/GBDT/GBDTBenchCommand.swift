import ArgumentParser
import FoundationEssentials
import GBDT

struct GBDTBenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "How long a model takes: one row at a time, and whole tables.",
        discussion: """
            Single rows: up to 1,024 rows of the file in turn, warm, every call timed; the percentiles contain timer_ns,
            the cost of the timer. Batch: the whole table in each call, for at least 0.3 s.

            EXAMPLES
              polybot gbdt bench --model model.txt --data rows.csv
              polybot gbdt bench --model model.txt --data test.tsv --label 0 --threads 1,2 --json
              POLYBOT_ISA=baseline polybot gbdt bench --model model.txt --data rows.npy
            """)

    @OptionGroup var source: RowSource

    @Option(help: "Numbers of threads for batches, separated by commas; 1 and all processors unless given.")
    var threads: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    struct Report: Encodable {
        var plan: PlanReport
        var singleRow: SingleRowTimes
        var batch: [BatchRate]

        enum CodingKeys: String, CodingKey {
            case plan, batch
            case singleRow = "single_row"
        }
    }

    func validate() throws {
        if let threads, Self.counts(threads) == nil {
            throw ValidationError("--threads takes numbers from 1 to 1024 separated by commas, got '\(threads)'")
        }
    }

    func run() throws {
        let processors = min(max(ProcessInfo.processInfo.activeProcessorCount, 1), 1_024)
        let threadCounts = threads.flatMap(Self.counts) ?? (processors > 1 ? [1, processors] : [1])
        let model = try Booster(file: source.model)
        var options = TableOptions()
        options.hasHeader = source.header
        options.threadCount = processors
        let table = try TableFile(path: source.data, options: options).rows(
            for: model, label: source.labelColumn, isLabelCertain: true)
        let benchmark = try PredictionBenchmark(model: model, features: table.features)
        let report = Report(
            plan: PlanReport(model.plan), singleRow: try benchmark.singleRows(),
            batch: try threadCounts.map { try benchmark.batch(threadCount: $0) })
        if json { try Console.json(report) } else { Console.output(report.text) }
    }

    private static func counts(_ text: String) -> [Int]? {
        let counts = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        let isUsable = counts.allSatisfy { $0.map { (1...1_024).contains($0) } ?? false }
        return isUsable ? counts.compactMap { $0 } : nil
    }
}

extension GBDTBenchCommand.Report {
    var text: String {
        let times = [
            ("p50", singleRow.p50), ("p90", singleRow.p90), ("p99", singleRow.p99), ("p99.9", singleRow.p999),
            ("least", singleRow.least), ("timer", singleRow.timer),
        ]
        let single = times.map { "\($0) \($1) ns" }.joined(separator: ", ")
        let lines = batch.map {
            "batch        \(NumberText.general($0.rowsPerSecond)) rows/s on \($0.threads) "
                + ($0.threads == 1 ? "thread" : "threads")
                + ", \(NumberText.general($0.rowsPerProcessorSecond)) rows per second of processor"
        }
        return
            ([
                "plan         \(plan.singleRow), batches \(plan.batch), on \(plan.instructionSet): \(plan.reason)",
                "single row   \(single)",
            ] + lines).joined(separator: "\n")
    }
}
