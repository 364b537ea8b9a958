import GBDT

/// Predicts a number of single rows, so that a memory checker can count what that allocates.
///
///     allocations MODEL COUNT [control]
///
/// MODEL is one of `Model`; `control` allocates once per row, so that one sees that the checker counts. Everything that
/// happens before the rows is the same for every COUNT.
@main
enum Allocations {
    enum Model: String, CaseIterable {
        case small, large, missing, categorical
    }

    static let columnCount = 12
    static let rowCount = 2_000

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let name = arguments.first, let model = Model(rawValue: name),
            let count = arguments.dropFirst().first.flatMap({ Int($0) }), count >= 0
        else {
            print(Model.allCases.map(\.rawValue).joined(separator: " "))
            return
        }
        let allocates = arguments.last == "control"
        let values = table(model)
        let booster = try train(model, values)
        let doubles = values.map { Double($0) }
        var sum = 0.0
        for call in 0..<count {
            let start = call % rowCount * columnCount
            let row = start..<start + columnCount
            sum += booster.predict(doubles.span.extracting(row)) + booster.predict(values.span.extracting(row))
            sum += booster.rawScore(doubles.span.extracting(row)) + booster.rawScore(values.span.extracting(row))
            if allocates { sum += allocated(call) }
        }
        print(model.rawValue, count, sum)
    }

    @inline(never)
    private static func allocated(_ call: Int) -> Double {
        keep([Double](repeating: Double(call & 1), count: 9))
    }

    @inline(never)
    private static func keep(_ values: [Double]) -> Double { values[values.count - 1] }

    private static func table(_ model: Model) -> [Float] {
        (0..<rowCount * columnCount).map { cell in
            let (row, column) = (cell / columnCount, cell % columnCount)
            let value = Float((row * 37 + column * 53 + row * column) % 101)
            if model == .missing, (row + column) % 7 == 0 { return .nan }
            return model == .categorical && column < 3 ? Float(Int(value) % 40) : value / 10
        }
    }

    private static func train(_ model: Model, _ values: [Float]) throws -> Booster {
        var parameters = TrainingParameters()
        parameters.iterations = model == .large ? 20 : 100
        parameters.leafCountMax = model == .large ? 255 : 31
        parameters.minDataInLeaf = 2
        let labels: [Float] = (0..<rowCount).map { row in
            let (slow, quick) = (Float(row * 37 % 101), Float(row * 54 % 97))
            return slow / 10 + quick / 20
        }
        let features = try FeatureMatrix(rowCount: rowCount, columnCount: columnCount, rowMajor: values)
        let data = try Dataset(
            features, labels: labels, categoricalColumns: model == .categorical ? [0, 1, 2] : [],
            parameters: parameters)
        return try Booster.train(on: data, parameters: parameters)
    }
}
