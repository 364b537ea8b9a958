/// Reads rows into cells that lie column after column.
struct DelimitedRowReader {
    private let layout: DelimitedLayout
    private(set) var failure: TextFailure?

    init(layout: DelimitedLayout) { self.layout = layout }

    /// Reads lines until one holds a mistake, which is then in `failure`, its line counted from the first of them.
    /// - Parameters:
    ///   - ends: of all lines in `range`.
    ///   - cells: rows are written from `firstRow` on, and from 0 again where there are more.
    mutating func read(
        _ text: Span<UInt8>, _ range: Range<Int>, _ ends: [Int], into cells: DelimitedKernels.Cells,
        from firstRow: Int
    ) {
        let layout = layout
        let isSkipped = layout.isSkipped.span
        var (place, row) = (range.lowerBound, firstRow)
        for number in ends.indices {
            let content = TextLines.content(text, place..<ends[number])
            place = ends[number] + 1
            if content.isEmpty { continue }
            if row == cells.rowCount { row = 0 }
            guard readRow(text, content, number: number + 1, isSkipped, into: cells, row: row) else { return }
            row += 1
        }
    }

    private mutating func readRow(
        _ text: Span<UInt8>, _ line: Range<Int>, number: Int, _ isSkipped: Span<Bool>,
        into cells: DelimitedKernels.Cells, row: Int
    ) -> Bool {
        let isSpaced = layout.separator == UInt8(ascii: " ")
        let range = isSpaced ? TextLines.trimmed(text, line) : line
        let columnCount = layout.columnCount
        // A line of blanks alone has no field between spaces, not an empty one.
        var cursor = DelimitedKernels.Cursor(
            place: range.lowerBound, end: range.upperBound, column: isSpaced && range.isEmpty ? columnCount : 0)
        while cursor.column < columnCount {
            if !isSpaced {
                DelimitedKernels.readPlainFields(
                    text, &cursor, separator: layout.separator, isSkipped: isSkipped, into: cells, row: row)
                if cursor.isDone || cursor.column == columnCount { break }
            }
            guard let value = readField(text, &cursor, number) else { return false }
            cells.set(value, row: row, column: cursor.column)
            cursor.finishField()
            if cursor.isDone { break }
            if isSpaced { while cursor.place < cursor.end, TextLines.isBlank(text[cursor.place]) { cursor.place += 1 } }
        }
        if cursor.isDone, cursor.column == columnCount { return true }
        let count = layout.fields(text, line).count
        failure = TextFailure(
            line: number, column: max(1, min(count, layout.columnCount + 1)),
            found: TextLines.excerpt(text, line),
            reason: "the line has \(count) columns, the first has \(layout.columnCount)")
        return false
    }

    /// Any field. The cursor moves to its end.
    /// - Returns: nil for a mistake, which is then in `failure`.
    @inline(never)
    private mutating func readField(
        _ text: Span<UInt8>, _ cursor: inout DelimitedKernels.Cursor, _ number: Int
    ) -> Double? {
        let isSpaced = layout.separator == UInt8(ascii: " ")
        let (start, end) = (cursor.place, cursor.end)
        let isSkipped = layout.isSkipped[cursor.column]
        // Mostly a number that ends where its field ends.
        if !isSkipped, let value = DecimalNumber.scan(text, at: &cursor.place, end: end),
            cursor.place == end || text[cursor.place] == layout.separator
        {
            return value
        }
        var place = start
        while place < end, text[place] != layout.separator, !(isSpaced && TextLines.isBlank(text[place])) { place += 1 }
        cursor.place = place
        if isSkipped { return 0 }
        let field = TextLines.trimmed(text, start..<place)
        var scanned = field.lowerBound
        if let value = DecimalNumber.scan(text, at: &scanned, end: field.upperBound), scanned == field.upperBound {
            return value
        }
        if let value = DecimalNumber.special(text, field) { return value }
        failure = TextFailure(
            line: number, column: cursor.column + 1, found: TextLines.excerpt(text, field),
            reason: "expected a number")
        return nil
    }
}
