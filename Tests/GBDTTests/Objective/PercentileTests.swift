import Testing

@testable import GBDT

/// Goal: percentiles as LightGBM takes them: interpolated from the largest down, weighted ones by cumulated weight.
struct PercentileTests {
    @Test(arguments: [(0.0, 1.0), (0.3, 2.2), (0.5, 3), (0.9, 4.6), (1, 5)])
    func plainPercentilesInterpolate(_ level: Double, _ expected: Double) throws {
        let value = try #require(percentile(of: [3.0, 1, 5, 2, 4], level: level))
        #expect(abs(value - expected) < 1e-12)
    }

    @Test func fewValues() {
        #expect(percentile(of: [Double](), level: 0.5) == nil)
        #expect(percentile(of: [7.0], level: 0.9) == 7)
        #expect(percentile(of: [Double](), weights: [], level: 0.5) == nil)
        #expect(percentile(of: [7.0], weights: [0], level: 0.9) == 7)
    }

    @Test func weightedPercentilesInterpolateOnlyHeavySteps() throws {
        let heavy = try #require(percentile(of: [30.0, 10, 20], weights: [3, 1, 2], level: 0.4))
        #expect(abs(heavy - 17) < 1e-12)
        #expect(percentile(of: [10.0, 20, 30], weights: [1, 2, 3], level: 0.5) == 30)
        #expect(percentile(of: [10.0, 20, 30], weights: [1, 2, 3], level: 0.1) == 10)
        #expect(percentile(of: [10.0, 20, 30, 40], weights: [0.1, 0.2, 0.3, 0.4], level: 0.25) == 10)
    }

    @Test func resultsAreRoundedToTheValuesPrecision() throws {
        let value = try #require(percentile(of: [0.1, 0.4] as [Float], level: 0.3))
        let (lower, upper): (Float, Float) = (0.1, 0.4)
        let expected: Double = Double(upper) - Double(upper - lower) * (1 - 0.3)
        #expect(value == Float(expected))
    }

    @Test func percentilesDoNotDependOnTheOrder() {
        var random = ParityRandom(seed: 3)
        let values = (0..<40).map { _ in Double(random.nextShort(from: 0, to: 1_000)) }
        let weights = values.map { Float(1 + Int($0) % 3) }
        for level in [0.1, 0.5, 0.77] {
            #expect(percentile(of: values, level: level) == percentile(of: values.reversed(), level: level))
            #expect(
                percentile(of: values, weights: weights, level: level)
                    == percentile(of: values.reversed(), weights: weights.reversed(), level: level))
        }
    }

    @Test func aLeafWithoutRowsIsZero() {
        #expect(LeafRenewal(level: 0.5).renewedValue(residuals: [], weights: nil) == 0)
        #expect(LeafRenewal(level: 0.5, weights: [1]).renewedValue(residuals: [], weights: []) == 0)
        #expect(LeafRenewal(level: 0.5).renewedValue(residuals: [4, 1, 2], weights: nil) == 2)
    }
}
