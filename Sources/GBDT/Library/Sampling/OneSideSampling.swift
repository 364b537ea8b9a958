/// Gradient-based one-side sampling (GOSS; Ke et al. 2017, algorithm 2; `src/boosting/goss.hpp`): rows with large
/// gradients are kept, of the others some are drawn and weighted up.
///
/// LightGBM draws within one block of rows per thread; here all rows are one block, as with one thread there.
struct OneSideSampling: Sendable {
    private static let blockRowCount = 1_024
    private let topRate: Double
    private let otherRate: Double
    /// No sampling before this iteration.
    private let firstIteration: Int
    private var generators: [ParityRandom]

    /// nil when the parameters ask for another sampling.
    init?(rowCount: Int, parameters: TrainingParameters) {
        guard parameters.rowSampling == .goss else { return nil }
        topRate = parameters.topRate
        otherRate = parameters.otherRate
        firstIteration = Int(1 / parameters.learningRate)
        let seed = parameters.seeds.bagging
        generators = (0..<(rowCount + Self.blockRowCount - 1) / Self.blockRowCount).map {
            ParityRandom(seed: seed &+ $0)
        }
    }

    /// The rows of this iteration, ascending; gradients and hessians of the drawn ones are weighted up. nil: all rows.
    mutating func draw(iteration: Int, gradients: inout [[SIMD2<Float>]]) -> [UInt32]? {
        guard iteration >= firstIteration, let rowCount = gradients.first?.count else { return nil }
        let sizes = (0..<rowCount).map { row in
            gradients.reduce(into: Float(0)) { $0 += abs($1[row].x * $1[row].y) }
        }
        let topCount = max(1, Int(Double(rowCount) * topRate))
        let otherCount = Int(Double(rowCount) * otherRate)
        let threshold = sizes.sorted(by: >)[topCount - 1]
        let factor = Float(rowCount - topCount) / Float(otherCount)
        var rows: [UInt32] = []
        var keptCount = 0
        for row in 0..<rowCount {
            if sizes[row] >= threshold {
                rows.append(UInt32(row))
                keptCount += 1
                continue
            }
            let needed = otherCount - (rows.count - keptCount)
            let rest = (rowCount - row) - (topCount - keptCount)
            guard generators[row / Self.blockRowCount].nextUniform() < Double(needed) / Double(rest) else { continue }
            rows.append(UInt32(row))
            for output in gradients.indices { gradients[output][row] *= factor }
        }
        return rows
    }
}
