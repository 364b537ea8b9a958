// Unsafe in one place: elements of a file lie at any address, so they are loaded as unaligned. The range is checked
// once, before.

enum NumPyKernels {
    /// `count` elements that lie one after the other from `start`.
    @inline(__always)
    static func values<Stored: BitwiseCopyable, Value>(
        _ bytes: [UInt8], from start: Int, count: Int, _ value: (Stored) -> Value
    ) -> [Value] {
        let size = MemoryLayout<Stored>.size
        precondition(start >= 0 && count >= 0 && count <= (bytes.count - start) / size)
        return bytes.withUnsafeBytes { bytes in
            (0..<count).map { value(bytes.loadUnaligned(fromByteOffset: start + $0 * size, as: Stored.self)) }
        }
    }
}
