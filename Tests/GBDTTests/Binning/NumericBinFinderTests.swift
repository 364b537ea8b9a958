import Testing

@testable import GBDT

/// Goal: bins of small samples that can be checked by hand.
struct NumericBinFinderTests {
    private func mapper(
        _ sample: [Double], binCountMax: Int = 255, minDataInBin: Int = 1,
        change: (inout TrainingParameters) -> Void = { _ in }
    ) -> BinMapper {
        var parameters = TrainingParameters()
        parameters.binCountMax = binCountMax
        parameters.minDataInBin = minDataInBin
        change(&parameters)
        return NumericBinFinder(options: BinningOptions(parameters)).mapper(forSample: sample.span, isFloat: false)
    }

    @Test func boundsAreMidpointsMovedUpByOneUlp() {
        let mapper = mapper([1, 2, 4])
        #expect(mapper.upperBounds == [ParityConstant.zeroThreshold, 1.5.nextUp, 3.0.nextUp, .infinity])
        #expect([1, 1.5, 1.5.nextUp, 1.6, 100].map(mapper.bin) == [1, 1, 1, 2, 3])
    }

    @Test func zeroHasABinOfItsOwnBetweenNegativesAndPositives() {
        let mapper = mapper([-2, -1, 0, 0, 3])
        let zero = ParityConstant.zeroThreshold
        #expect(mapper.upperBounds == [(-1.5).nextUp, -zero, zero, .infinity])
        #expect(mapper.defaultBin == 2)
        #expect([-1e-36, 0, -0.0, 1e-36].map(mapper.bin) == [2, 2, 2, 2])
    }

    @Test func missingValuesGetTheLastBin() {
        let mapper = mapper([1, .nan, 2, .nan])
        #expect(mapper.missing == .nan)
        #expect(mapper.binCount == mapper.upperBounds.count + 1)
        #expect(mapper.bin(of: .nan) == mapper.binCount - 1)
        #expect(mapper.bin(of: .infinity) == mapper.binCount - 2)
        #expect(mapper.bin(of: -.infinity) == 0)
    }

    @Test func missingValuesAreZerosWhenToldSo() {
        let mapper = mapper([1, .nan, 2, .nan]) { $0.useMissing = false }
        #expect(mapper.missing == .none)
        #expect(mapper.bin(of: .nan) == mapper.defaultBin)
        #expect(mapper.minimum == 0)
    }

    @Test func aConstantColumnIsTrivial() {
        #expect(mapper([0, 0, 0]).isTrivial(rowCountMin: 1))
        #expect(mapper([7, 7, 7]).isTrivial(rowCountMin: 1))
        #expect(mapper([.nan, .nan]).isTrivial(rowCountMin: 1))
        #expect(!mapper([0, 0, 1]).isTrivial(rowCountMin: 1))
        #expect(mapper([0, 0, 1]).isTrivial(rowCountMin: 2))
    }

    @Test func aBinIsClosedWhenItHoldsAsManyRowsAsAskedFor() {
        let mapper = mapper((1...100).map(Double.init), minDataInBin: 30)
        var counts = [Int](repeating: 0, count: mapper.binCount)
        for value in 1...100 { counts[mapper.bin(of: Double(value))] += 1 }
        // The first bin is that of 0, which does not occur; the last takes what is left.
        #expect(counts == [0, 30, 30, 30, 10])
    }

    @Test(arguments: [2, 3, 16, 63, 255, 256])
    func thereAreNeverMoreBinsThanAllowed(_ binCountMax: Int) {
        var generator = SeededGenerator(seed: 3)
        var sample = (0..<5_000).map { _ in Double.random(in: -1...1, using: &generator) }
        #expect(mapper(sample, binCountMax: binCountMax).binCount <= binCountMax)
        sample[0] = .nan
        #expect(mapper(sample, binCountMax: binCountMax).binCount <= binCountMax)
    }

    @Test func boundsAscendWhateverTheValues() {
        var generator = SeededGenerator(seed: 4)
        let special: [Double] = [
            .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0, 1e-36,
            .leastNonzeroMagnitude, .nan, 1,
            1.0.nextUp,
        ]
        for _ in 0..<300 {
            let sample = (0..<40).map { _ in special.randomElement(using: &generator) ?? 0 }
            let bounds = mapper(sample, binCountMax: 8).upperBounds
            #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 })
            #expect(bounds.last == .infinity)
        }
    }

    @Test func orderOfRowsDoesNotMatter() {
        var generator = SeededGenerator(seed: 5)
        let sample = (0..<2_000).map { _ in Double(Int.random(in: -300...300, using: &generator)) / 7 }
        #expect(mapper(sample, binCountMax: 50) == mapper(sample.shuffled(using: &generator), binCountMax: 50))
    }
}
