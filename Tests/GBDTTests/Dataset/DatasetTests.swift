import Testing

@testable import GBDT

/// Goal: data that make no sense are refused with the reason; good data come out the same however they are laid out.
struct DatasetTests {
    private let data = SampleData(rowCount: 50, columnCount: 3)

    private func error(_ body: () throws -> Void) -> GBDTError? {
        do { try body() } catch { return error as? GBDTError }
        return nil
    }

    @Test func shapesMustFit() {
        #expect(
            error { _ = try FeatureMatrix(rowCount: 2, columnCount: 3, rowMajor: [Float](repeating: 0, count: 5)) }
                == .valueCountMismatch(expected: 6, got: 5))
        #expect(
            error { _ = try FeatureMatrix(rowCount: 0, columnCount: 3, columnMajor: [Double]()) }
                == .unsupportedShape(rowCount: 0, columnCount: 3))
        #expect(
            error { _ = try FeatureMatrix(rowCount: .max, columnCount: .max, columnMajor: [Double]()) }
                == .unsupportedShape(rowCount: .max, columnCount: .max))
    }

    @Test func labelsWeightsAndNamesAreChecked() throws {
        let matrix = try data.matrix()
        var labels = data.labels
        #expect(error { _ = try Dataset(matrix, labels: [1]) } == .labelCountMismatch(expected: 50, got: 1))
        labels[7] = .nan
        #expect(error { _ = try Dataset(matrix, labels: labels) } == .nonFiniteLabel(row: 7))
        var weights = [Float](repeating: 1, count: 50)
        weights[3] = -1
        #expect(error { _ = try Dataset(matrix, labels: data.labels, weights: weights) } == .invalidWeight(row: 3))
        #expect(
            error { _ = try Dataset(matrix, labels: data.labels, weights: Array(repeating: 0, count: 50)) }
                == .invalidWeight(row: nil))
        #expect(
            error { _ = try Dataset(matrix, labels: data.labels, weights: [1]) }
                == .weightCountMismatch(expected: 50, got: 1))
        #expect(
            error { _ = try Dataset(matrix, labels: data.labels, featureNames: ["a"]) }
                == .featureNameCountMismatch(expected: 3, got: 1))
        for name in ["", "a b", "a", "x\ny", "x\u{7F}"] {
            let names = ["a", name, "c"]
            #expect(
                error { _ = try Dataset(matrix, labels: data.labels, featureNames: names) }
                    == .invalidFeatureName(name))
        }
    }

    @Test func layoutAndWidthDoNotMatter() throws {
        let columns = (0..<3).flatMap { column in (0..<50).map { data.values[$0 * 3 + column] } }
        let expected = try data.dataset().bins
        let matrices = [
            try FeatureMatrix(rowCount: 50, columnCount: 3, columnMajor: columns),
            try FeatureMatrix(rowCount: 50, columnCount: 3, columnMajor: columns.map(Double.init)),
            try FeatureMatrix(rowCount: 50, columnCount: 3, rowMajor: data.values.map(Double.init)),
        ]
        for matrix in matrices {
            let bins = try Dataset(matrix, labels: data.labels).bins
            #expect(bins.codes == expected.codes && bins.mappers == expected.mappers)
        }
    }

    @Test func binsDoNotDependOnThreads() throws {
        let wide = SampleData(rowCount: 300, columnCount: 37, missingShare: 0.1)
        var parameters = TrainingParameters()
        let expected = try wide.dataset(parameters).bins
        parameters.threadCount = 3
        let bins = try wide.dataset(parameters).bins
        #expect(bins.codes == expected.codes && bins.mappers == expected.mappers)
    }

    @Test func binsMayComeFromASampleOfRows() throws {
        var parameters = TrainingParameters()
        parameters.binSampleCount = 20
        let bins = try data.dataset(parameters).bins
        #expect(bins.sampleCount == 20 && bins.rowCount == 50)
        #expect(bins.mappers != (try data.dataset().bins.mappers))
    }
}
