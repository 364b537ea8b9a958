@testable import Features
import Glibc
import TestSupport
import Testing

/// Goal: four windows side by side give what each gives alone. Method: the definition from scratch, window by window,
/// on random steps of lengths that leave windows over.
struct RescaledRangeTests {
    private func ratio(_ window: [Double]) -> Double {
        let mean = window.reduce(0, +) / Double(window.count)
        var profile = [0.0]
        for step in window { profile.append(profile[profile.count - 1] + step - mean) }
        let variance = window.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(window.count)
        return variance < 1e-18 ? .nan : (profile.max()! - profile.min()!) / sqrt(variance)
    }

    /// E[R/S] of independent normal steps (Anis, Lloyd 1976).
    private func expectation(_ size: Int) -> Double {
        let n = Double(size)
        let sum = (1..<size).reduce(0.0) { $0 + sqrt((n - Double($1)) / Double($1)) }
        return exp(lgamma((n - 1) / 2) - lgamma(n / 2)) / sqrt(.pi) * sum
    }

    private func naive(_ steps: [Double]) -> Double {
        let points = [8, 16, 32, 64, 128, 256].map { size in
            let starts = stride(from: 0, through: steps.count - size, by: size)
            let ratios = starts.map { ratio(Array(steps[$0..<$0 + size])) }.filter { !$0.isNaN }
            return (log(Double(size)), log(ratios.reduce(0, +) / Double(ratios.count)) - log(expectation(size)))
        }
        let (x, y) = (points.map(\.0), points.map(\.1))
        let (meanX, meanY) = (x.reduce(0, +) / 6, y.reduce(0, +) / 6)
        let xy = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
        return xy / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) } + 0.5
    }

    @Test(arguments: [256, 300, 511, 720, 1_000, 1_439, 1_440])
    func windowsSideBySideGiveWhatEachGivesAlone(_ count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        // Whole windows stand still.
        let steps = (0..<count).map { $0 / 16 % 5 == 2 || generator.chance(0.3) ? 0 : 0.01 * generator.normal() }
        #expect(isClose(RescaledRange.exponent(of: steps), naive(steps), relative: 1e-9))
    }
}
