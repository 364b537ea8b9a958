/// Which earlier iterations a round of DART leaves out, and how trees are weighted afterwards
/// (Rashmi & Gilad-Bachrach, 2015; `src/boosting/dart.hpp`).
struct TreeDropout: Sendable {
    private let parameters: TrainingParameters
    private var generator: ParityRandom
    private var weights: [Double] = []
    private var weightSum = 0.0
    /// Iterations, from 0, left out of the current round.
    private(set) var dropped: [Int] = []
    /// The factor on the current round's trees.
    private(set) var shrinkage = 1.0

    /// nil when the parameters ask for another boosting.
    init?(_ parameters: TrainingParameters) {
        guard parameters.boosting == .dart else { return nil }
        self.parameters = parameters
        generator = ParityRandom(seed: parameters.seeds.drop)
    }

    /// Draws for a round that follows `iterationCount` rounds.
    mutating func draw(iterationCount: Int, learningRate: Double) {
        dropped = []
        if generator.nextUniform() >= parameters.skipDrop { drawIterations(iterationCount) }
        let count = Double(dropped.count)
        shrinkage =
            if parameters.xgboostDartMode {
                dropped.isEmpty ? learningRate : learningRate / (learningRate + count)
            } else {
                learningRate / (1 + count)
            }
    }

    private mutating func drawIterations(_ iterationCount: Int) {
        let limit = parameters.dropCountMax > 0 ? parameters.dropCountMax : Int.max
        let inverseMean = Double(weights.count) / weightSum
        var rate = parameters.dropRate
        if parameters.dropCountMax > 0 {
            let most =
                parameters.uniformDrop
                ? Double(parameters.dropCountMax) / Double(iterationCount)
                : Double(parameters.dropCountMax) * inverseMean / weightSum
            rate = min(rate, most)
        }
        for iteration in 0..<iterationCount {
            let chance = parameters.uniformDrop ? rate : rate * weights[iteration] * inverseMean
            guard generator.nextUniform() < chance else { continue }
            dropped.append(iteration)
            if dropped.count >= limit { break }
        }
    }

    /// The two factors by which a dropped tree, negated at the moment, is shrunk: first for what validation scores must
    /// lose, then for what training scores must get back.
    func restoringFactors(learningRate: Double) -> (validation: Double, training: Double) {
        let count = Double(dropped.count)
        return parameters.xgboostDartMode
            ? (shrinkage, -count / learningRate) : (1 / (count + 1), -count)
    }

    /// Takes note that the round made trees.
    mutating func finishRound(learningRate: Double) {
        guard !parameters.uniformDrop else { return }
        let count = Double(dropped.count)
        let share = parameters.xgboostDartMode ? count + learningRate : count + 1
        for iteration in dropped {
            weightSum -= weights[iteration] / share
            weights[iteration] *= count / share
        }
        weights.append(shrinkage)
        weightSum += shrinkage
    }
}
