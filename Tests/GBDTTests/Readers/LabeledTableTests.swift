import Testing

@testable import GBDT

/// Goal: text tables become the numbers they hold, with LightGBM's understanding of columns.
struct LabeledTableTests {
    private func read(_ text: String, _ change: (inout TableOptions) -> Void = { _ in }) throws(GBDTError)
        -> LabeledTable
    {
        var options = TableOptions()
        change(&options)
        return try LabeledTable(text: Array(text.utf8), options: options)
    }

    private func rows(_ table: LabeledTable) -> [[Double]] {
        let features = table.features
        let cells = features.columnBlock(0..<features.columnCount)
        return (0..<features.rowCount).map { row in
            (0..<features.columnCount).map { cells[$0 * features.rowCount + row] }
        }
    }

    private func error(_ text: String, _ change: (inout TableOptions) -> Void = { _ in }) -> GBDTError? {
        do {
            _ = try read(text, change)
            return nil
        } catch { return error }
    }

    @Test(arguments: [",", "\t", " ", "   "]) func separatorsAreFoundOut(_ separator: String) throws {
        let text = "1,2.5,-3\n0,4e1,.5\n".split(separator: ",").joined(separator: separator)
        let table = try read(text)
        #expect(rows(table) == [[2.5, -3], [40, 0.5]])
        #expect(table.labels == [1, 0] && table.featureNames == nil && table.weights == nil && table.groups == nil)
    }

    @Test func missingValuesAreNaN() throws {
        let table = try read("1,,NA\n0,nan,\n1, inf ,none\n")
        #expect(rows(table)[0].allSatisfy(\.isNaN) && rows(table)[1].allSatisfy(\.isNaN))
        #expect(rows(table)[2][0] == .infinity && rows(table)[2][1].isNaN)
    }

    @Test func lineEndsBlankLinesAndMarksDoNotMatter() throws {
        let plain = rows(try read("1,2\n3,4\n"))
        for text in ["1,2\n3,4", "1,2\r\n3,4\r\n", "\n\n1,2\n\n3,4\n\n", "\u{FEFF}1,2\n3,4\n", " 1 , 2 \n3,\t4\n"] {
            #expect(rows(try read(text)) == plain, "\(text.debugDescription)")
        }
    }

    @Test func theHeaderGivesNames() throws {
        let table = try read("y,\"a b\",,c\n1,2,3,4\n") { $0.hasHeader = true }
        #expect(table.featureNames == ["a_b", "Column_2", "c"] && rows(table) == [[2, 3, 4]])
    }

    @Test func theLabelMayStandAnywhereOrNowhere() throws {
        let text = "a,y,b\n1,2,3\n4,5,6\n"
        for column in [ColumnReference.index(1), .name("y")] {
            let table = try read(text) { ($0.hasHeader, $0.labelColumn) = (true, column) }
            #expect(table.labels == [2, 5] && rows(table) == [[1, 3], [4, 6]] && table.featureNames == ["a", "b"])
        }
        let table = try read(text) { ($0.hasHeader, $0.labelColumn) = (true, nil) }
        #expect(table.labels == nil && rows(table) == [[1, 2, 3], [4, 5, 6]])
    }

    /// The example of LightGBM's documentation: label is column 0, weight is column 1: weight=0.
    @Test func otherNumbersDoNotCountTheLabel() throws {
        let table = try read("1,0.5,7,10\n0,2,7,20\n1,1,8,30\n") {
            $0.weightColumn = .index(0)
            $0.groupColumn = .index(1)
        }
        #expect(table.weights == [0.5, 2, 1] && table.groups == [2, 1] && table.ignoredColumns == [0, 1])
        #expect(rows(table) == [[0, 0, 10], [0, 0, 20], [0, 0, 30]])
    }

    @Test func ignoredColumnsAreNotRead() throws {
        let text = "name,y,x,w\nanna,1,2,3\nbert,0,5,4\n"
        let table = try read(text) {
            $0.hasHeader = true
            $0.labelColumn = .name("y")
            $0.weightColumn = .name("w")
            $0.ignoredColumns = [.name("name")]
        }
        #expect(rows(table) == [[0, 2, 0], [0, 5, 0]] && table.labels == [1, 0] && table.weights == [3, 4])
        #expect(table.ignoredColumns == [0, 2] && table.featureNames == ["name", "x", "w"])
    }

    @Test func aTableOfJustTheFeaturesHasNoLabel() throws {
        let table = try read("1,2\n3,4\n") { $0.featureCount = 2 }
        #expect(table.labels == nil && table.features.columnCount == 2)
        #expect(try read("9,1,2\n9,3,4\n") { $0.featureCount = 2 }.labels == [9, 9])
        #expect(error("1,2,3,4\n") { $0.featureCount = 2 } == .columnCountMismatch(expected: 2, got: 3))
    }

    @Test func floatsAreTheDoublesRounded() throws {
        let table = try read("1,0.1\n0,1e300\n") { $0.keepsFloats = true }
        #expect(table.features.isFloat && rows(table) == [[Double(Float(0.1))], [.infinity]])
    }

    @Test func mistakesAreFoundByLineAndColumn() {
        #expect(
            error("1,2,3\n\n1,x,3\n")
                == .malformedText(line: 3, column: 2, found: "x", reason: "expected a number"))
        #expect(
            error("1,2,3\n1,2\n")
                == .malformedText(
                    line: 2, column: 2, found: "1,2", reason: "the line has 2 columns, the first has 3"))
        #expect(
            error("1,2\n1,2,3,4\n")
                == .malformedText(
                    line: 2, column: 3, found: "1,2,3,4", reason: "the line has 4 columns, the first has 2"))
        #expect(
            error("1\t2\n1\t2\t\n")
                == .malformedText(
                    line: 2, column: 3, found: "1\t2\t", reason: "the line has 3 columns, the first has 2"))
        #expect(
            error("a,b\n1,2,3\n") { $0.hasHeader = true }
                == .malformedText(
                    line: 1, column: 2, found: "a,b", reason: "the header has 2 names, the first row has 3 columns"))
        let long = String(repeating: "z", count: 5_000)
        #expect(
            error("1,\(long)\n")
                == .malformedText(
                    line: 1, column: 2, found: String(repeating: "z", count: 37) + "...", reason: "expected a number"))
    }

    @Test func columnsThatAreNotThereAreNamed() {
        #expect(
            error("1,2\n") { $0.labelColumn = .index(2) }
                == .invalidColumn(name: "label_column=2", reason: "the table has 2 columns, numbered from 0"))
        #expect(
            error("1,2\n") { $0.weightColumn = .index(1) }
                == .invalidColumn(name: "weight_column=1", reason: "the table has 1 columns, numbered from 0"))
        #expect(
            error("1,2\n") { $0.labelColumn = .name("y") }
                == .invalidColumn(name: "label_column=name:y", reason: "names need a header line"))
        #expect(
            error("a,b\n1,2\n") { ($0.hasHeader, $0.groupColumn) = (true, .name("q")) }
                == .invalidColumn(name: "group_column=name:q", reason: "no column has this name"))
        #expect(
            error("1,2,3\n") { ($0.weightColumn, $0.groupColumn) = (.index(1), .index(1)) }
                == .invalidColumn(name: "group_column=1", reason: "the same column holds the weights"))
        #expect(error("1,2,3\n1,NA,3\n") { $0.groupColumn = .index(0) } != nil)
    }

    @Test func nothingIsNoTable() {
        for text in ["", "\n\n", "a,b\n", "1\n2\n"] {
            guard case .unsupportedShape = error(text, { $0.hasHeader = text == "a,b\n" }) else {
                Issue.record("\(text.debugDescription) was read")
                continue
            }
        }
    }

    /// Some megabytes with every kind of field, so that there are many pieces.
    private func longText(rowCount: Int) -> String {
        var generator = SeededGenerator(seed: 5)
        var text = "label,a,b,c\n"
        for row in 0..<rowCount {
            let value = Double.random(in: -1...1, using: &generator)
            text += "\(row % 2),\(value),\(row % 7 == 0 ? "NA" : String(row)), \(Float(value))\r\n"
            if row % 1_000 == 999 { text += "\n" }
        }
        return text
    }

    @Test func theResultDoesNotDependOnThreadsOrChunks() throws {
        let text = longText(rowCount: 150_000)
        let bytes = Array(text.utf8)
        #expect(bytes.count > 5 << 20)
        func bits(_ table: LabeledTable) -> [UInt64] {
            table.features.columnBlock(0..<3).map(\.bitPattern) + (table.labels ?? []).map { UInt64($0.bitPattern) }
        }
        let expected = bits(try read(text) { $0.hasHeader = true })
        #expect(expected.count == 600_000)
        #expect(bits(try read(text) { ($0.hasHeader, $0.threadCount) = (true, 3) }) == expected)
        for size in [65_521, 5_000_000] {
            var options = TableOptions()
            options.hasHeader = true
            var start = 0
            let table = try LabeledTable(options: options) {
                if start >= bytes.count { return nil }
                defer { start += size }
                return Array(bytes[start..<min(start + size, bytes.count)])
            }
            #expect(bits(table) == expected)
        }
    }

    @Test func errorsDoNotDependOnThreadsOrChunks() throws {
        let text = longText(rowCount: 150_000) + "0,1,2,3\n1,?,2,3\n1,2\n"
        let expected = GBDTError.malformedText(line: 150_153, column: 2, found: "?", reason: "expected a number")
        for threads in [1, 2] { #expect(error(text) { ($0.hasHeader, $0.threadCount) = (true, threads) } == expected) }
        var options = TableOptions()
        options.hasHeader = true
        var rest = Array(text.utf8)[...]
        #expect(throws: expected) {
            try LabeledTable(options: options) {
                defer { rest = rest.dropFirst(1_000_003) }
                return rest.isEmpty ? nil : Array(rest.prefix(1_000_003))
            }
        }
    }

    @Test func whatTheSourceThrowsComesThrough() {
        struct Broken: Error {}
        #expect(throws: Broken.self) { try LabeledTable { throw Broken() } }
    }

    @Test func oneByteAtATimeIsTheSame() throws {
        var bytes = Array("1,2\n3,4\n5,6".utf8)[...]
        let table = try LabeledTable { bytes.popFirst().map { [$0] } }
        #expect(rows(table) == [[2], [4], [6]] && table.labels == [1, 3, 5])
    }

    @Test func noTextMakesItTrap() {
        var generator = SeededGenerator(seed: 9)
        let alphabet = Array("0123456789.,;:\t \n\r-+eEnaNqidf#\"\u{FEFF}é".utf8)
        var readable = 0
        for round in 0..<20_000 {
            let count = Int.random(in: 0...60, using: &generator)
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator)! }
            var options = TableOptions()
            options.hasHeader = round % 3 == 0
            options.featureCount = round % 5 == 0 ? 2 : nil
            options.weightColumn = round % 7 == 0 ? .index(0) : nil
            do {
                readable += try LabeledTable(text: bytes, options: options).features.rowCount > 0 ? 1 : 0
            } catch {
                continue
            }
        }
        #expect(readable > 0)
    }
}

/// Goal: golden data read here are the golden data.
@Suite(.enabled(if: GoldenFiles.areAvailable))
struct GoldenTableTests {
    @Test(arguments: ["higgs7k.train.tsv", "flights6k.csv", "hourcounts.csv"])
    func filesHoldWhatASimpleReaderFinds(_ name: String) throws {
        let hasHeader = name.hasSuffix(".csv")
        let text = try GoldenFiles.text("data/\(name)")
        var options = TableOptions()
        options.hasHeader = hasHeader
        let table = try LabeledTable(text: Array(text.utf8), options: options)
        let lines = text.split(separator: "\n").dropFirst(hasHeader ? 1 : 0)
        let expected = lines.map { line in
            line.split(separator: hasHeader ? "," : "\t", omittingEmptySubsequences: false)
                .map { $0.isEmpty ? Double.nan : Double($0)! }
        }
        let (rowCount, columnCount) = (table.features.rowCount, table.features.columnCount)
        #expect(rowCount == expected.count && columnCount == expected[0].count - 1)
        let cells = table.features.columnBlock(0..<columnCount)
        var wrong = 0
        for row in 0..<rowCount {
            for column in 0..<columnCount
            where cells[column * rowCount + row].bitPattern != expected[row][column + 1].bitPattern { wrong += 1 }
        }
        #expect(wrong == 0)
        #expect(table.labels == expected.map { Float($0[0]) })
    }

    @Test func rankingDataHaveTheirShape() throws {
        let train = try LabeledTable(text: Array(GoldenFiles.text("data/rank.train.svm").utf8))
        let queries = try SideFiles.querySizes(Array(GoldenFiles.text("data/rank.train.query").utf8))
        #expect(train.features.columnCount == 301 && queries.reduce(0, +) == train.features.rowCount)
        var options = TableOptions()
        options.featureCount = train.features.columnCount
        let test = try LabeledTable(text: Array(GoldenFiles.text("data/rank.test.svm").utf8), options: options)
        #expect(test.features.columnCount == 301)
    }

    @Test func sideFilesHaveOneEntryPerRow() throws {
        let weights = try SideFiles.weights(Array(GoldenFiles.text("data/higgs7k.train.weight").utf8))
        let scores = try SideFiles.initialScores(Array(GoldenFiles.text("data/higgs7k.train.init").utf8))
        #expect(weights.count == 7_000 && scores.map(\.count) == [7_000])
    }
}
