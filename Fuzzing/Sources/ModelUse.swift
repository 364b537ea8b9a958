@testable import GBDT

/// Everything that is done with a model: prediction one by one and in batches, explanation, pictures, writing.
struct ModelUse {
    let model: Booster
    /// Also what takes long: explanation, pictures, writing and reading again.
    let isThorough: Bool

    func run() {
        predict()
        if isThorough {
            explain()
            write()
        }
    }

    /// Values that nodes tell apart: missing ones, zeros, categories, what no Int32 holds.
    private static let values: [Double] = [0, .nan, 1, -1, 0.5, 40, .infinity, -.infinity, 3e9, 1e-40, -0.0, 33]
    private static let rowCount = 3

    /// - Parameter row: each has the values in another order.
    private func value(_ row: Int, _ column: Int) -> Double {
        Self.values[(row * 5 + column * (2 * row + 1)) % Self.values.count]
    }

    private func predict() {
        let width = model.columnCount
        var all: [Double] = []
        var scores: [Double] = []
        var leaves: [Int] = []
        for number in 0..<Self.rowCount {
            let row = (0..<width).map { value(number, $0) }
            all += row
            scores += model.rawScores(row.span)
            leaves += model.leafIndices(row.span)
            let floats = row.map { Float($0) }
            _ = model.predictions(floats.span, iterations: 1..<3)
            if model.outputCount == 1 {
                check(isSame([model.rawScore(row.span)], Array(scores.suffix(1))))
                _ = model.predict(floats.span)
            }
        }
        guard let matrix = try? FeatureMatrix(rowCount: Self.rowCount, columnCount: width, rowMajor: all),
            let batch = try? model.rawScores(matrix), let batchLeaves = try? model.leafIndices(matrix)
        else { return check(false) }
        check(isSame(batch, scores) && batchLeaves == leaves)
        if let stopping = try? PredictionStopping(margin: 1, interval: 1) {
            _ = try? model.predictions(matrix, stopping: stopping)
        }
    }

    private func explain() {
        let row = (0..<model.columnCount).map { value(1, $0) }
        if let contributions = try? model.contributions(row.span) {
            check(contributions.count == model.outputCount * (model.columnCount + 1))
        }
        _ = model.importance(.gain)
        for tree in 0..<min(2, model.iterationCount) {
            _ = try? model.graphviz(tree: tree)
            _ = try? model.svg(tree: tree)
        }
    }

    /// What was written must be readable, and come out the same.
    private func write() {
        _ = model.json(iterations: 0..<2, importance: .gain)
        let text = model.modelText()
        guard let again = try? Booster(modelText: text) else { return check(false) }
        check(again.modelText().utf8.elementsEqual(text.utf8))
    }

    private func isSame(_ first: [Double], _ second: [Double]) -> Bool {
        first.elementsEqual(second) { $0 == $1 || $0.isNaN && $1.isNaN }
    }
}
