#if canImport(Glibc)
    import Glibc
#endif

/// A file read from front to back.
final class InputFile {
    let path: String
    private let descriptor: Int32

    static let chunkSize = 4 << 20
    /// Between two looks for an interruption.
    private static let sliceSize = 64 << 20

    /// - Throws: ``GBDTFailure`` (usage) when it cannot be opened.
    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY)
        if descriptor < 0 { throw GBDTFailure.usage("cannot read \(path): \(String(cString: strerror(errno)))") }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The next bytes, at most `size`; nil at the end.
    /// - Throws: `CancellationError` after an interruption, ``GBDTFailure`` when reading fails.
    func next(_ size: Int = chunkSize) throws -> [UInt8]? {
        try Task.checkCancellation()
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
                count = read(descriptor, buffer.baseAddress, size)
                filled = max(count, 0)
            }
            if count > 0 { return bytes }
            if count == 0 { return nil }
            if errno != EINTR {
                throw GBDTFailure.usage("cannot read \(path): \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Bytes of the whole file; nil of what is no regular file.
    var byteCount: Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Appends the next bytes, as many as there are and there is room for.
    /// - Throws: as ``next()``.
    func fill(_ span: inout OutputRawSpan) throws {
        var isAtEnd = false
        while !isAtEnd, !span.isFull {
            try Task.checkCancellation()
            var failure: Int32?
            span.withUnsafeMutableBytes { buffer, filled in
                guard let base = buffer.baseAddress else { return }
                let count = Glibc.read(descriptor, base + filled, min(buffer.count - filled, Self.sliceSize))
                if count > 0 { filled += count }
                isAtEnd = count == 0
                failure = count < 0 && errno != EINTR ? errno : nil
            }
            if let failure { throw GBDTFailure.usage("cannot read \(path): \(String(cString: strerror(failure)))") }
        }
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        let file = try InputFile(path)
        var bytes: [UInt8] = []
        while let chunk = try file.next() { bytes += chunk }
        return bytes
    }

    static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }
}
