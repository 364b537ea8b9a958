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
