import Testing

@testable import GBDT

/// Goal: quick sorting and encoding do what the plain ones do.
struct BinningKernelsTests {
    private func sample(_ count: Int, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            switch index % 7 {
            case 0: 0
            case 1: .nan
            case 2: -Double(Float.random(in: 0...1e-30, using: &generator))
            case 3: Double(Float.random(in: -1e30...1e30, using: &generator))
            default: Double(Float.random(in: -2...2, using: &generator))
            }
        }
    }

    @Test(arguments: [1, 10, 511, 512, 5_000], [true, false])
    func radixSortEqualsSort(_ count: Int, _ isFloat: Bool) {
        let values = sample(count, seed: 7)
        let (sorted, nanCount) = BinningKernels.sortedNonZeros(values.span, isFloat: isFloat)
        #expect(sorted == values.filter { abs($0) > ParityConstant.zeroThreshold }.sorted())
        #expect(nanCount == values.filter(\.isNaN).count)
    }

    @Test func doublesThatAreNoFloatsKeepAllBits() {
        var generator = SeededGenerator(seed: 8)
        let values = (0..<3_000).map { _ in Double.random(in: -1...1, using: &generator) } + [.infinity, -.infinity]
        #expect(BinningKernels.sortedNonZeros(values.span, isFloat: false).values == values.sorted())
    }
}
