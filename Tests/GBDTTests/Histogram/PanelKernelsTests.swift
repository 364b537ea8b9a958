import Testing

@testable import GBDT

/// Goal: several columns at once are added up exactly as a plain loop adds one after the other.
struct PanelKernelsTests {
    private let stride = PanelKernels.columnStride
    private let width = 11

    private struct Input {
        var codes: [UInt8]
        var gradients: [SIMD2<Float>]

        init(rowCount: Int, width: Int) {
            var generator = SeededGenerator(seed: UInt64(rowCount) + 1)
            codes = (0..<rowCount * width + 32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            gradients = (0..<rowCount).map { _ in
                SIMD2(.random(in: -1...1, using: &generator), .random(in: 0...1, using: &generator))
            }
        }
    }

    private func naive(_ input: Input, _ rows: [Int], columns: Range<Int>) -> [SIMD2<Double>] {
        var sums = [SIMD2<Double>](repeating: .zero, count: columns.count * stride)
        for row in rows {
            for (place, column) in columns.enumerated() {
                sums[place * stride + Int(input.codes[row * width + column])].x += Double(input.gradients[row].x)
                sums[place * stride + Int(input.codes[row * width + column])].y += Double(input.gradients[row].y)
            }
        }
        return sums
    }

    private func fast(
        _ codes: UnsafePointer<UInt8>, _ stride: Int, _ gradients: UnsafePointer<SIMD2<Float>>, _ count: Int,
        columnCount: Int
    ) -> [SIMD2<Double>] {
        var sums = [SIMD2<Double>](repeating: .zero, count: columnCount * self.stride)
        switch columnCount {
        case 8: PanelKernels.accumulate8(codes, stride: stride, gradients, count: count, into: &sums)
        case 6: PanelKernels.accumulate6(codes, stride: stride, gradients, count: count, into: &sums)
        case 4: PanelKernels.accumulate4(codes, stride: stride, gradients, count: count, into: &sums)
        case 2: PanelKernels.accumulate2(codes, stride: stride, gradients, count: count, into: &sums)
        default: PanelKernels.accumulate1(codes, stride: stride, gradients, count: count, into: &sums)
        }
        return sums
    }

    @Test(arguments: [0, 1, 2, 5, 1_001], [1, 2, 4, 6, 8])
    func columnsAtOnceEqualThePlainLoop(_ rowCount: Int, _ columnCount: Int) {
        let input = Input(rowCount: rowCount, width: width)
        let sums = input.codes.withUnsafeBufferPointer {
            fast($0.baseAddress! + 3, width, input.gradients, rowCount, columnCount: columnCount)
        }
        #expect(sums == naive(input, Array(0..<rowCount), columns: 3..<3 + columnCount))
    }

    @Test(arguments: [0, 1, 2, 5, 1_001], [2, 4, 6, 8])
    func columnsThatStandByThemselvesEqualThePlainLoop(_ rowCount: Int, _ columnCount: Int) {
        let input = Input(rowCount: rowCount, width: width)
        let columns = (0..<columnCount).map { column in (0..<rowCount).map { input.codes[$0 * width + column + 3] } }
        let codes = columns.flatMap(\.self) + [0]
        var sums = [SIMD2<Double>](repeating: .zero, count: columnCount * stride)
        codes.withUnsafeBufferPointer { codes in
            let places = (0..<columnCount).map { codes.baseAddress! + $0 * rowCount }
            switch columnCount {
            case 8: PanelKernels.accumulate8(columns: places, input.gradients, count: rowCount, into: &sums)
            case 6: PanelKernels.accumulate6(columns: places, input.gradients, count: rowCount, into: &sums)
            case 4: PanelKernels.accumulate4(columns: places, input.gradients, count: rowCount, into: &sums)
            default: PanelKernels.accumulate2(columns: places, input.gradients, count: rowCount, into: &sums)
            }
        }
        #expect(sums == naive(input, Array(0..<rowCount), columns: 3..<3 + columnCount))
    }

    @Test(arguments: [1, 2, 5, 1_001])
    func gatheredRowsEqualThePlainLoop(_ rowCount: Int) {
        let input = Input(rowCount: rowCount, width: width)
        let rows = (0..<rowCount).filter { $0 % 3 != 1 }
        var block = [UInt64](repeating: 0, count: rows.count)
        var gradients = [SIMD2<Float>](repeating: .zero, count: rows.count)
        input.codes.withUnsafeBufferPointer { codes in
            PanelKernels.gather(
                codes.baseAddress! + 2, stride: width, rows: rows.map(UInt32.init), count: rows.count, input.gradients,
                into: &block, &gradients)
        }
        let sums = block.withUnsafeBytes {
            fast(
                $0.baseAddress!.assumingMemoryBound(to: UInt8.self), 8, gradients, rows.count, columnCount: 8)
        }
        #expect(sums == naive(input, rows, columns: 2..<10))
    }

    @Test func fourColumnsAtOnceAreRestoredAsOneAfterTheOther() {
        var generator = SeededGenerator(seed: 5)
        var sums = (0..<7 * stride).map { _ in
            SIMD2(Double.random(in: -1...1, using: &generator), Double.random(in: 0...1, using: &generator))
        }
        // Beyond a column's own bins there are no rows.
        let counts = [20, 256, 3, 100]
        for column in 0..<4 { for bin in counts[column]..<256 { sums[column * stride + bin] = .zero } }
        let bins = SIMD4(4, 255, -1, 0)
        var expected = sums
        let leafSum = SIMD2(3.7, 200)
        expected.withUnsafeMutableBufferPointer { expected in
            for column in 0..<4 where bins[column] >= 0 {
                HistogramKernels.restore(
                    bin: bins[column], of: expected.baseAddress! + column * stride, count: counts[column],
                    leafSum: leafSum)
            }
        }
        PanelKernels.restore4(&sums, bins: bins, count: 256, leafSum: leafSum)
        #expect(sums == expected)
    }
}
