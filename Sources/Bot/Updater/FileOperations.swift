import Glibc

/// The few things that are done to a disk. A port: the system's files, or a test that dies at step n.
public protocol FileOperations: Sendable {
    /// Creates the folder and those above it; one that exists is left alone.
    func createFolder(_ path: String) throws(RegistryError)
    /// Writes a new file, or over an old one, and waits until its bytes are on the disk.
    func write(_ bytes: [UInt8], to path: String) throws(RegistryError)
    /// Waits until the names in a folder are on the disk.
    func syncFolder(_ path: String) throws(RegistryError)
    /// Renames a file over another, or a folder to a name that is free. Atomic.
    func rename(_ path: String, to target: String) throws(RegistryError)
    /// Removes a folder with its files; none is no error.
    func removeFolder(_ path: String) throws(RegistryError)
    /// The whole file; nil when there is none.
    func read(_ path: String) throws(RegistryError) -> [UInt8]?
    /// Names in a folder, sorted; empty when there is none.
    func names(in folder: String) throws(RegistryError) -> [String]
}

/// The system's files, by POSIX calls: rename(2) after fsync(2) of file and folder is what makes a swap crash-safe.
public struct SystemFiles: FileOperations {
    public init() {}

    public func createFolder(_ path: String) throws(RegistryError) {
        var partial = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            partial += (partial.isEmpty || partial == "/" ? "" : "/") + part
            if mkdir(partial, 0o755) != 0, errno != EEXIST { throw failure("mkdir", partial) }
        }
    }

    public func write(_ bytes: [UInt8], to path: String) throws(RegistryError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("open", path) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw closing(descriptor, failure("write", path)) }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw closing(descriptor, failure("fsync", path)) }
        guard close(descriptor) == 0 else { throw failure("close", path) }
    }

    public func syncFolder(_ path: String) throws(RegistryError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        guard fsync(descriptor) == 0 else { throw closing(descriptor, failure("fsync", path)) }
        close(descriptor)
    }

    public func rename(_ path: String, to target: String) throws(RegistryError) {
        guard Glibc.rename(path, target) == 0 else { throw failure("rename", path) }
    }

    public func removeFolder(_ path: String) throws(RegistryError) {
        for name in try names(in: path) {
            if unlink("\(path)/\(name)") != 0, errno != ENOENT { throw failure("unlink", "\(path)/\(name)") }
        }
        if rmdir(path) != 0, errno != ENOENT { throw failure("rmdir", path) }
    }

    public func read(_ path: String) throws(RegistryError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("open", path)
        }
        var result: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = block.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw closing(descriptor, failure("read", path)) }
            if count == 0 { break }
            result += block[..<count]
        }
        close(descriptor)
        return result
    }

    public func names(in folder: String) throws(RegistryError) -> [String] {
        guard let stream = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw failure("opendir", folder)
        }
        var result: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { result.append(name) }
        }
        closedir(stream)
        return result.sorted()
    }

    private func failure(_ operation: String, _ path: String) -> RegistryError {
        .file(operation: operation, path: path, code: errno)
    }

    private func closing(_ descriptor: Int32, _ error: RegistryError) -> RegistryError {
        close(descriptor)
        return error
    }
}
