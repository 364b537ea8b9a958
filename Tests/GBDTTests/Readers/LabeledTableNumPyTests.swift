import Testing

@testable import GBDT

/// Goal: an array's columns get the roles that a text table's get.
struct LabeledTableNumPyTests {
    /// Two rows of four columns, row after row.
    private func array(_ values: [Double] = [1, 2, 3, 4, 5, 6, 7, 8], columns: Int = 4) throws -> NumPyArray {
        let shape = "(\(values.count / columns), \(columns))"
        let header = "{'descr': '<f8', 'fortran_order': False, 'shape': \(shape), }\n"
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
        for value in values {
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (UInt64($0) * 8)) }
        }
        return try NumPyArray(bytes)
    }

    @Test func labelWeightsAndIgnoredColumnsAreTakenOut() throws {
        var options = TableOptions()
        options.labelColumn = .index(3)
        options.weightColumn = .index(0)
        options.ignoredColumns = [.index(2)]
        let table = try LabeledTable(array: array(), options: options)
        #expect(table.labels == [4, 8] && table.weights == [1, 5] && table.groups == nil)
        #expect(table.ignoredColumns == [0, 2])
        #expect(table.features.row(0) == [0, 2, 0] && table.features.row(1) == [0, 6, 0])
    }

    @Test func labelsFromElsewhereLeaveAllColumns() throws {
        let table = try LabeledTable(array: array(), labels: [9, 10])
        #expect(table.labels == [9, 10] && table.features.columnCount == 4)
    }

    @Test func widthsThatDoNotFitAreRefused() throws {
        var options = TableOptions()
        options.featureCount = 5
        let array = try array()
        #expect(throws: GBDTError.columnCountMismatch(expected: 5, got: 3)) {
            try LabeledTable(array: array, options: options)
        }
        options.featureCount = nil
        options.labelColumn = .index(4)
        #expect(throws: GBDTError.self) { try LabeledTable(array: array, options: options) }
        let column = try self.array([1, 2], columns: 1)
        #expect(throws: GBDTError.unsupportedShape(rowCount: 2, columnCount: 0)) { try LabeledTable(array: column) }
    }
}
