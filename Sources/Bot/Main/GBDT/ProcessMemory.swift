#if canImport(Glibc)
    import Glibc
#endif

/// Resident memory of this process as Linux counts it (`man 5 proc`).
enum ProcessMemory {
    enum Kind: String {
        case now = "VmRSS:"
        /// The most since the start or ``resetPeak()``.
        case peak = "VmHWM:"
    }

    private static let statusFile = "/proc/self/status"

    /// Lets the peak start anew from what is resident now.
    /// - Returns: false where that cannot be done.
    static func resetPeak() -> Bool {
        let descriptor = open("/proc/self/clear_refs", O_WRONLY)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return write(descriptor, "5", 1) == 1
    }

    /// - Returns: nil where the system does not say.
    static func megabytes(_ kind: Kind) throws -> Double? {
        guard InputFile.exists(statusFile) else { return nil }
        for line in try InputFile.text(statusFile).split(separator: "\n") where line.hasPrefix(kind.rawValue) {
            let words = line.split { $0 == " " || $0 == "\t" }
            return words.count > 1 ? Double(words[1]).map { $0 / 1_024 } : nil
        }
        return nil
    }
}
