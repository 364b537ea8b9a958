import Testing

@testable import GBDT

/// Goal: fields that are read eight bytes at a time are the numbers that a reader byte by byte finds, and so are the
/// tables made of them.
struct DelimitedBlockTests {
    private func block(_ text: String, columns: Int, separator: Character = ",", threads: Int = 1) -> DelimitedBlock {
        let bytes = Array(text.utf8)
        let pieces = TextLines.pieces(bytes.span, from: 0, end: bytes.count, size: 64)
        let layout = DelimitedLayout(separator: separator.asciiValue!, columnCount: columns)
        return DelimitedBlock(bytes, pieces, layout: layout, pool: WorkerPool(threadCount: threads))
    }

    /// The field byte by byte; nil when it is no number.
    private func slow(_ field: String) -> Double? {
        let bytes = Array(field.utf8)
        let trimmed = TextLines.trimmed(bytes.span, 0..<bytes.count)
        var place = trimmed.lowerBound
        if let value = DecimalNumber.scan(bytes.span, at: &place, end: trimmed.upperBound), place == trimmed.upperBound
        {
            return value
        }
        return DecimalNumber.special(bytes.span, trimmed)
    }

    /// Digits, perhaps a sign and a point, of every length around the 8 and 16 bytes that are looked at at once.
    private func numberText(_ generator: inout SeededGenerator) -> String {
        let sign = ["", "", "-", "+"].randomElement(using: &generator)!
        let count = Int.random(in: 0...18, using: &generator)
        var digits = (0..<count).map { _ in Character(String(Int.random(in: 0...9, using: &generator))) }
        if Int.random(in: 0..<5, using: &generator) > 0 {
            digits.insert(".", at: Int.random(in: 0...digits.count, using: &generator))
        }
        let tail = ["", "", "", "", "e5", "E-3", " ", "x", "."].randomElement(using: &generator)!
        return sign + String(digits) + tail
    }

    @Test(arguments: [",", "\t"] as [Character]) func fieldsAreWhatASlowReaderFinds(_ separator: Character) {
        var generator = SeededGenerator(seed: 21)
        var (numbers, mistakes) = (0, 0)
        // More text behind, since a field at the very end of a text is read slowly anyway.
        let rest = String(repeating: "7,8,9\n", count: 4).replacing(",", with: String(separator))
        for _ in 0..<15_000 {
            let field = numberText(&generator)
            let expected = slow(field)
            // First, in the middle and last, so that what follows it differs.
            for place in 0..<3 {
                var fields = ["1", "-2.5", "3"]
                fields[place] = field
                let text = fields.joined(separator: String(separator)) + "\n" + rest
                let read = block(text, columns: 3, separator: separator)
                if let expected {
                    let found = read.column(place).first
                    #expect(read.rowCount == 5 && found?.bitPattern == expected.bitPattern, "'\(field)' \(place)")
                    numbers += 1
                } else {
                    #expect(read.failure?.line == 1 && read.failure?.column == place + 1, "'\(field)' \(place)")
                    mistakes += 1
                }
            }
        }
        #expect(numbers > 20_000 && mistakes > 5_000)
    }

    @Test func rowsAndLinesAreCountedOverAllParts() {
        let text = (0..<200).map { $0 % 9 == 0 ? "\n" : "\($0),\($0 * 3)\r\n" }.joined()
        for threads in [1, 2] {
            let read = block(text, columns: 2, threads: threads)
            #expect(read.lineCount == 200 && read.failure == nil)
            let expected: [Double] = (0..<200).filter { $0 % 9 != 0 }.map { Double($0) * 3 }
            #expect(Array(read.column(1)) == expected)
            let broken = block(text + "1,2\n3,x\n4\n", columns: 2, threads: threads)
            #expect(broken.failure?.line == 202 && broken.failure?.column == 2 && broken.rowCount == 0)
        }
    }

    /// Where the first line holds nothing but blanks there are no columns, and a row is one too many.
    @Test func rowsWithoutColumnsAreRefused() {
        let read = block("  \n1 2\n", columns: 0, separator: " ")
        #expect(read.failure?.line == 1 && read.rowCount == 0)
        #expect(throws: GBDTError.self) { try SideFiles.initialScores(Array(" ".utf8)) }
        var options = TableOptions()
        options.labelColumn = nil
        #expect(throws: GBDTError.self) { try LabeledTable(text: Array("  \n1 2\n".utf8), options: options) }
    }

    /// A first row of many columns must not make many short rows take memory for as many cells each.
    @Test func shortRowsAreRefusedWithoutRoomForThem() {
        let wide = Array(repeating: "1", count: 50_000).joined(separator: ",") + "\n"
        let read = block(wide + String(repeating: "1\n", count: 50_000), columns: 50_000)
        #expect(read.failure?.line == 2 && read.rowCount == 0)
    }

    @Test(arguments: [nil, 0, 1_000, 4_000_000, 100_000_000]) func theTableDoesNotDependOnWhatIsExpected(_ count: Int?)
        throws
    {
        // Rows become longer and shorter, so that every expectation is wrong.
        let isShort = { (row: Int) in row % 60_000 < 30_000 }
        let labels = (0..<120_000).map { isShort($0) ? "\($0)" : "\($0).123456789" }
        let lines = labels.indices.map { labels[$0] + (isShort($0) ? ",1,2.5\n" : ",-3.25,0.125\n") }
        let text = Array(lines.joined().utf8)
        #expect(text.count > 2_000_000)
        for keepsFloats in [false, true] {
            var options = TableOptions()
            options.keepsFloats = keepsFloats
            options.weightColumn = .index(1)
            var start = 0
            let table = try LabeledTable(options: options, byteCount: count) {
                defer { start += 700_001 }
                return start < text.count ? Array(text[start..<min(start + 700_001, text.count)]) : nil
            }
            #expect(table.features.rowCount == 120_000 && table.features.isFloat == keepsFloats)
            let columns = table.features.columnBlock(0..<2)
            let first: [Double] = labels.indices.map { isShort($0) ? 1 : -3.25 }
            #expect(columns == first + Array(repeating: 0, count: 120_000))
            let weights: [Float] = labels.indices.map { isShort($0) ? 2.5 : 0.125 }
            #expect(table.weights == weights)
            let floats = labels.compactMap { Double($0) }.map { Float($0) }
            #expect(table.labels == floats)
        }
    }
}
