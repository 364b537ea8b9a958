import Testing

@testable import BotSimulation

/// Goal: chance is the same everywhere and has the laws that it says. Means and variances are compared with four or
/// more standard errors of 200,000 draws; the seed is fixed, so a pass stays a pass.
struct SeededGeneratorTests {
    static let count = 200_000

    /// Mean and variance of many draws.
    private func moments(_ draw: (inout Generator) -> Double) -> (mean: Double, variance: Double) {
        var generator = Generator(seed: 11)
        var sum = 0.0
        var squares = 0.0
        for _ in 0..<Self.count {
            let value = draw(&generator)
            sum += value
            squares += value * value
        }
        let mean = sum / Double(Self.count)
        return (mean, squares / Double(Self.count) - mean * mean)
    }

    /// The words of an independent implementation of xoshiro256++ with SplitMix64 seeding.
    @Test func theWordsAreThoseOfThePublishedAlgorithm() {
        var generator = Generator(seed: 42)
        #expect(generator.next() == 0xd076_4d4f_4476_689f)
        #expect(generator.next() == 0x519e_4174_576f_3791)
        #expect(generator.next() == 0xfbe0_7cfb_0c24_ed8c)
    }

    @Test func streamsOfOneSeedDiffer() {
        var first = Generator(seed: 42, stream: 1)
        var second = Generator(seed: 42, stream: 2)
        var again = Generator(seed: 42, stream: 1)
        let words = (0..<8).map { _ in first.next() }
        #expect(words != (0..<8).map { _ in second.next() })
        #expect(words == (0..<8).map { _ in again.next() })
    }

    @Test func uniformHasMeanOneHalfAndStaysInside() {
        let (mean, variance) = moments { $0.uniform() }
        #expect(abs(mean - 0.5) < 0.003)
        #expect(abs(variance - 1.0 / 12) < 0.001)
        var generator = Generator(seed: 1)
        #expect((0..<1_000).allSatisfy { _ in (2...3).contains(generator.uniform(2, 3)) })
    }

    @Test func normalHasMeanZeroAndVarianceOne() {
        let (mean, variance) = moments { $0.normal() }
        #expect(abs(mean) < 0.01)
        #expect(abs(variance - 1) < 0.015)
    }

    @Test(arguments: [4.0, 8.0])
    func studentHasItsVarianceAndHeavyTails(degrees: Double) {
        let (mean, variance) = moments { $0.studentT(degrees: degrees) }
        #expect(abs(mean) < 0.015)
        #expect(abs(variance - degrees / (degrees - 2)) < (degrees == 4 ? 0.2 : 0.03))
        // P(|t4| > 4) = 1.6 %, of a normal of the same variance 0.5 %.
        var generator = Generator(seed: 5)
        let tail = (0..<Self.count).count { _ in abs(generator.studentT(degrees: 4)) > 4 }
        #expect((3_000...3_500).contains(tail))
    }

    @Test func exponentialHasItsMean() {
        let (mean, variance) = moments { $0.exponential(mean: 3) }
        #expect(abs(mean - 3) < 0.03)
        #expect(abs(variance - 9) < 0.4)
    }

    @Test(arguments: [0.2, 3.0])
    func poissonHasEqualMeanAndVariance(rate: Double) {
        let (mean, variance) = moments { Double($0.poisson(mean: rate)) }
        #expect(abs(mean - rate) < 0.02)
        #expect(abs(variance - rate) < 0.06)
        var generator = Generator(seed: 1)
        #expect(generator.poisson(mean: 0) == 0)
    }

    @Test func indicesCoverTheirRangeEvenly() {
        var generator = Generator(seed: 9)
        var counts = [Int](repeating: 0, count: 6)
        for _ in 0..<60_000 { counts[generator.index(below: 6)] += 1 }
        #expect(counts.allSatisfy { (9_600...10_400).contains($0) })
    }
}
