// Unsafe in one place: elements of a file lie at any address and are loaded as unaligned, floats are copied as they are
// or read straight into their array, and rows lose their label in one pass. Sizes are checked once, before.

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

    /// `count` values of which `beginning` holds the first bytes and `rest` appends the others.
    /// - Throws: ``GBDTError/malformedArray(reason:)`` when it does not append all.
    static func values<Value: BitwiseCopyable>(
        count: Int, beginning: Span<UInt8>, rest: (inout OutputRawSpan) throws -> Void
    ) throws -> [Value] {
        let byteCount = count * MemoryLayout<Value>.size
        return try [Value](onLargePages: count) { values in
            let memory = UnsafeMutableRawBufferPointer(values)
            let known = min(beginning.count, byteCount)
            beginning.withUnsafeBytes { memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<known])) }
            var span = OutputRawSpan(buffer: memory, initializedCount: known)
            if known < byteCount { try rest(&span) }
            let filledCount = span.finalize(for: memory)
            guard filledCount == byteCount else {
                throw GBDTError.malformedArray(reason: "the shape needs \(byteCount) bytes, \(filledCount) are there")
            }
        }
    }

    /// Rows of `width` values, at least 2, without the one in `column`, and those.
    static func split<Value: BitwiseCopyable>(
        _ rows: [Value], width: Int, column: Int
    ) -> (rest: [Value], column: [Value]) {
        let rowCount = rows.count / width
        return split(rowCount: rowCount, width: width, column: column) { target in
            rows.withUnsafeBufferPointer { target.append($0, from: 0) }
        }
    }

    /// The same of a file, of which `beginning` holds the first bytes and `rest` appends the others, part by part: rows
    /// are split while they are in the cache.
    /// - Throws: ``GBDTError/malformedArray(reason:)`` when it does not append all.
    static func split<Value: BitwiseCopyable>(
        rowCount: Int, width: Int, column: Int, beginning: Span<UInt8>, rest: (inout OutputRawSpan) throws -> Void
    ) throws -> (rest: [Value], column: [Value]) {
        let rowSize = width * MemoryLayout<Value>.size
        let partCount = min(max(partSize / rowSize, 1), rowCount)
        return try split(rowCount: rowCount, width: width, column: column) { (target: Target<Value>) in
            try withUnsafeTemporaryAllocation(of: Value.self, capacity: partCount * width) { part in
                var known = 0
                for row in stride(from: 0, to: rowCount, by: partCount) {
                    let rows = UnsafeMutableBufferPointer(rebasing: part[..<(min(partCount, rowCount - row) * width)])
                    let memory = UnsafeMutableRawBufferPointer(rows)
                    let copied = min(beginning.count - known, memory.count)
                    beginning.withUnsafeBytes {
                        memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[known..<known + copied]))
                    }
                    known += copied
                    var span = OutputRawSpan(buffer: memory, initializedCount: copied)
                    if copied < memory.count { try rest(&span) }
                    let filled = span.finalize(for: memory)
                    guard filled == memory.count else {
                        let (needed, found) = (rowCount * rowSize, row * rowSize + filled)
                        throw GBDTError.malformedArray(reason: "the shape needs \(needed) bytes, \(found) are there")
                    }
                    target.append(UnsafeBufferPointer(rows), from: row)
                }
            }
        }
    }

    /// Bytes of a file that are split at once.
    private static let partSize = 192 << 10

    /// - Parameter fill: appends all rows.
    private static func split<Value: BitwiseCopyable>(
        rowCount: Int, width: Int, column: Int, fill: (Target<Value>) throws -> Void
    ) rethrows -> (rest: [Value], column: [Value]) {
        precondition(width > 1 && column >= 0 && column < width)
        var values: [Value] = []
        let rest = try [Value](onLargePages: rowCount * (width - 1)) { rest in
            values = try [Value](unsafeUninitializedCapacity: rowCount) { values, valueCount in
                try fill(Target(width: width, column: column, rest: rest, values: values))
                valueCount = rowCount
            }
        }
        return (rest, values)
    }

    /// Where rows are written, the values of one column apart.
    private struct Target<Value: BitwiseCopyable> {
        let width: Int
        let column: Int
        let rest: UnsafeMutableBufferPointer<Value>
        let values: UnsafeMutableBufferPointer<Value>

        func append(_ rows: UnsafeBufferPointer<Value>, from first: Int) {
            let count = rows.count / width
            precondition(rows.count == count * width && first >= 0 && first + count <= values.count)
            guard count > 0, let rows = rows.baseAddress, let rest = rest.baseAddress, let values = values.baseAddress
            else { return }
            for row in 0..<count {
                let (source, target) = (rows + row * width, rest + (first + row) * (width - 1))
                target.initialize(from: source, count: column)
                (target + column).initialize(from: source + column + 1, count: width - 1 - column)
                (values + first + row).initialize(to: source[column])
            }
        }
    }
}
