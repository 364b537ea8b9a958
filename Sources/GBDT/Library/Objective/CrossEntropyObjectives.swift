import Glibc

/// Log loss of a probability label (`CrossEntropy` in `src/objective/xentropy_objective.hpp`): with p the logistic
/// function of s, g = p - y, h = p (1 - p).
struct CrossEntropyObjective: PointwiseObjective {
    let labels: [Float]
    let weights: [Float]?

    var transform: OutputTransform { .sigmoid(slope: 1) }
    var modelTextName: String? { "cross_entropy" }

    func derivatives(score: Double, label: Float, weight: Float) -> SIMD2<Float> {
        // Below -37 the probability is e^s to the last bit and e^-s would lose the gradient (LightGBM's bound).
        guard score > -37 else {
            let power = exp(score)
            return SIMD2(Float((power - Double(label)) * Double(weight)), Float(power * Double(weight)))
        }
        let power = exp(-score)
        let gradient = (Double(1 - label) - Double(label) * power) / (1 + power)
        return SIMD2(Float(gradient * Double(weight)), Float(power / ((1 + power) * (1 + power)) * Double(weight)))
    }

    func initialScore(ofOutput output: Int) -> Double { logOdds(mean(of: labels, weights: weights)) }
}

/// The same with outputs log(1 + e^s), the intensity of an event that weights prolong (`CrossEntropyLambda`, likewise):
/// the probability of a row of weight w is 1 - (1 + e^s)^-w.
struct CrossEntropyLambdaObjective: PointwiseObjective {
    let labels: [Float]
    let weights: [Float]?

    var transform: OutputTransform { .softplus }
    var modelTextName: String? { "cross_entropy_lambda" }

    func derivatives(score: Double, label: Float, weight: Float) -> SIMD2<Float> {
        guard weights == nil else {
            return Self.derivatives(score: score, label: Double(label), weight: Double(weight))
        }
        let probability = 1 / (1 + exp(-score))
        return SIMD2(Float(probability - Double(label)), Float(probability * (1 - probability)))
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
