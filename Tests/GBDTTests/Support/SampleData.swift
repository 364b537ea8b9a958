@testable import GBDT

/// Chance for tests: SplitMix64, the same on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A made-up regression problem: rows of Floats and labels that depend on the first three columns.
struct SampleData {
    var rowCount: Int
    var columnCount: Int
    var values: [Float] = []
    var labels: [Float] = []

    /// - Parameters:
    ///   - levels: values are multiples of 1/levels in [-1, 1].
    ///   - missingShare: share of values replaced by NaN.
    init(rowCount: Int, columnCount: Int = 5, levels: Int = 1_000, missingShare: Double = 0, seed: UInt64 = 1) {
        self.rowCount = rowCount
        self.columnCount = columnCount
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<rowCount {
            let row = (0..<columnCount).map { _ in
                Float(Int.random(in: -levels...levels, using: &generator)) / Float(levels)
            }
            // Multiples of 1/64, so that sums of first gradients are exact in any order.
            let noise = Float(Int.random(in: -16...16, using: &generator)) / 64
            labels.append((row[0] > 0.2 ? 1 : -1) * (row[1 % columnCount] > 0 ? 0.5 : 0.25) + noise)
            values += row.map { Double.random(in: 0..<1, using: &generator) < missingShare ? .nan : $0 }
        }
    }

    func row(_ index: Int) -> [Float] { Array(values[index * columnCount..<(index + 1) * columnCount]) }

    func matrix() throws -> FeatureMatrix {
        try FeatureMatrix(rowCount: rowCount, columnCount: columnCount, rowMajor: values)
    }

    func dataset(_ parameters: TrainingParameters = .init(), weights: [Float]? = nil) throws -> Dataset {
        try Dataset(matrix(), labels: labels, weights: weights, parameters: parameters)
    }

    func booster(_ parameters: TrainingParameters = .init()) throws -> Booster {
        try Booster.train(on: dataset(parameters), parameters: parameters)
    }

    /// The rows in another order, or some of them.
    func picking(_ rows: [Int]) -> SampleData {
        var picked = self
        picked.rowCount = rows.count
        picked.values = rows.flatMap(row)
        picked.labels = rows.map { labels[$0] }
        return picked
    }
}
