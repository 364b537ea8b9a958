/// The rows of a part of a delimited table.
struct DelimitedBlock {
    /// Column after column, `rowCount` cells each; empty after a failure.
    private let cells: [Double]
    let rowCount: Int
    let lineCount: Int
    /// The first mistake, its line counted within the block.
    let failure: TextFailure?

    /// - Parameter ranges: parts of the text that begin and end with lines, one behind the other; they are read side by
    ///   side.
    init(_ text: [UInt8], _ ranges: [Range<Int>], layout: DelimitedLayout, pool: WorkerPool) {
        let lines = pool.map(ranges.count) { DelimitedLines(text.span, ranges[$0]) }
        // Where the rows and lines of each part start, and all of them.
        var (firstRows, firstLines) = ([0], [0])
        for (index, part) in lines.enumerated() {
            firstRows.append(firstRows[index] + part.rowCount)
            firstLines.append(firstLines[index] + part.ends.count)
        }
        let (rowCount, columnCount) = (firstRows[ranges.count], layout.columnCount)
        lineCount = firstLines[ranges.count]
        // A row has a byte for each column, with that of its end, which the last may lack. Where there are fewer bytes
        // a row must be wrong: rows are then read over each other until it is found, and take no more memory than one.
        let byteCount = ranges.reduce(0) { $0 + $1.count } + 1
        let isPlausible = rowCount <= byteCount / max(columnCount, 1)
        let workers = isPlausible ? pool : WorkerPool(threadCount: 1)
        var failure: TextFailure?
        cells = DelimitedKernels.cells(columnCount: columnCount, rowCount: isPlausible ? rowCount : 1) { cells in
            let failures = workers.map(ranges.count) { index in
                var reader = DelimitedRowReader(layout: layout)
                let firstRow = isPlausible ? firstRows[index] : 0
                reader.read(text.span, ranges[index], lines[index].ends, into: cells, from: firstRow)
                return reader.failure
            }
            for (index, found) in failures.enumerated() where failure == nil {
                failure = found
                failure?.line += firstLines[index]
            }
            return failure == nil
        }
        precondition(isPlausible || failure != nil)
        self.failure = failure
        self.rowCount = failure == nil ? rowCount : 0
    }

    /// The values of a column, row after row.
    func column(_ column: Int) -> ArraySlice<Double> { cells[column * rowCount..<(column + 1) * rowCount] }
}

/// The lines of a part of a text.
private struct DelimitedLines {
    /// Where they end: at a line feed, the last perhaps at the end of the part.
    let ends: [Int]
    /// Those that are not empty.
    private(set) var rowCount = 0

    init(_ text: Span<UInt8>, _ range: Range<Int>) {
        ends = DelimitedKernels.lineEnds(text, range)
        var place = range.lowerBound
        for end in ends {
            if !TextLines.content(text, place..<end).isEmpty { rowCount += 1 }
            place = end + 1
        }
    }
}
