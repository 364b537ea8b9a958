/// The rows of one piece of a LibSVM text: `label qid:group index:value ... # comment`.
struct SparsePiece {
    /// One per row; empty when rows have no label.
    private(set) var labels: [Double] = []
    /// One per row; empty when rows have no `qid:`.
    private(set) var groups: [Double] = []
    /// Where the entries of each row start, and the number of entries at the end.
    private(set) var rowStarts = [0]
    private(set) var columns: [Int32] = []
    private(set) var values: [Double] = []
    /// The largest index and its line.
    private(set) var largest: (column: Int, line: Int)?
    private(set) var lineCount = 0
    private(set) var failure: TextFailure?

    var rowCount: Int { rowStarts.count - 1 }

    /// - Parameter columnLimit: indexes from here on are left out.
    init(_ text: Span<UInt8>, _ range: Range<Int>, hasLabels: Bool, columnLimit: Int) {
        var place = range.lowerBound
        while place < range.upperBound, failure == nil {
            lineCount += 1
            let line = TextLines.line(text, from: place, end: range.upperBound, number: lineCount)
            place = line.next
            var end = line.range.lowerBound
            while end < line.range.upperBound, text[end] != UInt8(ascii: "#") { end += 1 }
            let content = TextLines.trimmed(text, line.range.lowerBound..<end)
            if content.isEmpty { continue }
            readRow(text, content, line: line.number, hasLabels: hasLabels, columnLimit: columnLimit)
            rowStarts.append(columns.count)
        }
    }

    private mutating func readRow(
        _ text: Span<UInt8>, _ content: Range<Int>, line: Int, hasLabels: Bool, columnLimit: Int
    ) {
        var place = content.lowerBound
        var field = 0
        while place < content.upperBound {
            while TextLines.isBlank(text[place]) { place += 1 }
            let start = place
            while place < content.upperBound, !TextLines.isBlank(text[place]) { place += 1 }
            field += 1
            let token = start..<place
            if hasLabels, field == 1 {
                guard let label = number(text, token) else {
                    return fail(text, token, line, field, "expected a label, a number")
                }
                labels.append(label)
            } else if !readEntry(text, token, line, field, isFirst: field == (hasLabels ? 2 : 1), columnLimit) {
                return
            }
        }
        if !groups.isEmpty, groups.count != rowCount + 1 {
            fail(text, content, line, 1, "some rows have qid: and others have not")
        }
    }

    private mutating func readEntry(
        _ text: Span<UInt8>, _ token: Range<Int>, _ line: Int, _ field: Int, isFirst: Bool, _ columnLimit: Int
    ) -> Bool {
        var place = token.lowerBound
        var column = 0
        while place < token.upperBound, (48...57).contains(text[place]), column <= Int(Int32.max) {
            column = column * 10 + Int(text[place] - 48)
            place += 1
        }
        let hasIndex = place > token.lowerBound && place < token.upperBound && text[place] == UInt8(ascii: ":")
        guard hasIndex else { return readGroup(text, token, line, field, isFirst: isFirst) }
        guard column < Int(Int32.max) else {
            fail(text, token, line, field, "the index is too large")
            return false
        }
        guard place + 1 < token.upperBound, let value = number(text, place + 1..<token.upperBound) else {
            fail(text, token, line, field, "expected index:value")
            return false
        }
        guard column < columnLimit else { return true }
        columns.append(Int32(column))
        values.append(value)
        if column > largest?.column ?? -1 { largest = (column, line) }
        return true
    }

    private mutating func readGroup(
        _ text: Span<UInt8>, _ token: Range<Int>, _ line: Int, _ field: Int, isFirst: Bool
    ) -> Bool {
        let name = TextLines.string(text, token.prefix(4))
        let content = token.dropFirst(4)
        guard name == "qid:", isFirst else {
            fail(
                text, token, line, field, name == "qid:" ? "qid: comes right after the label" : "expected index:value")
            return false
        }
        guard !content.isEmpty, let group = number(text, content), group.isFinite else {
            fail(text, token, line, field, "expected a number after qid:")
            return false
        }
        guard groups.count == rowCount else {
            fail(text, token, line, field, "some rows have qid: and others have not")
            return false
        }
        groups.append(group)
        return true
    }

    private func number(_ text: Span<UInt8>, _ range: Range<Int>) -> Double? {
        var place = range.lowerBound
        if let value = DecimalNumber.scan(text, at: &place, end: range.upperBound), place == range.upperBound {
            return value
        }
        return DecimalNumber.special(text, range)
    }

    private mutating func fail(
        _ text: Span<UInt8>, _ token: Range<Int>, _ line: Int, _ column: Int, _ reason: String
    ) {
        failure = TextFailure(line: line, column: column, found: TextLines.excerpt(text, token), reason: reason)
    }
}
