import Glibc

/// From raw scores to predictions (`ConvertOutput` of LightGBM's objectives).
enum OutputTransform: Sendable, Hashable {
    case identity
    /// sign(s) s^2: undoes training on the root of the label (`reg_sqrt`).
    case signedSquare
    case exponential
    /// 1 / (1 + exp(-slope s)), per output.
    case sigmoid(slope: Double)
    case softmax
    /// log(1 + exp(s)).
    case softplus

    /// One output alone. Softmax of a single output is 1.
    func callAsFunction(_ score: Double) -> Double {
        switch self {
        case .identity: score
        case .signedSquare: (score > 0 ? 1.0 : score < 0 ? -1.0 : 0.0) * score * score
        case .exponential: exp(score)
        case .sigmoid(let slope): 1.0 / (1.0 + exp(-slope * score))
        case .softmax: 1
        case .softplus: log1p(exp(score))
        }
    }

    /// All outputs of a row.
    func callAsFunction(_ scores: [Double]) -> [Double] {
        guard self == .softmax, let largest = scores.max() else { return scores.map { self($0) } }
        let powers = scores.map { exp($0 - largest) }
        var sum = 0.0
        for power in powers { sum += power }
        return powers.map { $0 / sum }
    }

    /// From the text format's `objective` line, as name and `key:value` words. No line: raw scores.
    static func named(_ line: String?) throws(GBDTError) -> OutputTransform {
        guard let line else { return .identity }
        let words = line.split(separator: " ")
        guard let name = words.first else { return .identity }
        switch name {
        case "regression", "regression_l1", "fair", "quantile", "mape":
            return words.contains("sqrt") ? .signedSquare : .identity
        case "huber", "lambdarank", "rank_xendcg", "custom": return .identity
        case "poisson", "gamma", "tweedie": return .exponential
        case "binary", "multiclassova": return .sigmoid(slope: try slope(words.dropFirst()))
        case "cross_entropy": return .sigmoid(slope: 1)
        case "multiclass": return .softmax
        case "cross_entropy_lambda": return .softplus
        default: throw .unsupportedModel(feature: "objective \(name)")
        }
    }

    private static func slope(_ words: ArraySlice<Substring>) throws(GBDTError) -> Double {
        for word in words where word.hasPrefix("sigmoid:") {
            guard let slope = Double(word.dropFirst("sigmoid:".count)), slope > 0, slope.isFinite else {
                throw .malformedModel(tree: nil, key: "objective", reason: "sigmoid must be a positive number")
            }
            return slope
        }
        return 1
    }
}
