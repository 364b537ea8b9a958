import Glibc

/// Log of the weighted mean; minus infinity when that is not positive (`Common::SafeLog`).
private func logMean(_ labels: [Float], _ weights: [Float]?) -> Double {
    safeLog(mean(of: labels, weights: weights))
}

/// Poisson likelihood with a log link (`RegressionPoissonLoss` in `src/objective/regression_objective.hpp`):
/// g = e^s - y, h = e^s e^step, where the step keeps leaf values short.
struct PoissonObjective: PointwiseObjective {
    let labels: [Float]
    let weights: [Float]?
    private let hessianFactor: Double

    init(labels: [Float], weights: [Float]?, maxDeltaStep: Double) {
        self.labels = labels
        self.weights = weights
        hessianFactor = exp(maxDeltaStep)
    }

    var transform: OutputTransform { .exponential }
    var modelTextName: String? { "poisson" }

    func derivatives(score: Double, label: Float, weight: Float) -> SIMD2<Float> {
        let rate = exp(score)
        return SIMD2(Float((rate - Double(label)) * Double(weight)), Float(rate * hessianFactor * Double(weight)))
    }

    func initialScore(ofOutput output: Int) -> Double { logMean(labels, weights) }
}

/// Gamma likelihood with a log link (`RegressionGammaLoss`, likewise): g = 1 - y e^-s, h = y e^-s.
struct GammaObjective: PointwiseObjective {
    let labels: [Float]
    let weights: [Float]?

    var transform: OutputTransform { .exponential }
    var modelTextName: String? { "gamma" }

    func derivatives(score: Double, label: Float, weight: Float) -> SIMD2<Float> {
        let ratio = Double(label) * exp(-score)
        return SIMD2(Float((1 - ratio) * Double(weight)), Float(ratio * Double(weight)))
    }

    func initialScore(ofOutput output: Int) -> Double { logMean(labels, weights) }
}

/// Tweedie likelihood of power p with a log link (`RegressionTweedieLoss`, likewise):
/// g = -y e^((1-p)s) + e^((2-p)s), h its derivative.
struct TweedieObjective: PointwiseObjective {
    let labels: [Float]
    let weights: [Float]?
    let power: Double

    var transform: OutputTransform { .exponential }
    var modelTextName: String? { "tweedie" }

    func derivatives(score: Double, label: Float, weight: Float) -> SIMD2<Float> {
        let (first, second) = (1 - power, 2 - power)
        let label = -Double(label)
        let (lower, upper) = (exp(first * score), exp(second * score))
        return SIMD2(
            Float((label * lower + upper) * Double(weight)),
            Float((label * first * lower + second * upper) * Double(weight)))
    }

    func initialScore(ofOutput output: Int) -> Double { logMean(labels, weights) }
}

/// Minus infinity for what has no logarithm (`Common::SafeLog`).
func safeLog(_ value: Double) -> Double { value > 0 ? log(value) : -.infinity }
