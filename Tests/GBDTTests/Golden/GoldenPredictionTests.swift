import Testing

@testable import GBDT

/// Goal: every model LightGBM wrote is read, evaluated and written back without a bit of difference. Method: golden
/// rows, edge rows among them, against LightGBM's raw scores, predictions and leaves. Skipped: no ../shared.
@Suite(.enabled(if: GoldenFiles.areAvailable))
struct GoldenPredictionTests {
    static let models = [
        "bagging_ff", "binary", "categorical", "dart", "goss", "lambdarank", "linear_tree", "monotone", "multiclass",
        "nan_use_missing", "nan_zero_as_missing", "poisson", "quantile", "reg_l1l2_depth5", "reg_plain", "rf",
    ]

    @Test(arguments: models)
    func scoresPredictionsAndLeavesAreLightGBMsBitForBit(_ name: String) throws {
        let booster = try Booster(modelText: GoldenFiles.text("golden/\(name)/model.txt"))
        let rows = try GoldenFiles.table("golden/\(name)/rows.csv")
        let raw = try GoldenFiles.table("golden/\(name)/raw.csv")
        let predictions = try GoldenFiles.table("golden/\(name)/pred.csv")
        let leaves = try GoldenFiles.table("golden/\(name)/leaf.csv")
        #expect(rows.count == raw.count && rows.count == predictions.count && rows.count == leaves.count)
        for (index, row) in rows.enumerated() {
            #expect(same(booster.rawScores(row.span), raw[index]), "row \(index)")
            #expect(same(booster.predictions(row.span), predictions[index]), "row \(index)")
            #expect(booster.leafIndices(row.span).map(Double.init) == leaves[index], "row \(index)")
            guard booster.outputCount == 1 else { continue }
            #expect(same([booster.rawScore(row.span)], raw[index]), "row \(index)")
            #expect(same([booster.predict(row.span)], predictions[index]), "row \(index)")
        }
        let matrix = try FeatureMatrix(
            rowCount: rows.count, columnCount: booster.columnCount, rowMajor: rows.flatMap { $0 })
        #expect(same(try booster.rawScores(matrix), raw.flatMap { $0 }))
        #expect(same(try booster.predictions(matrix), predictions.flatMap { $0 }))
        #expect(try booster.leafIndices(matrix).map(Double.init) == leaves.flatMap { $0 })
    }

    /// Equal numbers, or both NaN: edge rows hold infinities, whose linear functions are not numbers.
    private func same(_ one: [Double], _ other: [Double]) -> Bool {
        one.count == other.count && zip(one, other).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
    }

    /// The measure of an error: relative to the value, or to the sizes of the leaves that went into it.
    @Test(arguments: models.filter { $0 != "linear_tree" })
    func contributionsAreLightGBMs(_ name: String) throws {
        let booster = try Booster(modelText: GoldenFiles.text("golden/\(name)/model.txt"))
        let rows = try GoldenFiles.table("golden/\(name)/rows.csv")
        let wanted = try GoldenFiles.table("golden/\(name)/contrib.csv")
        var worst = 0.0
        for line in wanted {
            let row = rows[Int(line[0])]
            let got = try booster.contributions(row.span)
            #expect(got.count == line.count - 1)
            let leaves = zip(booster.trees, booster.leafIndices(row.span)).reduce(0) { $0 + abs($1.0.leafValue[$1.1]) }
            for (one, other) in zip(got, line.dropFirst()) {
                worst = max(worst, abs(one - other) / max(abs(other), leaves))
            }
        }
        #expect(worst < 1e-9 && !wanted.isEmpty)
        #expect(worst < 1e-12, "nearer than asked for: \(worst)")
    }

    @Test func linearTreesHaveNoContributions() throws {
        let booster = try Booster(modelText: GoldenFiles.text("golden/linear_tree/model.txt"))
        #expect(throws: GBDTError.contributionsUnavailable(reason: "tree 0 is linear")) { try booster.explainer() }
    }

    @Test func scoresOfAPandasModelAreLightGBMsBitForBit() throws {
        let booster = try Booster(modelText: GoldenFiles.text("golden/pandas_categorical/model.txt"))
        let rows = try GoldenFiles.table("golden/pandas_categorical/rows.csv")
        let raw = try GoldenFiles.table("golden/pandas_categorical/raw.csv")
        #expect(rows.count == raw.count)
        for (index, row) in rows.enumerated() { #expect(booster.rawScores(row.span) == raw[index], "row \(index)") }
    }

    @Test(arguments: models + ["pandas_categorical"])
    func textIsWrittenAsItWasRead(_ name: String) throws {
        let text = try GoldenFiles.text("golden/\(name)/model.txt")
        let written = try Booster(modelText: text).modelText()
        #expect(written == text)
    }

    @Test(arguments: models)
    func importanceIsLightGBMs(_ name: String) throws {
        struct Importance: Decodable {
            var split: [Double]
            var gain: [String]
        }
        let booster = try Booster(modelText: GoldenFiles.text("golden/\(name)/model.txt"))
        let expected = try GoldenFiles.json("golden/\(name)/importance.json", as: Importance.self)
        #expect(booster.importance(.splits) == expected.split)
        // Gains in the text have six digits.
        for (got, wanted) in zip(booster.importance(.gain), expected.gain.map { Double($0)! }) {
            #expect(abs(got - wanted) <= 1e-4 * max(1, abs(wanted)))
        }
    }
}
