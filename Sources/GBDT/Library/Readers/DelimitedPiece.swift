/// Where the fields of a delimited table lie and which of them are read.
struct DelimitedLayout: Sendable {
    var separator: UInt8
    var columnCount: Int
    /// By column: its fields are not looked at and count as 0.
    var isSkipped: [Bool]

    init(separator: UInt8, columnCount: Int) {
        self.separator = separator
        self.columnCount = columnCount
        isSkipped = Array(repeating: false, count: columnCount)
    }

    /// Fields of a line.
    func fields(_ text: Span<UInt8>, _ line: Range<Int>) -> [Range<Int>] {
        var fields: [Range<Int>] = []
        var cursor = FieldCursor(line: line, separator: separator, text: text)
        while let field = cursor.next(text) { fields.append(field) }
        return fields
    }
}

/// Walks the fields of a line.
private struct FieldCursor {
    private var place: Int
    private let end: Int
    private let separator: UInt8
    private var isDone: Bool

    init(line: Range<Int>, separator: UInt8, text: Span<UInt8>) {
        let isSpaced = separator == UInt8(ascii: " ")
        let line = isSpaced ? TextLines.trimmed(text, line) : line
        place = line.lowerBound
        end = line.upperBound
        self.separator = separator
        isDone = isSpaced && line.isEmpty
    }

    mutating func next(_ text: Span<UInt8>) -> Range<Int>? {
        if isDone { return nil }
        let isSpaced = separator == UInt8(ascii: " ")
        let start = place
        while place < end, text[place] != separator, !(isSpaced && TextLines.isBlank(text[place])) { place += 1 }
        let field = TextLines.trimmed(text, start..<place)
        isDone = place == end
        place += 1
        if isSpaced { while place < end, TextLines.isBlank(text[place]) { place += 1 } }
        return field
    }
}

/// The rows of one piece of a delimited table.
struct DelimitedPiece {
    /// Row after row, all columns.
    private(set) var values: [Double] = []
    private(set) var rowCount = 0
    private(set) var lineCount = 0
    private(set) var failure: TextFailure?

    init(_ text: Span<UInt8>, _ range: Range<Int>, layout: DelimitedLayout) {
        values.reserveCapacity(range.count / 4)
        var place = range.lowerBound
        let isSkipped = layout.isSkipped.span
        while place < range.upperBound, failure == nil {
            lineCount += 1
            let line = TextLines.line(text, from: place, end: range.upperBound, number: lineCount)
            place = line.next
            if line.range.isEmpty { continue }
            readRow(text, line, layout, isSkipped)
            rowCount += 1
        }
    }

    private mutating func readRow(
        _ text: Span<UInt8>, _ line: TextLines.Line, _ layout: DelimitedLayout, _ isSkipped: Span<Bool>
    ) {
        let (separator, columnCount) = (layout.separator, layout.columnCount)
        let isSpaced = separator == UInt8(ascii: " ")
        let range = isSpaced ? TextLines.trimmed(text, line.range) : line.range
        let end = range.upperBound
        var place = range.lowerBound
        // A line of blanks alone has no field between spaces, not an empty one.
        var column = isSpaced && range.isEmpty ? columnCount : 0
        while column < columnCount {
            let start = place
            // The usual case: a number that ends where its field ends.
            if !isSkipped[column], let value = DecimalNumber.scan(text, at: &place, end: end),
                place == end || text[place] == separator
            {
                values.append(value)
            } else {
                guard let value = readField(text, from: start, at: &place, end: end, column, line, layout) else {
                    return
                }
                values.append(value)
            }
            column &+= 1
            if place == end {
                if column == columnCount { return }
                break
            }
            place &+= 1
            if isSpaced { while place < end, TextLines.isBlank(text[place]) { place &+= 1 } }
        }
        let count = layout.fields(text, line.range).count
        failure = TextFailure(
            line: line.number, column: max(1, min(count, layout.columnCount + 1)),
            found: TextLines.excerpt(text, line.range),
            reason: "the line has \(count) columns, the first has \(layout.columnCount)")
    }

    /// A field with blanks around it, a missing or infinite value or a skipped field. `place` moves to its end.
    /// - Returns: nil for a mistake, which is then in `failure`.
    @inline(never)
    private mutating func readField(
        _ text: Span<UInt8>, from start: Int, at place: inout Int, end: Int, _ column: Int, _ line: TextLines.Line,
        _ layout: DelimitedLayout
    ) -> Double? {
        let isSpaced = layout.separator == UInt8(ascii: " ")
        while place < end, text[place] != layout.separator, !(isSpaced && TextLines.isBlank(text[place])) { place += 1 }
        if layout.isSkipped[column] { return 0 }
        let field = TextLines.trimmed(text, start..<place)
        var cursor = field.lowerBound
        if let value = DecimalNumber.scan(text, at: &cursor, end: field.upperBound), cursor == field.upperBound {
            return value
        }
        if let value = DecimalNumber.special(text, field) { return value }
        failure = TextFailure(
            line: line.number, column: column + 1, found: TextLines.excerpt(text, field), reason: "expected a number")
        return nil
    }
}
