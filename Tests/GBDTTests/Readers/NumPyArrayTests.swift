import Testing

@testable import GBDT

/// Goal: what `numpy.save` writes is read; damaged files are refused before anything is allocated.
struct NumPyArrayTests {
    private func file(_ header: String, version: UInt8 = 1, _ data: [UInt8]) -> [UInt8] {
        let count = header.utf8.count
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0, UInt8(count & 255), UInt8(count >> 8)]
        if version > 1 { bytes += [0, 0] }
        return bytes + Array(header.utf8) + data
    }

    private func header(_ kind: String, _ shape: String, fortran: String = "False") -> String {
        "{'descr': '\(kind)', 'fortran_order': \(fortran), 'shape': \(shape), }\n"
    }

    private func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private func reason(_ bytes: [UInt8]) -> String {
        do {
            _ = try NumPyArray(bytes)
            return "none"
        } catch {
            guard case .malformedArray(let reason) = error else { return "\(error)" }
            return reason
        }
    }

    @Test func doublesOfBothOrdersAreRead() throws {
        let data = [1.0, 2, 3, 4, 5, .nan].flatMap { littleEndian($0.bitPattern) }
        let rows = try NumPyArray(file(header("<f8", "(3, 2)"), data)).matrix()
        #expect(rows.rowCount == 3 && rows.columnCount == 2)
        #expect(rows.columnBlock(0..<1) == [1, 3, 5] && Array(rows.columnBlock(1..<2).prefix(2)) == [2, 4])
        let columns = try NumPyArray(file(header("<f8", "(3, 2)", fortran: "True"), data)).matrix()
        #expect(columns.columnBlock(0..<1) == [1, 2, 3])
    }

    @Test func floatsStayFloats() throws {
        let data = [Float(0.1), -2].flatMap { littleEndian($0.bitPattern) }
        let array = try NumPyArray(file(header("<f4", "(2,)"), data))
        #expect(try array.matrix().isFloat && array.vector() == [Double(Float(0.1)), -2])
    }

    /// Whatever is known of the file when the rest is asked for, and in however many parts it comes.
    @Test(arguments: ["<f4", "<f8", "<i2", "|b1"]) func filesReadInPartsAreTheSame(_ kind: String) throws {
        let size = Int(String(kind.last!))!
        let data = (0..<24 * size).map { UInt8($0 * 37 % 100) }
        let bytes = file(header(kind, "(6, 4)"), data)
        let whole = try NumPyArray(bytes).vectorOfRows()
        let start = bytes.count - data.count
        for known in [start, start + 1, start + 4 * size, bytes.count - 1, bytes.count] {
            let array = try NumPyArray(beginning: Array(bytes[..<known]), byteCount: bytes.count) { span in
                #expect(span.freeCapacity == bytes.count - known)
                for byte in bytes[known...] { span.append(byte) }
            }
            #expect(try array.vectorOfRows() == whole)
        }
        #expect(throws: GBDTError.malformedArray(reason: "the shape needs \(24 * size) bytes, \(size) are there")) {
            try NumPyArray(beginning: Array(bytes[..<start]), byteCount: bytes.count) { span in
                for byte in bytes[start..<start + size] { span.append(byte) }
            }
        }
        #expect(throws: GBDTError.self) {
            try NumPyArray(beginning: bytes, byteCount: bytes.count + 1) { _ in Issue.record("nothing is missing") }
        }
    }

    @Test func integersOfEverySizeAreRead() throws {
        func read(_ kind: String, _ data: [UInt8]) throws -> [Double] {
            try NumPyArray(file(header(kind, "(2,)"), data)).vector()
        }
        #expect(try read("|i1", [0xFF, 5]) == [-1, 5])
        #expect(try read("<i2", littleEndian(Int16(-300)) + littleEndian(Int16(7))) == [-300, 7])
        #expect(try read("<i4", littleEndian(Int32.min) + littleEndian(Int32(7))) == [-2_147_483_648, 7])
        #expect(try read("<i8", littleEndian(Int64(-1) << 40) + littleEndian(Int64(7))) == [-1_099_511_627_776, 7])
        #expect(try read("|u1", [0xFF, 5]) == [255, 5])
        #expect(try read("<u2", littleEndian(UInt16.max) + [1, 0]) == [65_535, 1])
        #expect(try read("<u4", littleEndian(UInt32.max) + [1, 0, 0, 0]) == [4_294_967_295, 1])
        #expect(
            try read("<u8", littleEndian(UInt64(1) << 60) + littleEndian(UInt64(3))) == [1_152_921_504_606_846_976, 3])
        #expect(try read("|b1", [0, 1]) == [0, 1])
    }

    @Test func laterVersionsHaveLongerHeaders() throws {
        for version: UInt8 in [2, 3] {
            let array = try NumPyArray(file(header("|u1", "(3,)"), version: version, [1, 2, 3]))
            #expect(try array.vector() == [1, 2, 3])
        }
    }

    @Test func shapesAreCheckedAgainstTheBytes() {
        #expect(reason(file(header("<f8", "(3, 2)"), [0])) == "the shape needs 48 bytes, 1 are there")
        #expect(reason(file(header("<f8", "(0, 2)"), [0])) == "the shape needs 0 bytes, 1 are there")
        #expect(reason(file(header("<f8", "(4611686018427387904, 2)"), [])).contains("too many"))
        #expect(reason(file(header("<f8", "(4611686018427387904,)"), [])).contains("too many"))
        #expect(reason(file(header("|u1", "(9999999999999999999,)"), [])).contains("expected a size"))
        #expect(throws: GBDTError.unsupportedShape(rowCount: 0, columnCount: 5)) {
            try NumPyArray(file(header("|u1", "(0, 5)"), [])).matrix()
        }
    }

    @Test func otherKindsAndDamageAreExplained() {
        #expect(reason([]).contains("do not begin"))
        #expect(reason(Array("PK\u{3}\u{4}0123456789".utf8)).contains("do not begin"))
        #expect(reason(file(header("<f8", "()"), version: 9, [])).contains("version 9"))
        #expect(reason(file(header(">f8", "(1,)"), [])).contains(">f8"))
        #expect(reason(file(header("|O", "(1,)"), [])).contains("|O"))
        #expect(reason(Array(file(header("<f8", "(1,)"), []).prefix(40))).contains("the header says"))
        #expect(reason(file("{'descr': '<f8'}", [])).contains("is missing"))
        #expect(reason(file("{'descr': '<f8', 'descr': '<f8'}", [])).contains("stands twice"))
        #expect(reason(file("{'descr: }", [])).contains("damaged header"))
        #expect(reason(file("{'other': 1}", [])).contains("unknown key other"))
        #expect(reason(file("{'descr': '<f8', 'fortran_order': Maybe}", [])).contains("expected False"))
    }

    @Test func shapesThatAreNoTableAreRefused() throws {
        let cube = try NumPyArray(file(header("|u1", "(1, 1, 1)"), [1]))
        #expect(throws: GBDTError.self) { try cube.matrix() }
        #expect(throws: GBDTError.self) { try cube.vector() }
        let table = try NumPyArray(file(header("|u1", "(2, 2)"), [1, 2, 3, 4]))
        #expect(throws: GBDTError.self) { try table.vector() }
        #expect(try NumPyArray(file(header("|u1", "(1, 2)"), [1, 2])).vector() == [1, 2])
    }

    @Test func flippedBytesNeverTrap() {
        let good = file(header("<f4", "(2, 2)"), Array(repeating: 0, count: 16))
        var refused = 0
        for place in good.indices {
            for value: UInt8 in [0, 1, 0x27, 0x39, 0x7F, 0x80, 0xFF] {
                var bytes = good
                bytes[place] = value
                refused += reason(bytes) == "none" ? 0 : 1
            }
            refused += reason(Array(good.prefix(place))) == "none" ? 0 : 1
        }
        #expect(refused > good.count)
    }
}

extension NumPyArray {
    /// All elements, row after row.
    fileprivate func vectorOfRows() throws -> [Double] {
        let matrix = try matrix()
        return (0..<matrix.rowCount).flatMap { matrix.row($0) }
    }
}
