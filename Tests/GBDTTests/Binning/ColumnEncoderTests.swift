import Testing

@testable import GBDT

/// Goal: encoding many values gives the bin of each.
struct ColumnEncoderTests {
    private func sample(_ count: Int) -> [Double] {
        var generator = SeededGenerator(seed: 9)
        return (0..<count).map { index in
            switch index % 7 {
            case 0: 0
            case 1: .nan
            case 2: Double(Float.random(in: -1e30...1e30, using: &generator))
            default: Double(Float.random(in: -2...2, using: &generator))
            }
        }
    }

    /// Codes of the second of three columns.
    private func codes<Code: FixedWidthInteger & UnsignedInteger>(
        _ values: [Double], _ mapper: BinMapper, asFloat: Bool, rowMajor: Bool, _: Code.Type
    ) throws -> [Int] {
        let count = values.count
        let cells = rowMajor ? values.flatMap { [7, $0, 8] } : Array(repeating: 7, count: count) + values + values
        let floats = cells.map { Float($0) }
        let matrix =
            switch (asFloat, rowMajor) {
            case (true, true): try FeatureMatrix(rowCount: count, columnCount: 3, rowMajor: floats)
            case (true, false): try FeatureMatrix(rowCount: count, columnCount: 3, columnMajor: floats)
            case (false, true): try FeatureMatrix(rowCount: count, columnCount: 3, rowMajor: cells)
            case (false, false): try FeatureMatrix(rowCount: count, columnCount: 3, columnMajor: cells)
            }
        let encoder = ColumnEncoder(mapper)
        return [Code](unsafeUninitializedCapacity: count) { codes, initializedCount in
            encoder.encode(1, of: matrix, rows: 0..<count / 3, into: codes.baseAddress!)
            encoder.encode(1, of: matrix, rows: count / 3..<count, into: codes.baseAddress! + count / 3)
            initializedCount = count
        }.map { Int($0) }
    }

    @Test(arguments: [2, 17, 255, 256, 257, 3_000], [true, false])
    func numbersGetTheBinOfTheSearch(_ binCountMax: Int, _ asFloat: Bool) throws {
        var parameters = TrainingParameters()
        parameters.binCountMax = binCountMax
        let values = sample(4_000)
        let mapper = NumericBinFinder(options: BinningOptions(parameters)).mapper(
            forSample: values.span, isFloat: true)
        // Neighbours of the bounds, in either type.
        let bounds = mapper.upperBounds.flatMap {
            [$0, $0.nextUp, $0.nextDown, Double(Float($0)), Double(Float($0).nextUp)]
        }
        let probes = (values + bounds + [.infinity, -.infinity, .nan, 1e300, -1e300])
            .map { asFloat ? Double(Float($0)) : $0 }
        for rowMajor in [true, false] {
            let found =
                mapper.binCount <= 256
                ? try codes(probes, mapper, asFloat: asFloat, rowMajor: rowMajor, UInt8.self)
                : try codes(probes, mapper, asFloat: asFloat, rowMajor: rowMajor, UInt16.self)
            #expect(found == probes.map(mapper.bin))
        }
    }

    @Test(arguments: [10, 400])
    func categoriesGetTheirOwnBinHoweverLargeTheyAre(_ categoryCount: Int) throws {
        var generator = SeededGenerator(seed: 4)
        let values = (0..<8_000).map { _ in
            let category = Int.random(in: 0..<categoryCount, using: &generator)
            return Double(category % 5 == 0 ? 2_000_000 + category : category)
        }
        let mapper = CategoricalBinFinder(binCountMax: 1_000, minDataInBin: 1, missingIsZero: false)
            .mapper(forSample: values.span)
        #expect(mapper.binCount > categoryCount * 9 / 10)
        let probes = values + [.nan, -1, -0.5, 0.5, 1e9, 3e9, .infinity, 1_999_999, 1_048_576]
        let found =
            mapper.binCount <= 256
            ? try codes(probes, mapper, asFloat: false, rowMajor: true, UInt8.self)
            : try codes(probes, mapper, asFloat: false, rowMajor: true, UInt16.self)
        #expect(found == probes.map(mapper.bin))
    }
}
