import Testing

@testable import GBDT

/// Goal: what a command line tells of a model and asks of a training.
struct BoosterSummaryTests {
    @Test func aSummaryCountsTreesLeavesAndDepth() throws {
        var parameters = TrainingParameters()
        parameters.iterations = 3
        parameters.depthMax = 2
        let summary = try SampleData(rowCount: 400).booster(parameters).summary
        #expect(summary.objective == "regression" && summary.treeCount == 3 && summary.depthMax == 2)
        #expect(summary.leafCounts.upperBound <= 4 && summary.leafCount <= 12 && summary.leafCount >= 6)
        #expect(!summary.averagesOutput && !summary.hasLinearLeaves && summary.categoricalSplitCount == 0)
        #expect(Tree(rootValue: 1, rowCount: 5).depth == 0)
    }

    @Test func reportsHoldMetricsAsOftenAsAsked() throws {
        var parameters = TrainingParameters()
        parameters.iterations = 6
        let data = try SampleData(rowCount: 200).dataset(parameters)
        var hooks = TrainingHooks()
        hooks.metricFrequency = 3
        var counts: [Int] = []
        _ = try Booster.train(on: data, parameters: parameters, hooks: hooks) { report in
            counts.append(report.values.count)
            return .proceed
        }
        #expect(counts == [0, 0, 1, 0, 0, 1])
        hooks = TrainingHooks()
        hooks.reportsTrainingMetrics = false
        counts = []
        _ = try Booster.train(on: data, parameters: parameters, hooks: hooks) { report in
            counts.append(report.values.count)
            return .proceed
        }
        #expect(counts == [0, 0, 0, 0, 0, 0])
    }

    @Test func neighbouringRowsAreCopiedAndOthersRefused() throws {
        let matrix = try FeatureMatrix(rowCount: 3, columnCount: 2, columnMajor: [1.0, 2, 3, 4, 5, 6])
        let rows = try matrix.rows(1..<3)
        #expect(rows.rowCount == 2 && rows.row(0) == [2, 5] && rows.row(1) == [3, 6])
        #expect(throws: GBDTError.self) { try matrix.rows(1..<4) }
        #expect(throws: GBDTError.self) { try matrix.rows(-1..<2) }
        #expect(throws: GBDTError.self) { try matrix.rows(1..<1) }
    }
}
