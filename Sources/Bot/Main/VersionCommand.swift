import ArgumentParser
import Features

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version and the feature schema.")

    static let version = "0.1.0"

    @Flag(help: "Print one JSON object.")
    var json = false

    private struct Report: Encodable {
        var version: String
        var schema: String
        var features: Int
    }

    func run() throws {
        let schema = FeatureSchema.current
        if json {
            try Console.json(
                Report(version: Self.version, schema: schema.hash.hex, features: schema.columns.count))
        } else {
            Console.output(
                "polybot \(Self.version), \(schema.columns.count) features, schema \(schema.hash.hex.prefix(12))")
        }
    }
}
