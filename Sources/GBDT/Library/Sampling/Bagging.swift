/// Row sampling without replacement (`src/boosting/bagging.hpp`).
///
/// Every block of 1,024 rows (or groups) owns a generator that lives as long as the training, so that a bag depends on
/// seed and row number alone, never on threads.
struct Bagging: Sendable {
    private static let blockCount = 1_024
    private let frequency: Int
    private let units: Units
    private var generators: [ParityRandom]
    /// LightGBM draws no more once a bag has held every row, which only happens to a handful of rows.
    private var isOver = false
    /// The groups of the latest bag; nil before the first one and where rows are drawn.
    private(set) var drawnGroups: [Int]?
    var drawsGroups: Bool { if case .groups = units { true } else { false } }

    /// What is drawn, and with which chance.
    private enum Units: Sendable {
        case rows(count: Int, fraction: Double)
        /// Positive and negative rows apart.
        case classes(labels: [Float], positive: Double, negative: Double)
        /// Whole groups; boundaries of their rows.
        case groups([Int], fraction: Double)

        var count: Int {
            switch self {
            case .rows(let count, _): count
            case .classes(let labels, _, _): labels.count
            case .groups(let boundaries, _): boundaries.count - 1
            }
        }
    }

    /// nil when the parameters ask for no bagging.
    init?(_ data: Dataset, parameters: TrainingParameters) {
        let hasClasses = parameters.hasClassBags && parameters.objective == .binary && data.labels.contains { $0 > 0 }
        guard parameters.baggingFrequency > 0, parameters.baggingFraction < 1 || hasClasses else { return nil }
        if hasClasses {
            units = .classes(
                labels: data.labels, positive: parameters.positiveBaggingFraction,
                negative: parameters.negativeBaggingFraction)
        } else if parameters.baggingByQuery, let boundaries = data.groupBoundaries {
            units = .groups(boundaries, fraction: parameters.baggingFraction)
        } else {
            units = .rows(count: data.rowCount, fraction: parameters.baggingFraction)
        }
        frequency = parameters.baggingFrequency
        let seed = parameters.seeds.bagging
        generators = (0..<(units.count + Self.blockCount - 1) / Self.blockCount).map {
            ParityRandom(seed: seed &+ $0)
        }
    }

    /// The rows of the new bag, ascending, or nil when `iteration` (from 0) keeps the old one.
    mutating func draw(iteration: Int) -> [UInt32]? {
        guard iteration % frequency == 0, !isOver else { return nil }
        var rows: [UInt32] = []
        switch units {
        case .rows(let count, let fraction):
            rows.reserveCapacity(Int(Double(count) * fraction) + 1)
            draw(count, chance: { _ in fraction }, take: { rows.append(UInt32($0)) })
            isOver = rows.count == count
        case .classes(let labels, let positive, let negative):
            draw(
                labels.count, chance: { labels[$0] > 0 ? positive : negative }, take: { rows.append(UInt32($0)) })
            isOver = rows.count == labels.count
        case .groups(let boundaries, let fraction):
            var drawn: [Int] = []
            draw(boundaries.count - 1, chance: { _ in fraction }) { group in
                drawn.append(group)
                rows += (boundaries[group]..<boundaries[group + 1]).map(UInt32.init)
            }
            drawnGroups = drawn
            isOver = rows.count == boundaries.last
        }
        return rows
    }

    @inline(__always)
    private mutating func draw(_ count: Int, chance: (Int) -> Double, take: (Int) -> Void) {
        for block in generators.indices {
            let start = block * Self.blockCount
            for unit in start..<min(start + Self.blockCount, count)
            where generators[block].nextUniform() < chance(unit) {
                take(unit)
            }
        }
    }
}
