import ArgumentParser
import BotForecasting
import BotUpdater
import Features
import FoundationEssentials
import Market
import Store

/// What the bot saw of a token last, and what it made of it.
struct FeaturesExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "The newest row of a token: values, percentiles, part in the forecast.",
        discussion: """
            Percentiles are among the rows the champion was trained on, as far as the store has them, or among all rows
            while there is no champion. Contributions are Shapley values of the champion's trees and the terms of its
            linear part, in log-odds.

            EXAMPLES
              polybot features explain will-it-rain:yes --group tradeFlow
            """)

    @Argument(help: "A market's name; with :yes or :no only if that is the token its rows are drawn for.")
    var token: String

    @Option(help: "The store; POLYBOT_ML_DATA_DB unless given.")
    var journal: String?

    @Option(help: "Folder of the models; POLYBOT_ML_MODEL_DIR unless given.")
    var models: String?

    @Option(help: "Only features of a group: \(FeatureGroup.allCases.map { "\($0)" }.joined(separator: ", ")).")
    var group: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let settings = try BotConfiguration(environment: ProcessInfo.processInfo.environment)
        let wanted = try group.map { try FeatureGroup(named: $0) }
        let reader = try StoreReader.open(path: journal ?? settings.database).snapshot()
        let names = try reader.namesByMarket()
        let row = try newestRow(reader, names)
        let champion = try ModelRegistry(root: models ?? settings.modelFolder).champion()
        let explanation = RowExplanation(
            row, name: Self.name(of: row.asset, names), ranks: try ranks(of: row, champion, reader),
            contributions: try champion?.contributions(row), model: champion?.version, group: wanted)
        if json { try Console.json(explanation) } else { Console.output(explanation.text) }
    }

    private static func name(of asset: AssetID, _ names: [MarketID: String]) -> String {
        (names[asset.market] ?? "market \(asset.market.rawValue)") + (asset.outcome == .yes ? ":yes" : ":no")
    }

    private func newestRow(_ reader: StoreReader, _ byMarket: [MarketID: String]) throws -> FeatureRow {
        let markets = byMarket.keys.sorted()
        let names = markets.compactMap { byMarket[$0] }
        guard !names.isEmpty else { throw ValidationError("\(reader.path) has no markets") }
        let sides: [(suffix: String, outcome: Outcome)] = [(":yes", .yes), (":no", .no)]
        // A name may itself end like a side.
        let side = names.contains(token) ? nil : sides.first { token.hasSuffix($0.suffix) }
        let market = side.map { String(token.dropLast($0.suffix.count)) } ?? token
        guard let index = names.firstIndex(of: market) else {
            let nearest = NearestName.to(market, in: names)
            throw ValidationError("no market is named '\(market)'; did you mean '\(nearest)'?")
        }
        guard let row = try reader.newestRow(of: markets[index], schema: FeatureSchema.current.hash) else {
            throw ValidationError("'\(market)' has no row of this build's features yet")
        }
        if let side, side.outcome != row.asset.outcome {
            let drawn = row.asset.outcome == .yes ? ":yes" : ":no"
            throw ValidationError("rows of '\(market)' are drawn for its other token: ask for '\(market)\(drawn)'")
        }
        return row
    }

    private func ranks(of row: FeatureRow, _ champion: Forecaster?, _ reader: StoreReader) throws -> ColumnRanks {
        var ranks = ColumnRanks(of: row.values)
        let from = champion.map { Timestamp(nanoseconds: $0.manifest.trainingStart) } ?? .distantPast
        let through = champion.map { Timestamp(nanoseconds: $0.manifest.trainingEnd) } ?? .distantFuture
        try reader.forEachRow(schema: FeatureSchema.current.hash, from: from, through: through) { ranks.add($0) }
        return ranks
    }
}
