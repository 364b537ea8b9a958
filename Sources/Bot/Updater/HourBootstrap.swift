/// A stationary block bootstrap over hours (Politis, Romano 1994): blocks of geometric length, mean 6 h, circular.
///
/// Hours are drawn with all their markets, which keeps correlation between markets. The draws are made once and used
/// for every statistic and every model, so comparisons are paired. For sums only how often an hour was drawn matters,
/// hence the table of counts.
struct HourBootstrap: Sendable {
    static let drawCount = 2_000
    static let blockHoursMean = 6.0

    let hourCount: Int
    /// `drawCount` rows of `hourCount` multiplicities.
    private let counts: [Double]

    init(hourCount: Int, seed: UInt64, drawCount: Int = HourBootstrap.drawCount) {
        self.hourCount = hourCount
        var random = SeededRandom(seed: seed)
        var counts = [Double](repeating: 0, count: hourCount * drawCount)
        for draw in 0..<(hourCount > 0 ? drawCount : 0) {
            var hour = random.index(below: hourCount)
            for _ in 0..<hourCount {
                counts[draw * hourCount + hour] += 1
                let jumps = random.unit() * Self.blockHoursMean < 1
                hour = jumps ? random.index(below: hourCount) : (hour + 1) % hourCount
            }
        }
        self.counts = counts
    }

    /// For each draw, the sum of `numerator` over the drawn hours divided by that of `denominator`; draws in which
    /// nothing is counted are left out.
    func ratios(_ numerator: [Double], _ denominator: [Double]) -> [Double] {
        precondition(numerator.count == hourCount && denominator.count == hourCount, "one value per hour")
        var result: [Double] = []
        guard hourCount > 0 else { return result }
        result.reserveCapacity(counts.count / hourCount)
        let table = counts.span
        for start in stride(from: 0, to: counts.count, by: hourCount) {
            var top = 0.0
            var bottom = 0.0
            for hour in 0..<hourCount {
                let count = table[start + hour]
                top += count * numerator[hour]
                bottom += count * denominator[hour]
            }
            if bottom != 0 { result.append(top / bottom) }
        }
        return result
    }

    /// The ratio of sums with its bootstrap interval; nil when nothing is counted.
    func estimate(_ numerator: [Double], _ denominator: [Double]) -> Estimate? {
        let bottom = denominator.reduce(0, +)
        guard bottom != 0 else { return nil }
        let draws = ratios(numerator, denominator).sorted()
        guard !draws.isEmpty else { return nil }
        return Estimate(
            value: numerator.reduce(0, +) / bottom, lower95: quantile(draws, 0.025), upper95: quantile(draws, 0.975),
            lower90: quantile(draws, 0.05), upper90: quantile(draws, 0.95))
    }
}

/// A number with its bootstrap intervals: percentiles with equal tails.
public struct Estimate: Codable, Hashable, Sendable {
    public var value: Double
    public var lower95: Double
    public var upper95: Double
    public var lower90: Double
    public var upper90: Double

    /// 1 - x, its bounds exchanged: from a loss ratio to an R2.
    var complement: Estimate {
        Estimate(
            value: 1 - value, lower95: 1 - upper95, upper95: 1 - lower95, lower90: 1 - upper90, upper90: 1 - lower90)
    }
}

/// Linear interpolation between order statistics of rising values (type 7 of Hyndman, Fan 1996).
func quantile(_ rising: [Double], _ share: Double) -> Double {
    precondition(!rising.isEmpty, "a quantile needs values")
    let position = share * Double(rising.count - 1)
    let below = Int(position)
    let above = min(below + 1, rising.count - 1)
    return rising[below] + (rising[above] - rising[below]) * (position - Double(below))
}
