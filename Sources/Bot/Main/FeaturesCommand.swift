import ArgumentParser
import Features

/// What the bot sees of a market: the columns of its rows.
struct FeaturesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "features", abstract: "The features: what each is, over which window, and its mirror image.",
        discussion: """
            EXAMPLES
              polybot features list --group tradeFlow
              polybot features show hurst_exponent
              polybot features list --markdown              the table of docs/FEATURES.md
              polybot features explain sim-12 --journal polybot-demo/polybot.sqlite --models polybot-demo/models
            """,
        subcommands: [List.self, Show.self, FeaturesExplainCommand.self, FeaturesRebuildCommand.self])

    /// A column as it is printed.
    private struct Report: Encodable {
        var index: Int
        var name: String
        var version: Int
        var group: String
        var unit: String
        var parity: String
        var trains: Bool
        var windowSeconds: Int64?
        var minSpanSeconds: Int64?
        var summary: String

        init(_ column: FeatureColumn, index: Int) {
            self.index = index
            name = column.name
            version = column.version
            group = "\(column.group)"
            unit = column.unit
            parity = column.parity.title.filter { $0 != "`" }
            trains = column.trains
            windowSeconds = column.window?.components.seconds
            minSpanSeconds = column.minSpan?.components.seconds
            summary = column.summary
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every feature in the order of a row.")

        @Option(help: "Only those of a group: \(FeatureGroup.allCases.map { "\($0)" }.joined(separator: ", ")).")
        var group: String?

        @Flag(help: "Print one JSON object.")
        var json = false

        @Flag(help: "Print a table in Markdown.")
        var markdown = false

        private struct Listing: Encodable {
            var schema: String
            var features: [Report]
        }

        func validate() throws {
            if markdown, json || group != nil {
                throw ValidationError("--markdown prints the whole table: leave out --json and --group")
            }
        }

        func run() throws {
            let schema = FeatureSchema.current
            if markdown {
                Console.output(schema.markdown())
                return
            }
            let wanted = try group.map { try FeatureGroup(named: $0) }
            let reports = schema.columns.enumerated().filter { wanted == nil || $1.group == wanted }
                .map { Report($1, index: $0) }
            if json {
                try Console.json(Listing(schema: schema.hash.hex, features: reports))
                return
            }
            for report in reports {
                let mark = report.trains ? " " : "-"
                Console.output("\(mark) \(report.name) [\(report.unit)] \(report.summary)")
            }
            Console.note("\(reports.count) features, schema \(schema.hash.hex.prefix(12)); - is for reports only")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One feature.")

        @Argument(help: "Its name.")
        var name: String

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() throws {
            let schema = FeatureSchema.current
            guard let index = schema.index(of: name) else {
                let nearest = NearestName.to(name, in: schema.columns.map(\.name))
                throw ValidationError("no feature is named '\(name)'; did you mean '\(nearest)'?")
            }
            let report = Report(schema.columns[index], index: index)
            if json {
                try Console.json(report)
                return
            }
            Console.output(
                """
                \(report.name), version \(report.version): \(report.summary)
                group        \(report.group)
                unit         \(report.unit.isEmpty ? "none" : report.unit)
                window       \(report.windowSeconds.map { "\($0) s" } ?? "the present")
                known after  \(report.minSpanSeconds.map { "\($0) s" } ?? "the first book")
                other token  \(report.parity)
                learner      \(report.trains ? "sees it" : "does not see it: for reports only")
                """)
        }
    }
}

extension FeatureGroup {
    /// As the command line names it.
    init(named name: String) throws {
        let names = Self.allCases.map { "\($0)" }
        guard let index = names.firstIndex(of: name) else {
            throw ValidationError("no group is named '\(name)'; did you mean '\(NearestName.to(name, in: names))'?")
        }
        self = Self.allCases[index]
    }
}
