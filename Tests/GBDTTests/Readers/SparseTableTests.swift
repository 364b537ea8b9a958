import Testing

@testable import GBDT

/// Goal: LibSVM rows become dense ones; indexes cannot make a small text a huge table.
struct SparseTableTests {
    private func read(_ text: String, _ change: (inout TableOptions) -> Void = { _ in }) throws(GBDTError)
        -> LabeledTable
    {
        var options = TableOptions()
        change(&options)
        return try LabeledTable(text: Array(text.utf8), options: options)
    }

    private func error(_ text: String, _ change: (inout TableOptions) -> Void = { _ in }) -> GBDTError? {
        do {
            _ = try read(text, change)
            return nil
        } catch { return error }
    }

    @Test func absentValuesAreZero() throws {
        let table = try read("1 0:0.5 3:-2\n0\n1 1:nan 2:1e2 # a comment 9:9\n")
        #expect(table.features.rowCount == 3 && table.features.columnCount == 4 && table.labels == [1, 0, 1])
        let cells = table.features.columnBlock(0..<4)
        #expect(Array(cells[0..<3]) == [0.5, 0, 0] && Array(cells[6...]) == [0, 0, 100, -2, 0, 0])
        #expect(cells[3] == 0 && cells[5].isNaN)
    }

    @Test func groupsComeFromQid() throws {
        let table = try read("2 qid:1 0:1\n1 qid:1 0:2\n0 qid:7 0:3\n1 qid:1 0:3\n")
        #expect(table.groups == [2, 1, 1] && table.labels == [2, 1, 0, 1])
    }

    @Test func rowsWithoutLabelsAreSeenByTheFirst() throws {
        let table = try read("0:1 1:2\n1:5\n")
        #expect(table.labels == nil && table.features.columnBlock(0..<2) == [1, 0, 2, 5])
        #expect(try read("0:1\n1:5\n") { $0.labelColumn = nil }.labels == nil)
    }

    @Test func weightsMayStandInAColumn() throws {
        let table = try read("1 0:2 1:3\n0 1:4\n") { $0.weightColumn = .index(0) }
        #expect(table.weights == [2, 0] && table.ignoredColumns == [0])
        #expect(table.features.columnBlock(0..<2) == [0, 0, 3, 4])
    }

    @Test func whatLiesBeyondTheModelIsLeftOut() throws {
        let table = try read("1 0:1 5:2\n0 2:3\n") { $0.featureCount = 4 }
        #expect(table.features.columnCount == 4 && table.features.columnBlock(0..<4) == [1, 0, 0, 0, 0, 3, 0, 0])
        #expect(error("1 0:1\n") { $0.featureCount = .max } == .unsupportedShape(rowCount: 1, columnCount: .max))
        #expect(error("1 0:1\n") { $0.featureCount = -1 } != nil)
    }

    @Test func mistakesAreFoundByLineAndField() {
        func mistake(_ line: Int, _ column: Int, _ found: String, _ reason: String) -> GBDTError {
            .malformedText(line: line, column: column, found: found, reason: reason)
        }
        #expect(error("1 0:1\nx 0:1\n") == mistake(2, 1, "x", "expected a label, a number"))
        #expect(error("1 0:1\n1 0:1 1\n") == mistake(2, 3, "1", "expected index:value"))
        #expect(error("1 0:1 1:\n") == mistake(1, 3, "1:", "expected index:value"))
        #expect(error("1 0:1 1:x\n") == mistake(1, 3, "1:x", "expected index:value"))
        #expect(error("1 -1:1\n") == mistake(1, 2, "-1:1", "expected index:value"))
        #expect(error("1 99999999999999999999:1\n") == mistake(1, 2, "99999999999999999999:1", "expected index:value"))
        #expect(error("1 2147483647:1\n") == mistake(1, 2, "2147483647:1", "the index is too large"))
        #expect(error("1 0:1 qid:3\n") == mistake(1, 3, "qid:3", "qid: comes right after the label"))
        #expect(error("1 qid:a 0:1\n") == mistake(1, 2, "qid:a", "expected a number after qid:"))
        #expect(error("1 qid:1 0:1\n1 0:1\n") == mistake(2, 1, "1 0:1", "some rows have qid: and others have not"))
        #expect(error("1 0:1\n1 qid:1 0:1\n") == mistake(2, 2, "qid:1", "some rows have qid: and others have not"))
        #expect(
            error("1 0:1\n") { $0.labelColumn = .index(1) }
                == .invalidColumn(name: "label_column=1", reason: "LibSVM rows begin with the label: use 0"))
    }

    @Test func anIndexCannotAskForATableOutOfProportion() {
        #expect(
            error("1 0:1\n0 2000000:1\n")
                == .tableTooLarge(
                    line: 2, columnIndex: 2_000_000, rowCount: 2, cellCountMax: 64 * 18 + 1_000_000))
        #expect(error("1 0:1\n0 2147483646:1\n") != nil)
        #expect(error("1 0:1\n0 400000:1\n") == nil)
    }

    @Test func theResultDoesNotDependOnThreads() throws {
        var generator = SeededGenerator(seed: 4)
        var text = ""
        for row in 0..<60_000 {
            text += "\(row % 3)"
            for column in 0..<20 where UInt64.random(in: 0..<3, using: &generator) == 0 {
                text += " \(column):\(Float.random(in: 0..<1, using: &generator))"
            }
            text += "\n"
        }
        let one = try read(text)
        let three = try read(text) { $0.threadCount = 3 }
        #expect(one.features.rowCount == 60_000 && text.utf8.count > 1 << 20)
        #expect(one.features.columnBlock(0..<20) == three.features.columnBlock(0..<20) && one.labels == three.labels)
    }
}
