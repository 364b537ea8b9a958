internal import CZlib
internal import Glibc

/// The lines of a gzipped text file, streamed: memory holds one chunk, or the longest line.
///
/// The unsafe code of the importer is in this file alone: zlib and memchr take pointers. They point into `buffer`,
/// which nothing else touches during the call, and never past its end.
struct GzipLineReader: ~Copyable {
    static let lineBytesMax = 1 << 20
    private static let chunk = 1 << 18

    /// Number of the current line, from 1; 0 before the first.
    private(set) var line = 0

    private let file: String
    private let handle: gzFile
    private var buffer: [UInt8]
    /// The unread bytes are `buffer[start..<end]`; the first `scanned` of them hold no line feed.
    private var start = 0
    private var end = 0
    private var scanned = 0
    private var isDrained = false
    private var current = 0..<0

    /// - Parameter file: the name that errors give to the file at `path`.
    init(path: String, file: String) throws(RecordingError) {
        errno = 0
        guard let opened = gzopen(path, "rb") else {
            let code = errno
            throw RecordingError(file: file, code == ENOENT ? .missing : .unreadable(String(cString: strerror(code))))
        }
        gzbuffer(opened, 1 << 17)
        // zlib passes a file without the gzip mark through as it is; here that is a wrong file.
        if gzdirect(opened) == 1 {
            gzclose(opened)
            throw RecordingError(file: file, .notGzip)
        }
        self.file = file
        handle = opened
        buffer = [UInt8](repeating: 0, count: Self.chunk)
    }

    deinit { gzclose(handle) }

    /// Moves to the next line; false at the end of the file.
    mutating func advance() throws(RecordingError) -> Bool {
        guard let found = try nextRange() else { return false }
        current = found
        line += 1
        return true
    }

    /// The bytes of the line, without its line end.
    func withLine<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(buffer.span.extracting(current))
    }

    /// Where the next line lies in `buffer`.
    private mutating func nextRange() throws(RecordingError) -> Range<Int>? {
        while true {
            if let feed = lineFeed() {
                let range = withoutCarriageReturn(start..<feed)
                start = feed + 1
                scanned = 0
                return range
            }
            scanned = end - start
            if isDrained {
                guard start < end else { return nil }
                let range = withoutCarriageReturn(start..<end)
                start = end
                scanned = 0
                return range
            }
            guard scanned <= Self.lineBytesMax else {
                throw RecordingError(file: file, line: line + 1, .lineTooLong(bytesMax: Self.lineBytesMax))
            }
            try refill()
        }
    }

    private func lineFeed() -> Int? {
        buffer.withUnsafeBytes { bytes in
            let base = bytes.baseAddress!
            let from = start + scanned
            guard let found = memchr(base + from, 0x0a, end - from) else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private func withoutCarriageReturn(_ range: Range<Int>) -> Range<Int> {
        guard let last = range.last, buffer[last] == 0x0d else { return range }
        return range.lowerBound..<last
    }

    /// Moves what is left to the front and inflates more behind it.
    private mutating func refill() throws(RecordingError) {
        if start > 0 {
            buffer.replaceSubrange(0..<end - start, with: Array(buffer[start..<end]))
            end -= start
            start = 0
        }
        if buffer.count - end < Self.chunk {
            buffer.append(contentsOf: repeatElement(0, count: Self.chunk - (buffer.count - end)))
        }
        let free = buffer.count - end
        let count = buffer.withUnsafeMutableBytes { bytes in
            Int(gzread(handle, bytes.baseAddress! + end, UInt32(free)))
        }
        var code: Int32 = Z_OK
        let message = gzerror(handle, &code)
        guard count >= 0, code == Z_OK || code == Z_STREAM_END else {
            throw RecordingError(
                file: file, line: line + 1,
                code == Z_BUF_ERROR ? .truncated : .corrupt(message.map { String(cString: $0) } ?? "\(code)"))
        }
        end += count
        isDrained = count < free
    }
}
