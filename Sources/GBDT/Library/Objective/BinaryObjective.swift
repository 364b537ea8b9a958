import Glibc

/// Log loss of two classes (`BinaryLogloss` in `src/objective/binary_objective.hpp`).
///
/// With l = +1 or -1 and slope k: r = -l k / (1 + exp(l k s)), g = r, h = |r| (k - |r|), both times the class weight.
struct BinaryObjective: PointwiseObjective {
    /// 1 for positive rows, else 0.
    let labels: [Float]
    let weights: [Float]?
    private let slope: Double
    /// Of negative and positive rows.
    private let classWeights: SIMD2<Double>
    private let hasBothClasses: Bool

    /// - Parameters:
    ///   - isPositive: one per row.
    ///   - isUnbalance: the rarer class weighs as much more as it is rarer; rows are counted, not weighed.
    ///   - scalePosWeight: factor on the weight of positive rows.
    init(
        isPositive: [Bool], weights: [Float]?, slope: Double, isUnbalance: Bool = false, scalePosWeight: Double = 1
    ) {
        labels = isPositive.map { $0 ? 1 : 0 }
        self.weights = weights
        self.slope = slope
        var positives = 0
        for isPositive in isPositive where isPositive { positives += 1 }
        let negatives = isPositive.count - positives
        hasBothClasses = positives > 0 && negatives > 0
        var classWeights = (negative: 1.0, positive: 1.0)
        if isUnbalance, hasBothClasses {
            if positives > negatives {
                classWeights.negative = Double(positives) / Double(negatives)
            } else {
                classWeights.positive = Double(negatives) / Double(positives)
            }
        }
        classWeights.positive *= scalePosWeight
        self.classWeights = SIMD2(classWeights.negative, classWeights.positive)
    }

    /// A label above 0 is positive.
    init(labels: [Float], weights: [Float]?, parameters: TrainingParameters) {
        self.init(
            isPositive: labels.map { $0 > 0 }, weights: weights, slope: parameters.sigmoid,
            isUnbalance: parameters.isUnbalance, scalePosWeight: parameters.scalePosWeight)
    }

    var transform: OutputTransform { .sigmoid(slope: slope) }
    var modelTextName: String? { "binary sigmoid:\(NumberFormat.general(slope))" }

    func trains(output: Int) -> Bool { hasBothClasses }

    func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]], pool: WorkerPool) {
        fill(&gradients[0], scores: scores[0], pool: pool)
    }

    /// One output's gradients; zero when one class is missing, as there is nothing to learn.
    func fill(_ gradients: inout [SIMD2<Float>], scores: [Double], pool: WorkerPool) {
        guard hasBothClasses else {
            for row in gradients.indices { gradients[row] = .zero }
            return
        }
        fillRows(of: &gradients, scores: scores, weights: weights, pool: pool)
    }

    func derivatives(score: Double, label: Float, weight: Float) -> SIMD2<Float> {
        // Looked up, not branched on: which class comes next is what no processor can guess.
        let side = label > 0 ? 1 : 0
        let sign = SIMD2(-1.0, 1.0)[side]
        let response = -sign * slope / (1.0 + exp(sign * slope * score))
        let magnitude = abs(response)
        let classWeight = classWeights[side]
        return SIMD2(
            Float(response * classWeight * Double(weight)),
            Float(magnitude * (slope - magnitude) * classWeight * Double(weight)))
    }

    /// log(p / (1 - p)) / k at the share p of positives; class weights do not count.
    func initialScore(ofOutput output: Int) -> Double { logOdds(mean(of: labels, weights: weights)) / slope }
}
