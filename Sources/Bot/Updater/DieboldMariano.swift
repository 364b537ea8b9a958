import Glibc

/// Diebold-Mariano test of equal loss on an hourly series of loss differences (old minus new), with Bartlett HAC
/// variance and the small-sample factor of Harvey, Leybourne, Newbold (1997).
///
/// Lag = ceil(H / block) + ceil(n^(1/3)) with 1 h labels on hourly blocks; the factor uses h = 2, since a 1 h label
/// spans two hourly blocks.
public struct DieboldMariano: Codable, Hashable, Sendable {
    public var hours: Int
    public var mean: Double
    public var statistic: Double
    /// P(d > 0) by t with n - 1 degrees of freedom; 0.5 for a series of zeros.
    public var probability: Double

    private static let steps = 2.0

    /// Nil for fewer than 3 hours.
    init?(_ differences: [Double]) {
        let count = differences.count
        guard count >= 3 else { return nil }
        let n = Double(count)
        let mean = differences.reduce(0, +) / n
        let variance = Self.longRunVariance(differences, mean: mean, lag: Self.lag(hours: count))
        hours = count
        self.mean = mean
        guard variance > 0 else {
            statistic = 0
            probability = mean > 0 ? 1 : mean < 0 ? 0 : 0.5
            return
        }
        let h = Self.steps
        let correction = ((n + 1 - 2 * h + h * (h - 1) / n) / n).squareRoot()
        statistic = mean / (variance / n).squareRoot() * correction
        probability = studentCDF(statistic, degrees: n - 1)
    }

    static func lag(hours: Int) -> Int { min(hours - 1, 1 + Int(cbrt(Double(hours)).rounded(.up))) }

    /// gamma_0 + 2 sum (1 - k / (lag + 1)) gamma_k.
    static func longRunVariance(_ values: [Double], mean: Double, lag: Int) -> Double {
        var sum = 0.0
        for k in 0...lag {
            var covariance = 0.0
            for index in k..<values.count { covariance += (values[index] - mean) * (values[index - k] - mean) }
            covariance /= Double(values.count)
            sum += k == 0 ? covariance : 2 * (1 - Double(k) / Double(lag + 1)) * covariance
        }
        return sum
    }
}

/// Two forecasts on the same rows: is the new one better than the old one, and by how much?
public struct PairedComparison: Codable, Hashable, Sendable {
    public var hours: Int
    /// Weighted mean of old loss minus new loss.
    public var meanDifference: Double
    public var dieboldMariano: DieboldMariano
    /// Share of bootstrap draws in which the new one has the smaller loss.
    public var bootstrapProbability: Double
    /// Mean difference over the old one's loss, with its interval.
    public var relativeGain: Estimate
}

extension PairedComparison {
    /// Nil for fewer than 3 hours, or when the old one has no loss at all.
    init?(old: HourlyScores, new: HourlyScores, bootstrap: HourBootstrap) {
        precondition(old.hours == new.hours, "a paired comparison needs the same hours")
        let sums = zip(old.logit.error, new.logit.error).map { $0 - $1 }
        let weights = old.weight
        let means = zip(sums, weights).map { $1 > 0 ? $0 / $1 : 0 }
        guard let test = DieboldMariano(means), let gain = bootstrap.estimate(sums, old.logit.error) else { return nil }
        let draws = bootstrap.ratios(sums, weights)
        hours = old.hours.count
        meanDifference = sums.reduce(0, +) / weights.reduce(0, +)
        dieboldMariano = test
        bootstrapProbability = draws.isEmpty ? 0 : Double(draws.count { $0 > 0 }) / Double(draws.count)
        relativeGain = gain
    }
}
