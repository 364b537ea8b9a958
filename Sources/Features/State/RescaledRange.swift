private import Glibc

/// The Hurst exponent by rescaled ranges of steps, corrected for short windows (Hurst; Anis, Lloyd 1976).
///
/// In windows of n = 8, 16, ..., 256 steps the range of the running sum of deviations from the window's mean is divided
/// by their standard deviation. The exponent is the slope of the logarithm of the mean over windows on ln n, less the
/// same slope of what independent normal steps are expected to give, plus one half.
enum RescaledRange {
    private static let sizes: InlineArray<6, Int> = [8, 16, 32, 64, 128, 256]

    /// E[R/S] of n independent normal steps.
    private static let expectations = InlineArray<6, Double> { index in
        let size = sizes[index]
        let n = Double(size)
        let sum = (1..<size).reduce(0.0) { $0 + sqrt((n - Double($1)) / Double($1)) }
        return exp(lgamma((n - 1) / 2) - lgamma(n / 2)) / sqrt(.pi) * sum
    }

    /// Of steps of which none is missing. NaN when a size has no window in which anything moves.
    static func exponent(of steps: [Double]) -> Double {
        var line = Regression()
        for index in sizes.indices {
            let mean = meanRatio(of: steps, size: sizes[index])
            guard mean > 0 else { return .nan }
            line.add(x: log(Double(sizes[index])), y: log(mean) - log(expectations[index]))
        }
        return line.slope + 0.5
    }

    private static func meanRatio(of steps: [Double], size: Int) -> Double {
        var sum = 0.0
        var count = 0.0
        let end = steps.count / size * size
        for start in stride(from: 0, to: end, by: 4 * size) {
            // Beyond the last window it is taken again, and not counted.
            let ratios = ratios(of: steps, size: size, from: start, last: end - size)
            for lane in 0..<min(4, (end - start) / size) where !ratios[lane].isNaN {
                sum += ratios[lane]
                count += 1
            }
        }
        return count > 0 ? sum / count : .nan
    }

    /// Range over deviation of four windows side by side: each needs one addition after the other, four do not wait for
    /// each other.
    private static func ratios(of steps: [Double], size: Int, from start: Int, last: Int) -> SIMD4<Double> {
        let n = Double(size)
        let (a, b, c, d) = (start, min(start + size, last), min(start + 2 * size, last), min(start + 3 * size, last))
        var mean = SIMD4<Double>.zero
        for index in 0..<size {
            mean += SIMD4(steps[a + index], steps[b + index], steps[c + index], steps[d + index])
        }
        mean /= n
        var (sum, squares) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        var (low, high) = (sum, sum)
        for index in 0..<size {
            let deviation = SIMD4(steps[a + index], steps[b + index], steps[c + index], steps[d + index]) - mean
            sum += deviation
            squares += deviation * deviation
            low.replace(with: sum, where: sum .< low)
            high.replace(with: sum, where: sum .> high)
        }
        let variance = squares / n
        return ((high - low) / variance.squareRoot())
            .replacing(with: .nan, where: variance .< GridStatistics.varianceMin)
    }
}
