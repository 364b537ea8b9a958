// Unsafe in one call: the kernel is told about memory the array owns and that nobody has used yet.

import Glibc

extension Array {
    /// An array for which the kernel is asked for large pages. One that is read all over in no order needs them: else
    /// every such read of more than a few megabytes looks up its page in memory first (a fifth of the time of training
    /// on a million rows). One that is filled from a file is there sooner: half that time is faults of small pages.
    /// - Parameter fill: initializes every element, or throws and has initialized none.
    init(onLargePages count: Int, _ fill: (UnsafeMutableBufferPointer<Element>) throws -> Void) rethrows {
        try self.init(unsafeUninitializedCapacity: count) { buffer, initializedCount in
            let target = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
            LargePages.advise(UnsafeMutableRawBufferPointer(target))
            try fill(target)
            initializedCount = count
        }
    }

    init(onLargePages count: Int, repeating value: Element) {
        self.init(onLargePages: count) { $0.initialize(repeating: value) }
    }
}

enum LargePages {
    private static let size = 2 << 20

    /// Only whole pages within the buffer are meant. A kernel that declines changes nothing but time.
    fileprivate static func advise(_ buffer: UnsafeMutableRawBufferPointer) {
        guard buffer.count >= 2 * size, let start = buffer.baseAddress else { return }
        let skipped = (size - Int(bitPattern: start) % size) % size
        let length = (buffer.count - skipped) / size * size
        #if os(Linux)
            if length > 0 { _ = madvise(start + skipped, length, Int32(MADV_HUGEPAGE)) }
        #endif
    }
}
