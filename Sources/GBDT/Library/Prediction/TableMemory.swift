// Unsafe on purpose: kernels read tables through pointers, and something must keep what they point to.

/// Keeps tables in place, aligned to cache lines, for as long as it lives. Nothing is written after `init`s are done.
final class TableMemory: @unchecked Sendable {
    private var places: [UnsafeMutableRawPointer] = []
    private(set) var byteCount = 0

    /// A copy of the array that stays where it is. One element at least is allocated, so that there is an address.
    func place<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafePointer<Element> {
        let bytes = max(1, elements.count) * MemoryLayout<Element>.stride
        let place = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        places.append(place)
        byteCount += bytes
        let typed = place.bindMemory(to: Element.self, capacity: max(1, elements.count))
        elements.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { typed.initialize(from: start, count: source.count) }
        }
        return UnsafePointer(typed)
    }

    deinit {
        for place in places { place.deallocate() }
    }
}
