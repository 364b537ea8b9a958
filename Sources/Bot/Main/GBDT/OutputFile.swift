#if canImport(Glibc)
    import Glibc
#endif

/// A file that is whole or not there: written under a temporary name beside its own and renamed when complete.
///
/// What is no regular file (`/dev/null`, a pipe) is written to directly, and `-` is stdout.
final class OutputFile {
    let path: String
    private let temporaryPath: String?
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    private static let bufferSize = 1 << 20

    /// - Throws: ``GBDTFailure`` (usage) when nothing can be created there.
    init(_ path: String) throws {
        self.path = path
        if path == "-" {
            temporaryPath = nil
            descriptor = dup(STDOUT_FILENO)
            return
        }
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists, status.st_mode & S_IFMT == S_IFDIR { throw GBDTFailure.usage("\(path) is a folder, not a file") }
        let isPlain = !exists || status.st_mode & S_IFMT == S_IFREG
        let target = isPlain ? "\(path).\(getpid()).partial" : path
        temporaryPath = isPlain ? target : nil
        descriptor = open(target, isPlain ? O_WRONLY | O_CREAT | O_TRUNC : O_WRONLY, 0o644)
        if descriptor < 0 { throw GBDTFailure.usage("cannot write \(path): \(String(cString: strerror(errno)))") }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        if let temporaryPath { unlink(temporaryPath) }
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) throws {
        buffer += bytes
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Everything is on disk under its name afterwards.
    func commit() throws {
        try flush()
        let isClosed = (temporaryPath == nil || fsync(descriptor) == 0) && close(descriptor) == 0
        descriptor = -1
        if let temporaryPath {
            if isClosed, rename(temporaryPath, path) == 0 { return }
            let reason = String(cString: strerror(errno))
            unlink(temporaryPath)
            throw GBDTFailure.failed("cannot write \(path): \(reason)")
        }
    }

    private func flush() throws {
        var start = 0
        while start < buffer.count {
            let written = buffer.withUnsafeBytes { bytes in
                Glibc.write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                throw GBDTFailure.failed("cannot write \(path): \(String(cString: strerror(errno)))")
            }
            start += written
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
