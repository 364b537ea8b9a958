@testable import Features
import Glibc
import TestSupport
import Testing

/// Goal: the exponent is that of the definition, and about 0.5 on random walks. Method: windows from scratch;
/// simulation.
struct DetrendedFluctuationTests {
    /// F(n) window by window, each line fitted from scratch.
    func naive(_ steps: [Double]) -> Double {
        var profile: [Double] = []
        for step in steps where !step.isNaN { profile.append((profile.last ?? 0) + step) }
        var points: [(x: Double, y: Double)] = []
        for n in [8, 16, 32, 64, 128, 256] {
            var sum = 0.0
            let windows = profile.count / n
            for window in 0..<windows {
                let y = Array(profile[(window * n)..<(window * n + n)])
                let meanX = Double(n - 1) / 2
                let meanY = y.reduce(0, +) / Double(n)
                let sxx = (0..<n).reduce(0) { $0 + (Double($1) - meanX) * (Double($1) - meanX) }
                let slope = (0..<n).reduce(0) { $0 + (Double($1) - meanX) * (y[$1] - meanY) } / sxx
                for k in 0..<n {
                    let residual = y[k] - meanY - slope * (Double(k) - meanX)
                    sum += residual * residual / Double(n)
                }
            }
            points.append((log(Double(n)), 0.5 * log(sum / Double(windows))))
        }
        let meanX = points.reduce(0) { $0 + $1.x } / 6
        let meanY = points.reduce(0) { $0 + $1.y } / 6
        let sxy = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) }
        return sxy / points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    }

    func steps(_ count: Int, seed: UInt64, correlation: Double = 0) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        var previous = 0.0
        return (0..<count).map { _ in
            previous = correlation * previous + 0.01 * generator.normal()
            return previous
        }
    }

    @Test func mergedWindowsGiveTheSameAsWindowsFromScratch() {
        for seed in 0..<20 as Range<UInt64> {
            var series = steps(1_440, seed: seed, correlation: seed.isMultiple(of: 2) ? 0 : 0.8)
            if seed > 10 { for index in stride(from: 3, to: 1_400, by: 17) { series[index] = .nan } }
            let present = series.filter { !$0.isNaN }
            #expect(isClose(DetrendedFluctuation.exponent(of: present), naive(series), relative: 1e-9))
        }
    }

    @Test func aRandomWalkHasAnExponentOfOneHalf() {
        let exponents = (0..<100).map { DetrendedFluctuation.exponent(of: steps(1_440, seed: $0)) }
        let mean = exponents.reduce(0, +) / 100
        let deviation = sqrt(exponents.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100)
        #expect(abs(mean - 0.5) < 0.03)
        #expect(deviation < 0.06)
    }

    @Test func persistentStepsLieAboveAndReversingOnesBelow() {
        #expect(DetrendedFluctuation.exponent(of: steps(1_440, seed: 1, correlation: 0.9)) > 0.7)
        #expect(DetrendedFluctuation.exponent(of: steps(1_440, seed: 1, correlation: -0.9)) < 0.4)
    }

    @Test func nothingCanBeSaidOfAConstantOrShortSeries() {
        #expect(DetrendedFluctuation.exponent(of: Array(repeating: 0, count: 1_440)).isNaN)
        #expect(DetrendedFluctuation.exponent(of: steps(200, seed: 1)).isNaN)
        #expect(DetrendedFluctuation.exponent(of: []).isNaN)
    }

    @Test func aLineThroughThreePointsByHand() {
        var line = Regression()
        #expect(line.slope.isNaN)
        line.add(x: 0.37, y: 1)
        line.add(x: 0.37, y: 2)
        #expect(line.slope.isNaN)
        line.add(x: 1.37, y: 4.5)
        #expect(isClose(line.slope, 3, relative: 1e-12))
    }
}
