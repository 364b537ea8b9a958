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

    /// Missing steps (NaN) are cut out. NaN when a scale has no window, or no fluctuation.
    static func exponent(of steps: [Double]) -> Double {
        var windows = smallestWindows(of: steps)
        var line = Regression()
        for scale in 0..<scaleCount {
            var sum = 0.0
            for window in windows { sum += window.meanSquaredResidual }
            let variance = sum / Double(windows.count)
            guard variance > GridStatistics.varianceMin else { return .nan }
            line.add(x: Double(scale) * Decay.ln2, y: 0.5 * log(variance))
            let pairs = windows.count / 2
            for pair in 0..<pairs { windows[pair] = windows[2 * pair].followed(by: windows[2 * pair + 1]) }
            windows.removeLast(windows.count - pairs)
        }
        return line.slope
    }

    private static func smallestWindows(of steps: [Double]) -> [Window] {
        var windows: [Window] = []
        windows.reserveCapacity(steps.count / smallest)
        var profile = 0.0
        var window = Window(base: 0)
        for step in steps where !step.isNaN {
            profile += step
            if window.count == 0 { window = Window(base: profile) }
            window.add(profile)
            if window.count == Double(smallest) {
                windows.append(window)
                window = Window(base: 0)
            }
        }
        return windows
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
