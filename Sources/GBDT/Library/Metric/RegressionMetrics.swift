import Glibc

/// `src/metric/regression_metric.hpp`.
extension Metric {
    /// Mean squared error, in squared label units.
    public static func mse(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        mean(labels, predictions, weights) { label, prediction in
            let difference = prediction - Double(label)
            return difference * difference
        }
    }

    /// Root of the mean squared error, in label units.
    public static func rmse(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        mse(labels: labels, predictions: predictions, weights: weights).squareRoot()
    }

    /// Mean absolute error, in label units.
    public static func mae(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        mean(labels, predictions, weights) { abs($1 - Double($0)) }
    }

    /// Share of the labels' variance that is explained: 1 is perfect, 0 as good as their mean, negative worse.
    ///
    /// NaN when all labels are equal.
    public static func r2(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        let average = mean(labels, predictions, weights) { label, _ in Double(label) }
        let residual = sum(labels, predictions, weights) { label, prediction in
            let difference = Double(label) - prediction
            return difference * difference
        }
        let variance = sum(labels, predictions, weights) { label, _ in
            let difference = Double(label) - average
            return difference * difference
        }
        return variance > 0 ? 1 - residual / variance : .nan
    }

    /// Mean pinball loss: `level` times what predictions fall short, 1 - `level` times what they exceed.
    public static func quantileLoss(
        labels: [Float], predictions: [Double], weights: [Float]?, level: Double
    ) -> Double {
        mean(labels, predictions, weights) { label, prediction in
            let difference = Double(label) - prediction
            return difference < 0 ? (level - 1) * difference : level * difference
        }
    }

    /// Mean Huber loss: half the squared error up to `threshold`, linear beyond.
    public static func huberLoss(
        labels: [Float], predictions: [Double], weights: [Float]?, threshold: Double
    ) -> Double {
        mean(labels, predictions, weights) { label, prediction in
            let difference = prediction - Double(label)
            if abs(difference) <= threshold { return 0.5 * difference * difference }
            return threshold * (abs(difference) - 0.5 * threshold)
        }
    }

    /// Mean Fair loss c x - c^2 log(1 + x / c) of the absolute error x, c = `scale`.
    public static func fairLoss(labels: [Float], predictions: [Double], weights: [Float]?, scale: Double) -> Double {
        mean(labels, predictions, weights) { label, prediction in
            let error = abs(prediction - Double(label))
            return scale * error - scale * scale * log1p(error / scale)
        }
    }

    /// Mean of |error| / max(1, |label|).
    public static func mape(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        mean(labels, predictions, weights) { abs(Double($0) - $1) / Double(max(1, abs($0))) }
    }

    /// Rates and means of the logarithmic losses are kept at least this large. A Float constant widened.
    private static var smallestMean: Double { Double(1e-10 as Float) }

    /// Mean negative log likelihood of a Poisson rate, without the label's own term: p - y log p.
    public static func poissonLoss(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        mean(labels, predictions, weights) { label, prediction in
            let rate = prediction < smallestMean ? smallestMean : prediction
            return rate - Double(label) * log(rate)
        }
    }

    /// Mean negative log likelihood of a gamma mean at shape 1: y / p + log p. Labels above 0.
    public static func gammaLoss(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        mean(labels, predictions, weights) { label, prediction in
            let theta = -1 / prediction
            // Zero but for rounding: LightGBM subtracts a logarithm in Float from one in Double.
            let normaliser = safeLog(Double(label)) - (label > 0 ? Double(logf(label)) : -.infinity)
            return -(Double(label) * theta + safeLog(-theta) + normaliser)
        }
    }

    /// Deviance of a gamma mean: twice the sum, not the mean, of y / p - log(y / p) - 1. Labels above 0.
    public static func gammaDeviance(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        2
            * sum(labels, predictions, weights) { label, prediction in
                let ratio = Double(label) / (prediction + 1e-9)
                return ratio - safeLog(ratio) - 1
            }
    }

    /// Mean negative log likelihood of a Tweedie mean at variance power `power`, without the label's own term.
    /// Infinite or NaN at power 1.
    public static func tweedieLoss(
        labels: [Float], predictions: [Double], weights: [Float]?, power: Double
    ) -> Double {
        mean(labels, predictions, weights) { label, prediction in
            let logarithm = log(prediction < smallestMean ? smallestMean : prediction)
            let first = Double(label) * exp((1 - power) * logarithm) / (1 - power)
            return -first + exp((2 - power) * logarithm) / (2 - power)
        }
    }

    /// Share of rows whose prediction has the sign of the label; 0 predicts neither sign. Rows with label 0 do not
    /// count. NaN when no row counts. Not a metric of LightGBM's.
    public static func directionAccuracy(labels: [Float], predictions: [Double], weights: [Float]?) -> Double {
        check(labels, predictions, weights)
        var hits = 0.0
        var total = 0.0
        for row in labels.indices where labels[row] != 0 {
            let weight = weights.map { Double($0[row]) } ?? 1
            if labels[row] > 0 ? predictions[row] > 0 : predictions[row] < 0 { hits += weight }
            total += weight
        }
        return total > 0 ? hits / total : .nan
    }
}
