/// Rows that no market ever sent: every value missing, +-1e9, or at the edge of what training saw, and mixtures.
///
/// A model that answers one of them with NaN, or with a move that no training label had, is not installed.
struct FuzzedRows {
    static let mixedCount = 300

    /// Row after row.
    let values: [Float]

    init(_ examples: ExampleSet, columns: [Int], trainRows: [Int], seed: UInt64) {
        let huge: Float = 1e9
        let edges = columns.map { column in
            var low = Float.infinity
            var high = -Float.infinity
            for row in trainRows {
                let value = examples.values[row * examples.columnCount + column]
                if value < low { low = value }
                if value > high { high = value }
            }
            return low <= high ? (low: low, high: high) : (low: Float.nan, high: Float.nan)
        }
        var values: [Float] = []
        let choices: [(Int) -> Float] = [
            { _ in .nan }, { _ in huge }, { _ in -huge }, { edges[$0].low }, { edges[$0].high },
        ]
        for choice in choices { values += columns.indices.map(choice) }
        var random = SeededRandom(seed: seed)
        for _ in 0..<Self.mixedCount {
            values += columns.indices.map { choices[random.index(below: choices.count)]($0) }
        }
        self.values = values
    }
}
