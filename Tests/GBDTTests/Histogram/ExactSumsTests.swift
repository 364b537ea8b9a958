import Testing

@testable import GBDT

/// Goal: where sums are said to be exact, no order of additions changes a bit; and it is not said without need.
struct ExactSumsTests {
    private func pairs(_ values: [Float]) -> [SIMD2<Float>] { values.map { SIMD2($0, 1) } }

    @Test func countsThatFitAreThoseBelow2ToThe53PlacesOfTheSmallest() {
        #expect(ExactSums.countMax(pairs([1, -1, 1])) == 1 << 29)
        #expect(ExactSums.countMax(pairs([1, 0.5])) == 1 << 28)
        #expect(ExactSums.countMax(pairs([-1, 0x1p-20, 0])) == 1 << 9)
        #expect(ExactSums.countMax(pairs([1, 0x1p-29])) == 1)
        #expect(ExactSums.countMax(pairs([1, 0x1p-30])) == 0)
        #expect(ExactSums.countMax(pairs([.leastNonzeroMagnitude])) == 1 << 29)
        #expect(ExactSums.countMax([SIMD2(1, 0x1p-20), SIMD2(1, 1)]) == 1 << 9)
    }

    @Test func zerosFitAlwaysAndWhatIsNoNumberNever() {
        #expect(ExactSums.countMax([]) == .max)
        #expect(ExactSums.countMax([.zero, SIMD2(-0.0, 0)]) == .max)
        #expect(ExactSums.countMax(pairs([1, .infinity])) == 0)
        #expect(ExactSums.countMax(pairs([1, -.nan])) == 0)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func noOrderChangesABitOfExactSums(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var differed = 0
        for exponent in 0..<40 {
            func magnitude() -> Float {
                let place = Int.random(in: 0...exponent, using: &generator)
                return Float(sign: .plus, exponent: -place, significand: .random(in: 1..<2, using: &generator))
            }
            let gradients = (0..<2_000).map { SIMD2<Float>($0 % 3 == 0 ? -magnitude() : magnitude(), magnitude()) }
            func sum(_ pairs: [SIMD2<Float>]) -> SIMD2<Double> { pairs.reduce(.zero) { $0 + SIMD2<Double>($1) } }
            let orders = (0..<10).map { _ in sum(gradients.shuffled(using: &generator)) }
            if gradients.count <= ExactSums.countMax(gradients) {
                #expect(orders.allSatisfy { $0 == orders[0] })
                let half = gradients.count / 2
                #expect(sum(Array(gradients[..<half])) + sum(Array(gradients[half...])) == orders[0])
            } else if orders.contains(where: { $0 != orders[0] }) {
                differed += 1
            }
        }
        #expect(differed > 5)
    }

    @Test func theLargestBinIsThatOfTheFullestCodeThatIsAddedUp() throws {
        var parameters = TrainingParameters()
        parameters.minDataInBin = 1
        // 80 rows of 0, 12 of 1, 8 of 2.
        let values = (0..<100).map { $0 < 80 ? 0.0 : $0 < 92 ? 1 : 2 }
        func largest(_ values: [Double]) throws -> Int {
            let matrix = try FeatureMatrix(rowCount: 100, columnCount: 1, rowMajor: values)
            let data = try Dataset(matrix, labels: values.map(Float.init), parameters: parameters)
            let table = FeatureTable(data.bins, parameters: parameters, pool: WorkerPool(threadCount: 2))
            return try #require(table.largestBin)
        }
        // Sums of the first bin are not found by subtraction, those of a later one are.
        #expect(try largest(values) == 80)
        #expect(try largest(values.map { 2 - $0 }) == 12)
    }
}
