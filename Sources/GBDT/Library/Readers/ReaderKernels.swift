// Unsafe in one place: the table of a file is the largest thing there is while it is read, and an array that is first
// filled with zeros, or grown by copies, takes longer than the numbers. Here cells count as initialised that are not
// yet written: any bits are a number, and `ColumnStore` gives none away that was not written. Sizes are checked before;
// several threads write into one array, each whole columns.

enum ReaderKernels {
    /// Columns with room for `capacity` rows each that begin as those of `cells` do.
    static func moved<Value: BitwiseCopyable>(
        _ cells: [Value], columnCount: Int, rowCount: Int, capacity: Int, _ pool: WorkerPool
    ) -> [Value] {
        let oldCapacity = columnCount == 0 ? 0 : cells.count / columnCount
        precondition(rowCount <= oldCapacity && rowCount <= capacity)
        return [Value](unsafeUninitializedCapacity: columnCount * capacity) { target, initializedCount in
            initializedCount = columnCount * capacity
            guard rowCount > 0, let target = target.baseAddress else { return }
            cells.withUnsafeBufferPointer { cells in
                guard let source = cells.baseAddress else { return }
                pool.forEach(columnCount) { column in
                    (target + column * capacity).initialize(from: source + column * oldCapacity, count: rowCount)
                }
            }
        }
    }

    /// Writes the rows of a block into columns that are `capacity` apart: for each of `columns` that of the block,
    /// zeros for nil.
    @inline(__always)
    static func fill<Value: BinaryFloatingPoint & BitwiseCopyable>(
        _ cells: inout [Value], _ columns: [Int?], of block: DelimitedBlock, from row: Int, capacity: Int,
        _ pool: WorkerPool
    ) {
        precondition(row >= 0 && row + block.rowCount <= capacity && cells.count == columns.count * capacity)
        cells.withUnsafeMutableBufferPointer { cells in
            guard let cells = cells.baseAddress else { return }
            pool.forEach(columns.count) { place in
                let target = cells + place * capacity + row
                guard let column = columns[place] else {
                    target.update(repeating: 0, count: block.rowCount)
                    return
                }
                let values = block.column(column).span
                for row in 0..<block.rowCount { target[row] = Value(values[row]) }
            }
        }
    }

    /// Moves columns that are `capacity` apart together.
    static func compact<Value: BitwiseCopyable>(
        _ cells: inout [Value], columnCount: Int, rowCount: Int, capacity: Int
    ) {
        precondition(rowCount <= capacity && cells.count == columnCount * capacity)
        if rowCount == capacity { return }
        cells.withUnsafeMutableBufferPointer { cells in
            guard let cells = cells.baseAddress else { return }
            for column in 1..<max(columnCount, 1) {
                // Downwards and in order, so that nothing is overwritten that was not moved.
                (cells + column * rowCount).update(from: cells + column * capacity, count: rowCount)
            }
        }
        cells.removeLast(columnCount * (capacity - rowCount))
    }
}
