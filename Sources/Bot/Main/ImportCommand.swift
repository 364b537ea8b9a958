import ArgumentParser
import BotCollection
import Market
import Store

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read recorded markets into a store. Importing twice adds nothing.",
        discussion: """
            DIR is one recorded set, or a folder of sets. An import that was interrupted is started again.

            EXAMPLES
              polybot import ../shared/data --journal real.sqlite
              polybot import ../shared/data/polymarket-mlb-ws --journal ws.sqlite --on-error skip
            """)

    @Argument(help: "Folder of one recorded set, or of several.")
    var folder: String

    @Option(help: "The store to write to.")
    var journal: String

    @Option(
        name: .customLong("on-error"), help: "What to do with a malformed line: skip it and count it, or fail.",
        transform: { text in
            guard let policy = ImportPolicy(rawValue: text) else {
                throw ValidationError("--on-error takes 'skip' or 'fail', got '\(text)'")
            }
            return policy
        })
    var policy: ImportPolicy = .fail

    @Flag(help: "Print one JSON object.")
    var json = false

    struct Report: Encodable {
        var rows: Int
        var refused: Int
        var events: Int
        var seconds: Double
        var sets: [Set]

        struct Set: Encodable {
            var name: String
            var kind: String
            var wasImported: Bool
            var rows: Int
            var refused: Int
            var refusedByReason: [String: Int]
            var markets: Int
            var events: [String: Int]
            var seconds: Double
        }
    }

    func run() async throws {
        let store = try StoreDatabase.open(path: journal)
        let clock = ContinuousClock()
        let start = clock.now
        let result: ImportReport
        do {
            result = try await StoreImport(writer: store.makeWriter(), reader: store.reader).run(
                folder: folder, policy: policy,
                // Elapsed time only: no row depends on it.
                now: { Timestamp(nanoseconds: (clock.now - start).nanoseconds) })
            var batch = WriteBatch()
            batch.meta = [MetaEntry("source", "imported")]
            try await store.makeWriter().write(batch)
            try store.close()
        } catch {
            do { try store.close() } catch { Console.note("closing the store: \(error)") }
            throw error
        }
        let report = Report(result)
        if json { try Console.json(report) } else { Console.output(report.text) }
    }
}

extension ImportCommand.Report {
    init(_ report: ImportReport) {
        rows = report.rows
        refused = report.refused
        events = report.events.total
        seconds = report.sets.reduce(0) { $0 + $1.elapsed.inSeconds }
        sets = report.sets.map { set in
            var reasons: [String: Int] = [:]
            for file in set.files {
                for (defect, count) in file.refused { reasons[defect.rawValue, default: 0] += count }
            }
            return Set(
                name: set.name, kind: set.kind.rawValue, wasImported: set.wasImported, rows: set.rows,
                refused: set.refused, refusedByReason: reasons, markets: set.markets,
                events: Dictionary(uniqueKeysWithValues: set.events.byKind.map { ($0.kind, $0.count) }),
                seconds: set.elapsed.inSeconds)
        }
    }

    var text: String {
        let lines = sets.map { set in
            set.wasImported
                ? "\(set.name): imported before"
                : "\(set.name): \(set.rows) rows, \(set.refused) refused, \(set.markets) markets, "
                    + "\(set.events.values.reduce(0, +)) events"
        }
        return lines.joined(separator: "\n")
    }
}
