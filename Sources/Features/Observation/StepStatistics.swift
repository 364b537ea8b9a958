private import Glibc

/// Statistics of the newest steps of L from slot to slot, in the order of time: NaN among them is a step from or to a
/// missing slot, and a statistic is NaN until half of its steps are there.
enum StepStatistics {
    /// Square root of (pi / 2) sum |r_i| |r_{i-1}|: the volatility without jumps (Barndorff-Nielsen, Shephard 2004).
    static func bipower(of steps: [Double], newest count: Int) -> Double {
        var present = 0
        var sum = 0.0
        var previous = Double.nan
        for step in steps.suffix(count) {
            if !step.isNaN { present += 1 }
            let product = abs(step) * abs(previous)
            if !product.isNaN { sum += product }
            previous = step
        }
        return present * 2 >= count ? sqrt(.pi / 2 * sum) : .nan
    }

    /// max(0, 1 - bipower^2 / rv^2): the share of jumps in the variance; NaN without variance.
    static func jumpShare(bipower: Double, realized: Double) -> Double {
        let variance = realized * realized
        return variance < GridStatistics.varianceMin || bipower.isNaN ? .nan : max(0, 1 - bipower * bipower / variance)
    }

    /// (sum of r^2 of rises - of falls) / sum of r^2 (Barndorff-Nielsen, Kinnebrock, Shephard 2010).
    static func semivarianceSkew(of steps: [Double], newest count: Int) -> Double {
        var present = 0
        var difference = 0.0
        var sum = 0.0
        for step in steps.suffix(count) where !step.isNaN {
            present += 1
            sum += step * step
            difference += step > 0 ? step * step : -step * step
        }
        return present * 2 >= count && sum >= GridStatistics.varianceMin ? difference / sum : .nan
    }

    /// |sum r| / sum |r| (Kaufman 1995); NaN when nothing moved.
    static func efficiency(of steps: [Double], newest count: Int) -> Double {
        var present = 0
        var net = 0.0
        var path = 0.0
        for step in steps.suffix(count) where !step.isNaN {
            present += 1
            net += step
            path += abs(step)
        }
        return present * 2 >= count && path > 0 ? abs(net) / path : .nan
    }

    /// The share of steps that are exactly 0.
    static func zeroShare(of steps: [Double], newest count: Int) -> Double {
        var present = 0
        var zeros = 0
        for step in steps.suffix(count) where !step.isNaN {
            present += 1
            if step == 0 { zeros += 1 }
        }
        return present * 2 >= count ? Double(zeros) / Double(present) : .nan
    }

    /// The largest |r|.
    static func largest(of steps: [Double], newest count: Int) -> Double {
        var present = 0
        var largest = 0.0
        for step in steps.suffix(count) where !step.isNaN {
            present += 1
            largest = max(largest, abs(step))
        }
        return present * 2 >= count ? largest : .nan
    }

    /// Sum over neighbours `lag` steps apart of (r_i - mean)(r_{i-lag} - mean), over the sum of (r_i - mean)^2.
    static func autocorrelation(of steps: [Double], newest count: Int, lag: Int) -> Double {
        let recent = steps.suffix(count)
        let moments = SeriesMoments(recent)
        guard moments.count * 2 >= Double(count), moments.variance >= GridStatistics.varianceMin else { return .nan }
        let mean = moments.mean
        var products = 0.0
        for index in recent.indices.dropFirst(lag) {
            let product = (recent[index] - mean) * (recent[index - lag] - mean)
            if !product.isNaN { products += product }
        }
        return products / moments.squares
    }

    /// Variance of the sums of `horizon` steps over `horizon` times that of one step, overlapping, with the corrections
    /// for small samples (Lo, MacKinlay 1988). Sums with a missing step are left out.
    static func varianceRatio(of steps: [Double], newest count: Int, horizon: Int) -> Double {
        let recent = steps.suffix(count)
        let moments = SeriesMoments(recent)
        let total = moments.count
        guard total * 2 >= Double(count), total > Double(horizon), moments.variance >= GridStatistics.varianceMin
        else { return .nan }
        let mean = moments.mean
        var windows = 0
        var sum = 0.0
        var long = 0.0
        var missing = 0
        for index in recent.indices {
            if recent[index].isNaN { missing += 1 } else { sum += recent[index] - mean }
            if index - recent.startIndex >= horizon {
                let gone = recent[index - horizon]
                if gone.isNaN { missing -= 1 } else { sum -= gone - mean }
            }
            guard index - recent.startIndex + 1 >= horizon, missing == 0 else { continue }
            windows += 1
            long += sum * sum
        }
        guard windows > 0 else { return .nan }
        let horizon = Double(horizon)
        let single = moments.squares / (total - 1)
        return long / (horizon * Double(windows) * (1 - horizon / total)) / single
    }
}

/// Number, mean and sum of squared deviations of the values of a series that are there, in two passes: quicker than a
/// division a value. They are taken relative to the first one, so that equal values have a variance of exactly zero.
struct SeriesMoments {
    private(set) var count = 0.0
    private(set) var mean = Double.nan
    private(set) var squares = 0.0

    init(_ values: ArraySlice<Double>) {
        guard let first = values.first(where: { !$0.isNaN }) else { return }
        var sum = 0.0
        for value in values where !value.isNaN {
            count += 1
            sum += value - first
        }
        let shift = sum / count
        mean = first + shift
        for value in values where !value.isNaN {
            let deviation = value - first - shift
            squares += deviation * deviation
        }
    }

    /// In the population form; NaN when there is none.
    var variance: Double { squares / count }
}

/// Statistics of the newest values of a series, missing ones NaN, under the same rule.
enum LevelStatistics {
    /// Least-squares line of the newest `count` values on time.
    /// - Parameter spacing: hours from value to value.
    /// - Returns: its slope an hour, and the share of variance it explains; that is NaN where the values do not vary.
    static func trend(
        of values: [Double], newest count: Int, spacing: Double
    ) -> (slope: Double, determination: Double) {
        let recent = values.suffix(count)
        var present = 0.0
        var (x, y) = (0.0, 0.0)
        for index in recent.indices where !recent[index].isNaN {
            present += 1
            x += Double(index - recent.startIndex)
            y += recent[index]
        }
        guard present * 2 >= Double(count), present > 1 else { return (.nan, .nan) }
        let (meanX, meanY) = (x / present, y / present)
        var (xx, xy, yy) = (0.0, 0.0, 0.0)
        for index in recent.indices where !recent[index].isNaN {
            let (dx, dy) = (Double(index - recent.startIndex) - meanX, recent[index] - meanY)
            xx += dx * dx
            xy += dx * dy
            yy += dy * dy
        }
        let explains = yy / present >= GridStatistics.varianceMin
        return (xy / xx / spacing, explains ? min(1, xy * xy / (xx * yy)) : .nan)
    }

    /// Mean and standard deviation in the population form.
    static func moments(of values: [Double], newest count: Int) -> (mean: Double, deviation: Double) {
        let moments = SeriesMoments(values.suffix(count))
        return moments.count * 2 >= Double(count) ? (moments.mean, sqrt(moments.variance)) : (.nan, .nan)
    }

    /// (now - mean) / deviation; NaN when nothing varies.
    static func zscore(_ now: Double, mean: Double, deviation: Double) -> Double {
        deviation * deviation >= GridStatistics.varianceMin ? (now - mean) / deviation : .nan
    }

    /// Standard deviation over mean; NaN when the mean is 0.
    static func variation(of values: [Double], newest count: Int) -> Double {
        var moments = Moments()
        for value in values.suffix(count) where !value.isNaN { moments.add(value) }
        return variation(moments, newest: count)
    }

    /// The same of the moments of values of which `count` are expected.
    static func variation(_ moments: Moments, newest count: Int) -> Double {
        guard moments.weight * 2 >= Double(count), moments.mean != 0 else { return .nan }
        return moments.standardDeviation / abs(moments.mean)
    }
}
