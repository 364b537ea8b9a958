import Testing

@testable import GBDT

/// Goal: sparse columns share bytes without anybody noticing: same bins, same trees, fewer bytes.
struct FeatureBundlerTests {
    /// One-hot columns of `categoryCount` categories with a value each, and one dense column.
    private func sparse(rowCount: Int, categoryCount: Int) throws -> (FeatureMatrix, [Float]) {
        var generator = SeededGenerator(seed: 3)
        var values: [Double] = []
        var labels: [Float] = []
        for _ in 0..<rowCount {
            let category = Int.random(in: 0..<categoryCount, using: &generator)
            let size = Double(Int.random(in: 1...4, using: &generator))
            values += (0..<categoryCount).map { $0 == category ? size : 0 }
            values.append(Double.random(in: -1...1, using: &generator))
            labels.append(Float(category % 3) + Float(size) / 4)
        }
        return (
            try FeatureMatrix(rowCount: rowCount, columnCount: categoryCount + 1, rowMajor: values), labels
        )
    }

    private func parameters(bundles: Bool) -> TrainingParameters {
        var parameters = TrainingParameters()
        parameters.iterations = 10
        parameters.enableBundle = bundles
        return parameters
    }

    @Test func columnsThatNeverMeetShareBytes() throws {
        let (matrix, labels) = try sparse(rowCount: 2_000, categoryCount: 20)
        let bundled = try Dataset(matrix, labels: labels, parameters: parameters(bundles: true)).bins
        let plain = try Dataset(matrix, labels: labels, parameters: parameters(bundles: false)).bins
        #expect(plain.codes.count == 21 * 2_000)
        #expect(bundled.codes.count == 2 * 2_000)
        for column in 0..<21 {
            for row in 0..<2_000 {
                #expect(bundled.bin(row: row, column: column) == plain.bin(row: row, column: column))
            }
        }
    }

    @Test func treesAreThoseOfTheUnbundledColumns() throws {
        let (matrix, labels) = try sparse(rowCount: 2_000, categoryCount: 20)
        let texts = try [true, false].map { bundles in
            let parameters = parameters(bundles: bundles)
            let training = try Dataset(matrix, labels: labels, parameters: parameters)
            let booster = try Booster.train(on: training, parameters: parameters)
            return String(booster.modelText().prefix { $0 != "[" })
        }
        #expect(texts[0] == texts[1])
    }

    @Test func validationRowsMayBreakTheRule() throws {
        let (matrix, labels) = try sparse(rowCount: 1_000, categoryCount: 10)
        let parameters = parameters(bundles: true)
        let training = try Dataset(matrix, labels: labels, parameters: parameters)
        let dense = try FeatureMatrix(rowCount: 1, columnCount: 11, rowMajor: [Double](repeating: 2, count: 11))
        let validation = try Dataset(dense, labels: [1], parameters: parameters, binnedLike: training)
        var last: Double?
        let booster = try Booster.train(on: training, validation: [validation], parameters: parameters) {
            last = $0.validationMetric
            return .proceed
        }
        let row = [Double](repeating: 2, count: 11)
        #expect(try abs(#require(last) - abs(booster.predict(row.span) - 1)) < 1e-12)
    }

    @Test func oneColumnWithoutPartnersIsStoredAsItIs() throws {
        let values = (0..<100).map { $0 % 10 == 0 ? Double($0) : 0 }
        let matrix = try FeatureMatrix(rowCount: 100, columnCount: 1, rowMajor: values)
        let bins = try Dataset(matrix, labels: values.map { Float($0) }).bins
        #expect(bins.places == [.narrow(0)])
        #expect((0..<100).allSatisfy { bins.bin(row: $0, column: 0) == bins.mappers[0].bin(of: values[$0]) })
    }
}
