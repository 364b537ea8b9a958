/// Lines within a span of text.
enum TextLines {
    struct Line {
        /// Without its end (line feed, or carriage return and line feed).
        var range: Range<Int>
        /// Where the next line starts.
        var next: Int
        /// From 1, among all lines.
        var number: Int
    }

    /// The line that starts at `start`, up to `end` where no line feed comes before.
    @inline(__always)
    static func line(_ text: Span<UInt8>, from start: Int, end: Int, number: Int) -> Line {
        var place = start
        while place < end, text[place] != UInt8(ascii: "\n") { place &+= 1 }
        return Line(range: content(text, start..<place), next: min(place &+ 1, end), number: number)
    }

    /// A line without a carriage return at its end.
    @inline(__always)
    static func content(_ text: Span<UInt8>, _ line: Range<Int>) -> Range<Int> {
        let hasReturn = !line.isEmpty && text[line.upperBound &- 1] == UInt8(ascii: "\r")
        return hasReturn ? line.lowerBound..<line.upperBound &- 1 : line
    }

    /// Up to `limit` lines that are not empty.
    static func first(_ limit: Int, of text: Span<UInt8>, from start: Int, end: Int) -> [Line] {
        var lines: [Line] = []
        var place = start
        var number = 0
        while lines.count < limit, place < end {
            number += 1
            let line = line(text, from: place, end: end, number: number)
            if !line.range.isEmpty { lines.append(line) }
            place = line.next
        }
        return lines
    }

    /// Parts of about `size` bytes that end with lines. They do not depend on the number of threads.
    static func pieces(_ text: Span<UInt8>, from start: Int, end: Int, size: Int) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var place = start
        while place < end {
            var next = min(place + size, end)
            while next < end, text[next - 1] != UInt8(ascii: "\n") { next += 1 }
            pieces.append(place..<next)
            place = next
        }
        return pieces
    }

    /// Whether a byte is a space or tab.
    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// Without blanks at both ends.
    static func trimmed(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isBlank(text[start]) { start += 1 }
        while start < end, isBlank(text[end - 1]) { end -= 1 }
        return start..<end
    }

    /// What stands in a place, for a message: at most 40 characters.
    static func excerpt(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
        // A character may take several bytes, but a message need not show what takes more than four.
        string(text, range.prefix(164)).shortened
    }

    static func string(_ text: Span<UInt8>, _ range: some Sequence<Int>) -> String {
        String(decoding: range.map { text[$0] }, as: UTF8.self)
    }
}

/// What is wrong in a line.
struct TextFailure {
    /// From 1, counted within the piece of text until ``inText(lines:)``.
    var line: Int
    /// The field, from 1.
    var column: Int
    var found: String
    var reason: String

    /// - Parameter lines: lines before the piece.
    func error(linesBefore lines: Int) -> GBDTError {
        .malformedText(line: lines + line, column: column, found: found, reason: reason)
    }
}
