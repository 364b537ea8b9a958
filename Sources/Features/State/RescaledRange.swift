private import Glibc

/// The Hurst exponent by rescaled ranges of steps, corrected for short windows (Hurst; Anis, Lloyd 1976).
///
/// In windows of n = 8, 16, ..., 256 steps the range of the running sum of deviations from the window's mean is divided
/// by their standard deviation. The exponent is the slope of the logarithm of the mean over windows on ln n, less the
/// same slope of what independent normal steps are expected to give, plus one half.
enum RescaledRange {
    private static let sizes = [8, 16, 32, 64, 128, 256]

    /// E[R/S] of n independent normal steps.
    private static let expectations: [Double] = sizes.map { size in
        let n = Double(size)
        let sum = (1..<size).reduce(0.0) { $0 + sqrt((n - Double($1)) / Double($1)) }
        return exp(lgamma((n - 1) / 2) - lgamma(n / 2)) / sqrt(.pi) * sum
    }

    /// Missing steps (NaN) are cut out. NaN when a size has no window in which anything moves.
    static func exponent(of steps: [Double]) -> Double {
        let steps = steps.filter { !$0.isNaN }
        var line = Regression()
        for (size, expectation) in zip(sizes, expectations) {
            let mean = meanRatio(of: steps, size: size)
            guard mean > 0 else { return .nan }
            line.add(x: log(Double(size)), y: log(mean) - log(expectation))
        }
        return line.slope + 0.5
    }

    private static func meanRatio(of steps: [Double], size: Int) -> Double {
        var sum = 0.0
        var count = 0.0
        for start in stride(from: 0, to: steps.count - size + 1, by: size) {
            let ratio = ratio(of: steps[start..<start + size])
            guard !ratio.isNaN else { continue }
            sum += ratio
            count += 1
        }
        return count > 0 ? sum / count : .nan
    }

    private static func ratio(of window: ArraySlice<Double>) -> Double {
        let n = Double(window.count)
        var mean = 0.0
        for step in window { mean += step }
        mean /= n
        var (sum, low, high, squares) = (0.0, 0.0, 0.0, 0.0)
        for step in window {
            let deviation = step - mean
            sum += deviation
            squares += deviation * deviation
            low = min(low, sum)
            high = max(high, sum)
        }
        return squares / n < GridStatistics.varianceMin ? .nan : (high - low) / sqrt(squares / n)
    }
}
