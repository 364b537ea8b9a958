/// The lines of a text, with their places.
struct ModelLines {
    struct Line {
        /// Without its end.
        var text: String
        var start: Int
        /// Offset after the line's end.
        var end: Int

        /// Split at the first "="; nil without one.
        var keyAndValue: (key: String, value: String)? {
            guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            return (String(text[..<mark]), String(text[text.index(after: mark)...]))
        }
    }

    private let bytes: [UInt8]
    private(set) var position = 0
    private(set) var previous: Line?
    let hasCarriageReturns: Bool

    init(_ text: String) {
        bytes = Array(text.utf8)
        hasCarriageReturns = bytes.contains(UInt8(ascii: "\r"))
    }

    /// The next line, which stays next.
    func peek() -> Line? {
        guard position < bytes.count else { return nil }
        let newline = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        var end = newline
        if end > position, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        let text = String(decoding: bytes[position..<end], as: UTF8.self)
        return Line(text: text, start: position, end: min(newline + 1, bytes.count))
    }

    mutating func next() -> Line? {
        previous = peek()
        if let previous { position = previous.end }
        return previous
    }

    /// What has not been read.
    func rest() -> String {
        String(decoding: bytes[position...], as: UTF8.self)
    }
}
