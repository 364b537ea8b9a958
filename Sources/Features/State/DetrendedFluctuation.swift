private import Glibc

/// Detrended fluctuation analysis of the first order (Peng et al. 1994) of a series of steps.
///
/// The profile is the running sum of the steps. In windows of n = 8, 16, ..., 256 points the mean squared residual of
/// a straight line is taken; the exponent is the slope of ln F(n) on ln n. It is about 0.5 for a random walk, above
/// for trends, below for reversion. A window of 2n points is the merger of two of n, so the cost is O(points) in all,
/// and no large prefix sum is ever subtracted.
enum DetrendedFluctuation {
    static let smallest = 8
    /// 8, 16, 32, 64, 128, 256.
    static let scaleCount = 6

    /// Of up to 1,440 steps of which none is missing. NaN when a scale has no window, or no fluctuation.
    static func exponent(of steps: [Double]) -> Double {
        var windows = InlineArray<180, Window>(repeating: Window(base: 0))
        var count = setSmallestWindows(of: steps, in: &windows)
        var line = Regression()
        for scale in 0..<scaleCount {
            var sum = 0.0
            for window in 0..<count { sum += windows[window].meanSquaredResidual }
            let variance = sum / Double(count)
            guard variance > GridStatistics.varianceMin else { return .nan }
            line.add(x: Double(scale) * Decay.ln2, y: 0.5 * log(variance))
            count /= 2
            for pair in 0..<count { windows[pair] = windows[2 * pair].followed(by: windows[2 * pair + 1]) }
        }
        return line.slope
    }

    /// Returns how many there are.
    private static func setSmallestWindows(of steps: [Double], in windows: inout InlineArray<180, Window>) -> Int {
        let count = min(steps.count / smallest, windows.count)
        var profile = 0.0
        for place in 0..<count {
            let start = place * smallest
            profile += steps[start]
            var window = Window(base: profile)
            window.add(profile)
            for index in start + 1..<start + smallest {
                profile += steps[index]
                window.add(profile)
            }
            windows[place] = window
        }
        return count
    }

    /// Sums over the points of a window; y is measured from its first point, x from 0.
    private struct Window {
        let base: Double
        var count = 0.0
        var y = 0.0
        var yy = 0.0
        var xy = 0.0

        init(base: Double) { self.base = base }

        mutating func add(_ point: Double) {
            let shifted = point - base
            xy += count * shifted
            y += shifted
            yy += shifted * shifted
            count += 1
        }

        func followed(by next: Window) -> Window {
            let shift = next.base - base
            let nextY = next.y + next.count * shift
            var sum = self
            sum.xy += next.xy + shift * next.count * (next.count - 1) / 2 + count * nextY
            sum.yy += next.yy + shift * (2 * next.y + next.count * shift)
            sum.y += nextY
            sum.count += next.count
            return sum
        }

        /// Mean squared residual of the least-squares line.
        var meanSquaredResidual: Double {
            let sxy = xy - (count - 1) / 2 * y
            let sxx = count * (count * count - 1) / 12
            return max(0, yy - y * y / count - sxy * sxy / sxx) / count
        }
    }
}
