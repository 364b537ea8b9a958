import Glibc

/// Cross-entropy between softmax of scores and of labels disturbed at random, within groups (`RankXENDCG` in
/// `src/objective/rank_objective.hpp`; Bruch, 2021, arXiv:1911.09798).
struct RankXENDCGObjective: Objective {
    private let labels: [Float]
    private let weights: [Float]?
    private let groupBoundaries: [Int]
    /// One per group, drawn from anew in every round.
    private var randoms: [ParityRandom]

    /// - Parameter groupBoundaries: rows at which groups start, and the number of rows at the end.
    init(labels: [Float], weights: [Float]?, groupBoundaries: [Int], seed: Int) {
        self.labels = labels
        self.weights = weights
        self.groupBoundaries = groupBoundaries
        randoms = (0..<max(0, groupBoundaries.count - 1)).map { ParityRandom(seed: seed &+ $0) }
    }

    var transform: OutputTransform { .identity }
    var modelTextName: String? { "rank_xendcg" }

    func initialScore(ofOutput output: Int) -> Double { 0 }

    mutating func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]], pool: WorkerPool) {
        fillGradients(&gradients, scores: scores, groups: nil)
    }

    /// Only the groups asked for draw.
    mutating func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]], groups: [Int]?) {
        precondition(gradients[0].count == labels.count && scores[0].count == labels.count)
        for group in groups ?? Array(randoms.indices) {
            let rows = groupBoundaries[group]..<groupBoundaries[group + 1]
            fill(group, rows, &gradients[0], scores[0])
            guard let weights else { continue }
            for row in rows { gradients[0][row] *= weights[row] }
        }
    }

    private mutating func fill(
        _ group: Int, _ rows: Range<Int>, _ gradients: inout [SIMD2<Float>], _ scores: [Double]
    ) {
        guard rows.count > 1 else {
            for row in rows { gradients[row] = .zero }
            return
        }
        var shares = Array(scores[rows])
        softmax(&shares)
        var terms: [Double] = []
        var sum = 0.0
        for row in rows {
            let term = exp2(Double(labels[row].rounded(.towardZero))) - randoms[group].nextUniform()
            terms.append(term)
            sum += term
        }
        let inverse = 1 / max(ParityConstant.epsilon, sum)
        // Three orders of the expansion; each but the last leaves its quotients for the next.
        var quotients = [0.0, 0.0]
        for (index, row) in rows.enumerated() {
            let term = -terms[index] * inverse + shares[index]
            gradients[row].x = Float(term)
            terms[index] = term / (1 - shares[index])
            quotients[0] += terms[index]
        }
        for (index, row) in rows.enumerated() {
            let term = shares[index] * (quotients[0] - terms[index])
            gradients[row].x += Float(term)
            terms[index] = term / (1 - shares[index])
            quotients[1] += terms[index]
        }
        for (index, row) in rows.enumerated() {
            gradients[row].x += Float(shares[index] * (quotients[1] - terms[index]))
            gradients[row].y = Float(shares[index] * (1 - shares[index]))
        }
    }
}
