internal import Glibc
internal import Synchronization

/// The single-instance lock: an advisory `flock` on the database's sibling `-lock` file, which holds the owner's
/// process number. The kernel releases it however the process ends, so a lock is never left behind.
final class StoreLock: Sendable {
    private let descriptor: Mutex<Int32?>

    private init(descriptor: Int32) { self.descriptor = Mutex(descriptor) }

    deinit { release() }

    /// The lock file of a database file.
    static func path(of file: String) -> String { file + "-lock" }

    /// Takes the lock at once or fails with `StoreError.locked`, naming the holder.
    static func acquire(for file: String) throws(StoreError) -> StoreLock {
        let descriptor = open(path(of: file), O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .cannotOpen(file: file, detail: "lock file: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = readHolder(descriptor)
            close(descriptor)
            throw .locked(file: file, holder: holder)
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            let reason = errno
            close(descriptor)
            throw reason == ENOSPC
                ? .diskFull(file: file)
                : .inputOutput(file: file, detail: "lock file: \(String(cString: strerror(reason)))")
        }
        return StoreLock(descriptor: descriptor)
    }

    func release() {
        descriptor.withLock { descriptor in
            if let open = descriptor { close(open) }
            descriptor = nil
        }
    }

    private static func readHolder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes[..<count].prefix { $0 != 10 }, as: UTF8.self))
    }
}
