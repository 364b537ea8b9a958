import Testing

@testable import GBDT

/// Goal: wide columns are added up as a plain loop adds, and siblings add up to their parent.
struct HistogramKernelsTests {
    private struct Input {
        var codes: [UInt16]
        var gradients: [SIMD2<Float>]

        init(count: Int) {
            var generator = SeededGenerator(seed: UInt64(count) + 1)
            codes = (0..<count).map { _ in UInt16.random(in: 0...9, using: &generator) }
            gradients = (0..<count).map { _ in
                SIMD2(.random(in: -1...1, using: &generator), .random(in: 0...1, using: &generator))
            }
        }

        func naive(_ rows: [Int]) -> [SIMD2<Double>] {
            var sums = [SIMD2<Double>](repeating: .zero, count: 10)
            for row in rows {
                sums[Int(codes[row])].x += Double(gradients[row].x)
                sums[Int(codes[row])].y += Double(gradients[row].y)
            }
            return sums
        }

        func fast(_ rows: [UInt32]?) -> [SIMD2<Double>] {
            var sums = [SIMD2<Double>](repeating: .zero, count: 10)
            if let rows {
                HistogramKernels.accumulateWide(
                    codes: codes, rows: rows, gradients: gradients, count: rows.count, into: &sums)
            } else {
                HistogramKernels.accumulateWide(
                    codes: codes, rows: nil, gradients: gradients, count: codes.count, into: &sums)
            }
            return sums
        }
    }

    @Test(arguments: [0, 1, 3, 4, 5, 8, 1_001])
    func theKernelOverAllRowsEqualsThePlainLoop(_ count: Int) {
        let input = Input(count: count)
        #expect(input.fast(nil) == input.naive(Array(0..<count)))
    }

    @Test(arguments: [1, 3, 4, 5, 8, 1_001])
    func theKernelOverSomeRowsEqualsThePlainLoop(_ count: Int) {
        let input = Input(count: count)
        let rows = (0..<count).filter { $0 % 3 != 1 }
        #expect(input.fast(rows.map(UInt32.init)) == input.naive(rows))
    }

    @Test func subtractionGivesTheOtherChild() {
        let input = Input(count: 500)
        var parent = input.naive(Array(0..<500))
        let child = input.naive((0..<500).filter { $0 % 3 == 0 })
        let other = input.naive((0..<500).filter { $0 % 3 != 0 })
        HistogramKernels.subtract(child, from: &parent, count: 10)
        for bin in 0..<10 {
            #expect(abs(parent[bin].x - other[bin].x) < 1e-12 && abs(parent[bin].y - other[bin].y) < 1e-12)
        }
    }

    @Test func theRestoredBinMakesTheSumsThoseOfTheLeaf() {
        let input = Input(count: 300)
        let full = input.naive(Array(0..<300))
        var holed = full
        holed[4] = .zero
        let total = full.reduce(.zero, +)
        HistogramKernels.restore(bin: 4, of: &holed, count: 10, leafSum: total)
        #expect(abs(holed[4].x - full[4].x) < 1e-12 && abs(holed[4].y - full[4].y) < 1e-12)
    }
}
