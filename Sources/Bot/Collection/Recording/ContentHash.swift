internal import Glibc
internal import Market

extension RecordedSet {
    /// A hash of all that decides what events the set gives: its kind, and the names and bytes of its files.
    ///
    /// FNV-1a, 16 hexadecimal digits: it tells an import that was done from one that was not, and guards against
    /// nothing
    /// worse. Where the folder's name is the name of the event (trades), it counts too.
    func contentHash() throws(RecordingError) -> String {
        var hash = StableHash(kind.rawValue)
        if kind == .trades { hash.combine(folder.leaf) }
        for name in folder.contents {
            hash.combine(name)
            try hash.combine(folder.file(name))
        }
        let digits = String(hash.value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension StableHash {
    /// The text and its length, so that what follows cannot run into it.
    fileprivate mutating func combine(_ text: String) {
        combine(UInt64(text.utf8.count))
        for byte in text.utf8 { combine(byte) }
    }

    /// The bytes of the file and their number.
    fileprivate mutating func combine(_ file: RecordedFile) throws(RecordingError) {
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(file) }
        defer { close(descriptor) }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var size: UInt64 = 0
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw Self.unreadable(file) }
            guard count > 0 else { break }
            for byte in chunk[..<count] { combine(byte) }
            size += UInt64(count)
        }
        combine(size)
    }

    private static func unreadable(_ file: RecordedFile) -> RecordingError {
        RecordingError(file: file.name, .unreadable(String(cString: strerror(errno))))
    }
}
