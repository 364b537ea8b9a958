import GBDT

/// Trains a small model, asks it, and checks the answers: the library as another package sees it.
@main
enum Consumer {
    static func main() throws {
        let (rowCount, columnCount) = (600, 3)
        let values = (0..<rowCount * columnCount).map { Float($0 * 37 % 101) }
        let labels = (0..<rowCount).map { values[$0 * columnCount] > 50 ? Float(1) : 0 }

        var parameters = TrainingParameters()
        parameters.objective = .binary
        parameters.iterations = 20
        parameters.leafCountMax = 7
        let features = try FeatureMatrix(rowCount: rowCount, columnCount: columnCount, rowMajor: values)
        let training = try Dataset(features, labels: labels, parameters: parameters)
        let booster = try Booster.train(on: training, parameters: parameters)

        let predictions = try booster.predict(features)
        let rightCount = predictions.indices.count { (predictions[$0] > 0.5) == (labels[$0] == 1) }
        check(rightCount == rowCount, "\(rightCount) of \(rowCount) rows are told apart")
        for row in 0..<rowCount {
            let single = booster.predict(values.span.extracting(row * columnCount..<(row + 1) * columnCount))
            check(single == predictions[row], "row \(row) alone is \(single), in the batch \(predictions[row])")
        }
        let copy = try Booster(modelText: booster.modelText())
        check(try copy.predict(features) == predictions, "a model comes back from its text")
        let plan = booster.plan
        check(plan.treeCount == 20 && (2...7).contains(plan.leafCountMax) && plan.batch == .rankPlanes, "\(plan)")
        let isWide = plan.instructionSet == .v4
        check(plan.singleRow == (isWide ? .rankPermute : .interleavedWalk), "\(plan)")
        check(booster.served(on: .baseline).plan.singleRow == .interleavedWalk, "the portable kernel can be forced")
        print("\(booster.iterationCount) trees, \(rowCount) rows predicted")
    }

    private static func check(_ holds: Bool, _ what: String) {
        if !holds { fatalError(what) }
    }
}
