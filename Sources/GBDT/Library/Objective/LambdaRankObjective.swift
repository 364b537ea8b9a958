import Glibc

/// LambdaRank on NDCG (`LambdarankNDCG` in `src/objective/rank_objective.hpp`; Burges, 2010).
///
/// Every pair of rows of a group with unequal labels, of which one ranks among the first `truncationLevel`, pushes the
/// better row up and the other down, by the NDCG that swapping them would change. Pushes are summed in Float.
struct LambdaRankObjective: Objective {
    private let labels: [Float]
    private let weights: [Float]?
    private let groupBoundaries: [Int]
    private let sigmoid: PairSigmoid
    private let truncationLevel: Int
    private let isNormalised: Bool
    /// Of every row.
    private let gains: [Double]
    /// Of every rank of the largest group.
    private let discounts: [Double]
    private let inverseLargestSums: [Double]

    /// - Parameter groupBoundaries: rows at which groups start, and the number of rows at the end.
    init(labels: [Float], weights: [Float]?, groupBoundaries: [Int], parameters: TrainingParameters) {
        self.labels = labels
        self.weights = weights
        self.groupBoundaries = groupBoundaries
        sigmoid = PairSigmoid(slope: parameters.sigmoid)
        let level = parameters.lambdaRankTruncationLevel
        truncationLevel = level
        isNormalised = parameters.lambdaRankNorm
        let gains = DiscountedGain(labelGain: parameters.labelGain)
        self.gains = labels.map(gains.gain)
        let sizes = zip(groupBoundaries, groupBoundaries.dropFirst()).map { $1 - $0 }
        discounts = (0..<(sizes.max() ?? 0)).map(DiscountedGain.discount)
        inverseLargestSums = zip(groupBoundaries, groupBoundaries.dropFirst()).map { start, end in
            let largest = gains.largestSum(labels[start..<end], count: level)
            return largest > 0 ? 1 / largest : largest
        }
    }

    var transform: OutputTransform { .identity }
    var modelTextName: String? { "lambdarank" }

    func initialScore(ofOutput output: Int) -> Double { 0 }

    func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]], pool: WorkerPool) {
        precondition(gradients[0].count == labels.count && scores[0].count == labels.count)
        fillGroups(&gradients[0], boundaries: groupBoundaries, pool: pool) { group, gradients in
            fill(group, groupBoundaries[group]..<groupBoundaries[group + 1], &gradients, scores[0])
        }
        guard let weights else { return }
        for row in weights.indices { gradients[0][row] *= weights[row] }
    }

    /// - Parameter gradients: of the group's rows alone.
    private func fill(
        _ group: Int, _ rows: Range<Int>, _ gradients: inout MutableSpan<SIMD2<Float>>, _ scores: [Double]
    ) {
        for index in gradients.indices { gradients[index] = .zero }
        let order = rowsByScore(rows, scores)
        guard let best = order.first, let worst = order.last(where: { scores[$0] > -.infinity }) else { return }
        let dividesByDistance = isNormalised && scores[best] != scores[worst]
        var total = 0.0
        for first in 0..<min(order.count - 1, truncationLevel) where scores[order[first]] > -.infinity {
            for second in (first + 1)..<order.count where scores[order[second]] > -.infinity {
                let (firstLabel, secondLabel) = (labels[order[first]], labels[order[second]])
                if firstLabel == secondLabel { continue }
                let (high, low) = firstLabel > secondLabel ? (first, second) : (second, first)
                let distance = scores[order[high]] - scores[order[low]]
                var change =
                    (gains[order[high]] - gains[order[low]]) * abs(discounts[high] - discounts[low])
                    * inverseLargestSums[group]
                if dividesByDistance { change /= Double(0.01 as Float) + abs(distance) }
                let share = sigmoid(distance)
                let push = share * (-sigmoid.slope * change)
                let hessian = share * (1 - share) * (sigmoid.slope * sigmoid.slope * change)
                gradients[order[low] - rows.lowerBound] += SIMD2(-Float(push), Float(hessian))
                gradients[order[high] - rows.lowerBound] += SIMD2(Float(push), Float(hessian))
                total -= 2 * push
            }
        }
        guard isNormalised, total > 0 else { return }
        let factor = log2(1 + total) / total
        for index in gradients.indices {
            let pair = gradients[index]
            gradients[index] = SIMD2(Float(Double(pair.x) * factor), Float(Double(pair.y) * factor))
        }
    }
}

/// 1 / (1 + exp(slope x)) at the lower of 2^20 equidistant points on +-50 / slope / 2, as LightGBM tabulates it.
///
/// Only the points asked for are computed: the same bits, without 8 MiB of table.
struct PairSigmoid: Sendable {
    let slope: Double
    private let lowest: Double
    private let pointsPerUnit: Double

    private static let pointCount = 1_048_576

    init(slope: Double) {
        self.slope = slope
        lowest = -50 / slope / 2
        pointsPerUnit = Double(Self.pointCount) / (-lowest - lowest)
    }

    func callAsFunction(_ distance: Double) -> Double {
        var point = 0
        if distance >= -lowest {
            point = Self.pointCount - 1
        } else if distance > lowest {
            point = Int((distance - lowest) * pointsPerUnit)
        }
        return 1 / (1 + exp((Double(point) / pointsPerUnit + lowest) * slope))
    }
}
