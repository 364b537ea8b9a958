import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// The two streams: results on stdout, everything else on stderr.
enum Console {
    /// A result.
    static func output(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// Progress, warnings and errors.
    static func note(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// A piece of a line on stderr, for a bar that overwrites itself.
    static func status(_ text: String) { write(text, to: STDERR_FILENO) }

    /// One JSON object with sorted keys, and nothing else on stdout.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        output(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            // A closed pipe is the reader's choice: there is nobody left to tell.
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}
