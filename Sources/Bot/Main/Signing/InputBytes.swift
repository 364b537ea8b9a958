#if canImport(Glibc)
    import Glibc
#endif

/// Input that may hold keys: read whole, at most so much of it, and never named or repeated in an error.
enum InputBytes {
    /// - Parameters:
    ///   - path: a file; - for stdin.
    ///   - option: what errors call it.
    /// - Throws: ``SigningFailure``
    static func read(_ path: String, option: String, countMax: Int) throws(SigningFailure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(option) }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(option)
            }
            bytes += chunk[..<count]
            if bytes.count > countMax { throw .badData("\(option): more than \(countMax) bytes") }
        }
    }

    private static func failure(_ option: String) -> SigningFailure {
        .usage("\(option): cannot be read: \(String(cString: strerror(errno)))")
    }
}
