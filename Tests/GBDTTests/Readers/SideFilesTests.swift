import Testing

@testable import GBDT

/// Goal: weights, query sizes and initial scores beside a data file are read; mistakes are found by line.
struct SideFilesTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func namesFollowLightGBM() {
        let paths = SideFiles.paths(besides: "data/train.tsv")
        #expect(paths.weights == "data/train.tsv.weight" && paths.queries == "data/train.tsv.query")
        #expect(paths.initialScores == "data/train.tsv.init")
    }

    @Test func numbersAreReadLineByLine() throws {
        #expect(try SideFiles.weights(bytes("1\n0.5\r\n\n2e1")) == [1, 0.5, 20])
        #expect(try SideFiles.querySizes(bytes("3\n1\n12\n")) == [3, 1, 12])
        #expect(try SideFiles.initialScores(bytes("0.5\n-1\n")) == [[0.5, -1]])
        #expect(try SideFiles.initialScores(bytes("1\t2\t3\n4\t5\t6\n")) == [[1, 4], [2, 5], [3, 6]])
        #expect(try SideFiles.weights([]) == [])
    }

    @Test func mistakesAreFoundByLine() {
        func mistake(_ line: Int, _ column: Int, _ found: String, _ reason: String) -> GBDTError {
            .malformedText(line: line, column: column, found: found, reason: reason)
        }
        let weight = "expected a finite weight of at least 0"
        #expect(throws: mistake(3, 1, "-1", weight)) { try SideFiles.weights(bytes("1\n\n-1\n")) }
        #expect(throws: mistake(1, 1, "nan", weight)) { try SideFiles.weights(bytes("nan\n")) }
        #expect(throws: mistake(2, 1, "x", "expected a number")) { try SideFiles.weights(bytes("1\nx\n")) }
        let size = "expected a number of rows: an integer above 0"
        for text in ["0", "1.5", "-3", "1e12", "inf"] {
            #expect(throws: mistake(1, 1, text, size)) { try SideFiles.querySizes(bytes(text)) }
        }
        #expect(throws: mistake(2, 2, "inf", "expected a finite score")) {
            try SideFiles.initialScores(bytes("1,2\n3,inf\n"))
        }
        #expect(throws: mistake(2, 1, "3", "the line has 1 columns, the first has 2")) {
            try SideFiles.initialScores(bytes("1,2\n3\n"))
        }
        // A line of blanks alone has no field at all.
        #expect(throws: mistake(1, 1, " ", "the line has 0 columns, the first has 1")) {
            try SideFiles.weights(bytes(" \n"))
        }
        #expect(throws: mistake(2, 1, "  ", "the line has 0 columns, the first has 2")) {
            try SideFiles.initialScores(bytes("1 2\n  \n"))
        }
    }
}
