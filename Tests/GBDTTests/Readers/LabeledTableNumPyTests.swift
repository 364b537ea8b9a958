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

    @Test(arguments: 0..<4, [("<f4", "False"), ("<f4", "True"), ("<f8", "False"), ("<f8", "True")])
    func theLabelMayStandInAnyColumnOfAnyArray(_ label: Int, _ layout: (kind: String, fortran: String)) throws {
        let header = "{'descr': '\(layout.kind)', 'fortran_order': \(layout.fortran), 'shape': (3, 4), }\n"
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
        // Row r holds 10 r + c in column c.
        for cell in 0..<12 {
            let value = layout.fortran == "True" ? cell % 3 * 10 + cell / 3 : cell / 4 * 10 + cell % 4
            let bits = layout.kind == "<f4" ? UInt64(Float(value).bitPattern) : Double(value).bitPattern
            bytes += (0..<(layout.kind == "<f4" ? 4 : 8)).map { UInt8(truncatingIfNeeded: bits >> (UInt64($0) * 8)) }
        }
        var options = TableOptions()
        options.labelColumn = .index(label)
        let table = try LabeledTable(array: NumPyArray(bytes), options: options)
        let labels: [Float] = [0, 10, 20].map { $0 + Float(label) }
        #expect(table.labels == labels)
        for row in 0..<3 {
            let expected: [Double] = (0..<4).filter { $0 != label }.map { Double(row * 10 + $0) }
            #expect(table.features.row(row) == expected)
        }
        #expect(table.features.isFloat == (layout.kind == "<f4"))
    }

    /// Rows are split while they are read, in more parts than one.
    @Test(arguments: [0, 2, 4], ["<f4", "<f8"]) func filesReadInPartsAreTheSame(_ label: Int, _ kind: String) throws {
        let header = "{'descr': '\(kind)', 'fortran_order': False, 'shape': (50000, 5), }\n"
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
        for cell in 0..<250_000 {
            let value = Double(cell * 31 % 1_009) / 8
            let bits = kind == "<f4" ? UInt64(Float(value).bitPattern) : value.bitPattern
            bytes += (0..<(kind == "<f4" ? 4 : 8)).map { UInt8(truncatingIfNeeded: bits >> (UInt64($0) * 8)) }
        }
        var options = TableOptions()
        options.labelColumn = .index(label)
        let whole = try LabeledTable(array: NumPyArray(bytes), options: options)
        func read(_ known: Int, end: Int) throws -> LabeledTable {
            var rest = bytes[known..<end]
            return try LabeledTable(numPy: Array(bytes[..<known]), byteCount: bytes.count, options: options) { span in
                let part = rest.prefix(span.freeCapacity)
                for byte in part { span.append(byte) }
                rest = rest.dropFirst(part.count)
            }
        }
        for known in [100, 901, 700_003, bytes.count] {
            let table = try read(known, end: bytes.count)
            #expect(table.labels == whole.labels && table.features.rowCount == 50_000)
            #expect(table.features.columnBlock(0..<4) == whole.features.columnBlock(0..<4))
        }
        #expect(throws: GBDTError.self) { try read(100, end: bytes.count - 1) }
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
