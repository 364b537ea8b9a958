import ArgumentParser
import GBDT

struct GBDTInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "What a model is: objective, size, and its ten most important features.")

    @Option(help: "A model in LightGBM's text format.")
    var model: String

    @Flag(help: "Print one JSON object.")
    var json = false

    struct Report: Encodable {
        var model: String
        var objective: String
        var iterations: Int
        var trees: Int
        var outputs: Int
        var columns: Int
        var leaves: Int
        var leavesPerTree: String
        var depth: Int
        var categoricalSplits: Int
        var hasLinearLeaves: Bool
        var isRandomForest: Bool
        var importance: [FeatureShare]
    }

    func run() throws {
        let booster = try Booster(file: model)
        let summary = booster.summary
        let report = Report(
            model: model, objective: summary.objective ?? "custom", iterations: booster.iterationCount,
            trees: summary.treeCount, outputs: booster.outputCount, columns: booster.columnCount,
            leaves: summary.leafCount,
            leavesPerTree: "\(summary.leafCounts.lowerBound)...\(summary.leafCounts.upperBound)",
            depth: summary.depthMax, categoricalSplits: summary.categoricalSplitCount,
            hasLinearLeaves: summary.hasLinearLeaves, isRandomForest: summary.averagesOutput,
            importance: Array(FeatureShare.ranked(booster).prefix(10)))
        if json { try Console.json(report) } else { Console.output(report.text) }
    }
}

extension GBDTInfoCommand.Report {
    var text: String {
        var lines = [
            "objective    \(objective)" + (isRandomForest ? ", random forest" : ""),
            "trees        \(trees) (\(iterations) iterations, \(outputs) each)",
            "columns      \(columns)",
            "leaves       \(leaves) (\(leavesPerTree) a tree" + (hasLinearLeaves ? ", linear)" : ")"),
            "depth        \(depth)",
        ]
        if categoricalSplits > 0 { lines.append("categorical  \(categoricalSplits) splits") }
        lines.append("importance   (splits, gain)")
        lines += importance.map { "  \($0.feature)\t\($0.splits)\t\(NumberText.general($0.gain))" }
        return lines.joined(separator: "\n")
    }
}

/// A feature's part in a model.
struct FeatureShare: Encodable {
    var feature: String
    var column: Int
    var splits: Int
    var gain: Double

    /// All features, the one with the largest gain first; ties go by column.
    static func ranked(_ model: Booster) -> [FeatureShare] {
        let splits = model.importance(.splits)
        let gains = model.importance(.gain)
        return model.featureNames.indices.map { column in
            FeatureShare(
                feature: model.featureNames[column], column: column, splits: Int(splits[column]), gain: gains[column])
        }.sorted { $0.gain != $1.gain ? $0.gain > $1.gain : $0.column < $1.column }
    }
}

struct GBDTImportanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "importance", abstract: "Every feature and its importance, the largest first.")

    @Option(help: "A model in LightGBM's text format.")
    var model: String

    @Flag(help: "Sums of gains in place of numbers of splits.")
    var gain = false

    @Flag(help: "Print one JSON object.")
    var json = false

    struct Report: Encodable {
        var model: String
        var kind: String
        var features: [FeatureShare]
    }

    func run() throws {
        var shares = FeatureShare.ranked(try Booster(file: model))
        if !gain { shares.sort { $0.splits != $1.splits ? $0.splits > $1.splits : $0.column < $1.column } }
        if json {
            try Console.json(Report(model: model, kind: gain ? "gain" : "split", features: shares))
        } else {
            let lines = shares.map { "\($0.feature)\t\(gain ? NumberText.exact($0.gain) : String($0.splits))" }
            Console.output(lines.joined(separator: "\n"))
        }
    }
}
