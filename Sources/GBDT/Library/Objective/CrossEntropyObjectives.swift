import Glibc

/// Log loss of a probability label (`CrossEntropy` in `src/objective/xentropy_objective.hpp`): with p the logistic
/// function of s, g = p - y, h = p (1 - p).
struct CrossEntropyObjective: Objective {
    let labels: [Float]
    let weights: [Float]?

    var transform: OutputTransform { .sigmoid(slope: 1) }
    var modelTextName: String? { "cross_entropy" }

    func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]], pool: WorkerPool) {
        fillRows(&gradients[0], scores: scores[0], labels: labels, weights: weights, pool: pool) {
            score, label, weight in
            // Below -37 the probability is e^s to the last bit and e^-s would lose the gradient (LightGBM's bound).
            guard score > -37 else {
                let power = exp(score)
                return SIMD2(Float((power - Double(label)) * Double(weight)), Float(power * Double(weight)))
            }
            let power = exp(-score)
            let gradient = (Double(1 - label) - Double(label) * power) / (1 + power)
            return SIMD2(
                Float(gradient * Double(weight)), Float(power / ((1 + power) * (1 + power)) * Double(weight)))
        }
    }

    func initialScore(ofOutput output: Int) -> Double { logOdds(mean(of: labels, weights: weights)) }
}

/// The same with outputs log(1 + e^s), the intensity of an event that weights prolong (`CrossEntropyLambda`, likewise):
/// the probability of a row of weight w is 1 - (1 + e^s)^-w.
struct CrossEntropyLambdaObjective: Objective {
    let labels: [Float]
    let weights: [Float]?

    var transform: OutputTransform { .softplus }
    var modelTextName: String? { "cross_entropy_lambda" }

    func fillGradients(_ gradients: inout [[SIMD2<Float>]], scores: [[Double]], pool: WorkerPool) {
        guard weights != nil else {
            fillRows(&gradients[0], scores: scores[0], labels: labels, weights: nil, pool: pool) {
                score, label, _ in
                let probability = 1 / (1 + exp(-score))
                return SIMD2(Float(probability - Double(label)), Float(probability * (1 - probability)))
            }
            return
        }
        fillRows(&gradients[0], scores: scores[0], labels: labels, weights: weights, pool: pool) {
            score, label, weight in
            Self.derivatives(score: score, label: Double(label), weight: Double(weight))
        }
    }

    private static func derivatives(score: Double, label: Double, weight: Double) -> SIMD2<Float> {
        let power = exp(score)
        let probability = 1 - exp(-weight * log1p(power))
        let gradient = (1 - label / probability) * weight / (1 + 1 / power)
        let inverse = 1 / (1 - probability)
        let slope = weight * power / ((1 + power) * (1 + power))
        let odds = inverse - 1
        let curvature = (inverse / (odds * odds)) * (1 + weight * power - inverse)
        return SIMD2(Float(gradient), Float(slope * (1 + label * curvature)))
    }

    /// The score whose intensity is the weighted mean of the labels.
    func initialScore(ofOutput output: Int) -> Double { log(expm1(mean(of: labels, weights: weights))) }
}
