/// Row sampling without replacement (`src/boosting/bagging.hpp`).
///
/// Every block of 1,024 rows owns a generator that lives as long as the training, so that a bag depends on seed and
/// row number alone, never on threads.
struct Bagging: Sendable {
    private static let blockRowCount = 1_024
    private let rowCount: Int
    private let fraction: Double
    private let frequency: Int
    private var generators: [ParityRandom]
    /// LightGBM draws no more once a bag has held every row, which only happens to a handful of rows.
    private var isOver = false

    /// nil when the parameters ask for no bagging.
    init?(rowCount: Int, parameters: TrainingParameters) {
        guard parameters.baggingFrequency > 0, parameters.baggingFraction < 1 else { return nil }
        self.rowCount = rowCount
        fraction = parameters.baggingFraction
        frequency = parameters.baggingFrequency
        let seed = parameters.seeds.bagging
        let blockCount = (rowCount + Self.blockRowCount - 1) / Self.blockRowCount
        generators = (0..<blockCount).map { ParityRandom(seed: seed &+ $0) }
    }

    /// The rows of the new bag, ascending, or nil when `iteration` (from 0) keeps the old one.
    mutating func draw(iteration: Int) -> [UInt32]? {
        guard iteration % frequency == 0, !isOver else { return nil }
        var rows: [UInt32] = []
        rows.reserveCapacity(Int(Double(rowCount) * fraction) + 1)
        for block in generators.indices {
            let start = block * Self.blockRowCount
            for row in start..<min(start + Self.blockRowCount, rowCount)
            where generators[block].nextUniform() < fraction {
                rows.append(UInt32(row))
            }
        }
        isOver = rows.count == rowCount
        return rows
    }
}
