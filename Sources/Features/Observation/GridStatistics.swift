private import Glibc
internal import Market

/// Statistics of the newest slots of a grid, one or two passes each, in the order of time.
///
/// A statistic is NaN until half of its window was observed; NaN among the values is a missing slot. Standard
/// deviations are in the population form. A variance below 1e-18 counts as zero, and what divides by it is NaN.
enum GridStatistics {
    static let varianceMin = 1e-18

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
}

extension QuoteGrid {
    /// Puts L of all slots into `values`, one a slot, from the oldest on; NaN where a slot is missing.
    func readLogits(tick: Int32, into values: inout MutableSpan<Double>) {
        let logOdds = LogOdds.Clipped(tick: tick)
        var place = 0
        forEach(newest: capacity) { slot in
            values[place] = slot.isMissing ? .nan : logOdds.of(doubleMid: Int(slot.doubleMid))
            place += 1
        }
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

    /// Sums of the spread in price units; they are exact.
    func spreadSums(newest count: Int) -> SeriesStatistics.SpreadSums {
        var sums = SeriesStatistics.SpreadSums()
        forEach(newest: count) { slot in
            let spread = Int(slot.spread)
            sums.count += slot.isMissing ? 0 : 1
            sums.sum += spread
            sums.sumOfSquares += spread * spread
        }
        return sums
    }

    /// The highest and lowest mid and the latest slot each stood at; nil when half of the slots are missing.
    func extremes(newest count: Int) -> SeriesStatistics.Extremes? {
        var extremes = SeriesStatistics.Extremes(high: .min, highMinute: 0, low: .max, lowMinute: 0)
        var present = 0
        var number = next - Int64(min(count, slotCount))
        forEach(newest: count) { slot in
            let mid = Int(slot.doubleMid)
            if !slot.isMissing {
                present += 1
                if mid >= extremes.high { (extremes.high, extremes.highMinute) = (mid, number) }
                if mid <= extremes.low { (extremes.low, extremes.lowMinute) = (mid, number) }
            }
            number += 1
        }
        return present > 0 && present * 2 >= count ? extremes : nil
    }

    /// Strength of rises of the mid over falls from slot to slot. After 40 periods older steps are below rounding.
    func strength(period: Int) -> Double {
        var strength = WilderStrength(period: period)
        var previous = 0
        forEach(newest: 40 * period) { slot in
            let mid = Int(slot.doubleMid)
            if mid != 0, previous != 0 { strength.add(Double(mid - previous)) }
            previous = mid
        }
        return strength.value
    }

    /// Root of the sum of squared steps of L from slot to slot; NaN when half of them are missing.
    func rootOfSquares(newest count: Int, tick: Int32) -> Double {
        var present = 0
        var sum = 0.0
        var previous = 0
        forEach(newest: count + 1) { slot in
            let mid = Int(slot.doubleMid)
            if mid != 0, previous != 0 {
                present += 1
                if mid != previous {
                    let step = LogOdds.of(doubleMid: mid, tick: tick) - LogOdds.of(doubleMid: previous, tick: tick)
                    sum += step * step
                }
            }
            previous = mid
        }
        return present * 2 >= count ? sqrt(sum) : .nan
    }

    /// Sum of squared steps of the mid less the reduction of uncertainty, m0 (1 - m0) - m (1 - m), in USDC^2: zero in
    /// expectation for the belief of a martingale (Augenblick, Rabin 2021). The sums are exact.
    func excessMovement(newest count: Int) -> Double {
        var present = 0
        var squares = 0
        var (first, previous, last) = (0, 0, 0)
        forEach(newest: count + 1) { slot in
            let mid = Int(slot.doubleMid)
            if mid != 0 {
                if previous != 0 {
                    present += 1
                    squares += (mid - previous) * (mid - previous)
                }
                if first == 0 { first = mid }
                last = mid
            }
            previous = mid
        }
        guard present * 2 >= count else { return .nan }
        let one = LogOdds.doubleOne
        return Double(squares - first * (one - first) + last * (one - last)) * 0.25e-8
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
