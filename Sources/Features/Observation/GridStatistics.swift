private import Glibc
internal import Market

/// Statistics of the newest slots of a grid, one or two passes each, in the order of time.
///
/// A statistic is NaN until half of its window was observed; NaN among the values is a missing slot. Standard
/// deviations are in the population form. A variance below 1e-18 counts as zero, and what divides by it is NaN.
enum GridStatistics {
    static let varianceMin = 1e-18

    /// (now - mean) / sd of the newest `count` values. Values are taken relative to `now`.
    static func zscore(of values: [Double], newest count: Int, now: Double) -> Double {
        var moments = Moments()
        for value in values.suffix(count) where !value.isNaN { moments.add(value - now) }
        let deviation = moments.standardDeviation
        guard moments.weight * 2 >= Double(count), deviation * deviation >= varianceMin else { return .nan }
        return -moments.mean / deviation
    }

    /// Square root of the sum of the squares of the newest `count` steps.
    static func rootOfSquares(of steps: [Double], newest count: Int) -> Double {
        var present = 0
        var sum = 0.0
        for step in steps.suffix(count) where !step.isNaN {
            present += 1
            sum += step * step
        }
        return present * 2 >= count ? sqrt(sum) : .nan
    }

    /// Sum over neighbours of (r_i - mean)(r_{i-1} - mean), over the sum of (r_i - mean)^2.
    static func autocorrelation(of steps: [Double], newest count: Int) -> Double {
        var moments = Moments()
        for step in steps.suffix(count) where !step.isNaN { moments.add(step) }
        let variance = moments.standardDeviation * moments.standardDeviation
        guard moments.weight * 2 >= Double(count), variance >= varianceMin else { return .nan }
        let mean = moments.mean
        var products = 0.0
        var previous = Double.nan
        for step in steps.suffix(count) {
            let product = (step - mean) * (previous - mean)
            if !product.isNaN { products += product }
            previous = step
        }
        return products / (variance * moments.weight)
    }

    /// Exponent of the detrended fluctuation analysis of the newest `count` steps.
    static func hurst(of steps: [Double], newest count: Int) -> Double {
        var present = 0
        for step in steps.suffix(count) where !step.isNaN { present += 1 }
        guard present * 2 >= count else { return .nan }
        return DetrendedFluctuation.exponent(of: steps.count == count ? steps : Array(steps.suffix(count)))
    }
}

extension QuoteGrid {
    /// L of the newest `count` slots, fewer if fewer are kept, from the oldest on; NaN where a slot is missing.
    func logits(newest count: Int, tick: Int32) -> [Double] {
        var values: [Double] = []
        values.reserveCapacity(count)
        forEach(newest: count) { slot in
            values.append(slot.isMissing ? .nan : LogOdds.of(doubleMid: Int(slot.doubleMid), tick: tick))
        }
        return values
    }

    /// Mean mid of the newest `count` slots, in USDC.
    func meanMid(newest count: Int) -> Double {
        var present = 0
        var sum = 0
        forEach(newest: count) { slot in
            present += slot.isMissing ? 0 : 1
            sum += Int(slot.doubleMid)
        }
        return present * 2 >= count ? Double(sum) / Double(present) * 0.5e-4 : .nan
    }

    /// (slots below `now` + half of those equal) / slots, among the newest `count`.
    func percentile(newest count: Int, now: Int) -> Double {
        var present = 0
        var doubleRank = 0
        forEach(newest: count) { slot in
            guard !slot.isMissing else { return }
            present += 1
            let mid = Int(slot.doubleMid)
            doubleRank += mid < now ? 2 : (mid == now ? 1 : 0)
        }
        return present * 2 >= count ? Double(doubleRank) / Double(2 * present) : .nan
    }

    /// (now - mean) / sd of the spread in price units; the sums are exact.
    func spreadZscore(newest count: Int, now: Int) -> Double {
        var present = 0
        var sum = 0
        var sumOfSquares = 0
        forEach(newest: count) { slot in
            let spread = Int(slot.spread)
            present += slot.isMissing ? 0 : 1
            sum += spread
            sumOfSquares += spread * spread
        }
        let scaledVariance = present * sumOfSquares - sum * sum
        guard present * 2 >= count, scaledVariance > 0 else { return .nan }
        return Double(now * present - sum) / sqrt(Double(scaledVariance))
    }

    /// Standard deviation, and root of the sum of squares, of the newest `count` steps of the mid, in USDC. Steps are
    /// whole numbers of half price units, so the sums are exact.
    func priceSteps(newest count: Int) -> (standardDeviation: Double, rootOfSquares: Double) {
        var present = 0
        var sum = 0
        var sumOfSquares = 0
        var previous = 0
        forEach(newest: count + 1) { slot in
            let mid = Int(slot.doubleMid)
            if mid != 0, previous != 0 {
                let step = mid - previous
                present += 1
                sum += step
                sumOfSquares += step * step
            }
            previous = mid
        }
        guard present * 2 >= count else { return (.nan, .nan) }
        let scaledVariance = Double(present * sumOfSquares - sum * sum)
        return (sqrt(scaledVariance) / Double(present) * 0.5e-4, sqrt(Double(sumOfSquares)) * 0.5e-4)
    }
}
