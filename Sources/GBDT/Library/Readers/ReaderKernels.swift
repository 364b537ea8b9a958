// Unsafe in one place: turning rows into columns writes every cell of the table once, from several threads into one
// new array; each thread owns whole columns. The sizes are checked before.

enum ReaderKernels {
    /// Columns of a table that lies row after row in parts: for each of `columns`, all its values; zeros for nil.
    @inline(__always)
    static func columns<Value: BinaryFloatingPoint>(
        _ columns: [Int?], of parts: [(rows: Int, values: [Double])], width: Int, _ pool: WorkerPool,
        _ value: (Double) -> Value
    ) -> [Value] {
        let rowCount = parts.reduce(0) { $0 + $1.rows }
        precondition(parts.allSatisfy { $0.values.count == $0.rows * width })
        precondition(columns.allSatisfy { $0 ?? 0 >= 0 && $0 ?? 0 < width })
        return [Value](unsafeUninitializedCapacity: rowCount * columns.count) { cells, initializedCount in
            guard let cells = cells.baseAddress else { return }
            // Blocks of columns share the lines of memory that rows lie in.
            let blockSize = 16
            pool.forEach((columns.count + blockSize - 1) / blockSize) { block in
                var start = 0
                for part in parts {
                    let values = part.values.span
                    for place in block * blockSize..<min((block + 1) * blockSize, columns.count) {
                        let target = cells + place * rowCount + start
                        guard let column = columns[place] else {
                            target.initialize(repeating: 0, count: part.rows)
                            continue
                        }
                        var source = column
                        for row in 0..<part.rows {
                            (target + row).initialize(to: value(values[source]))
                            source &+= width
                        }
                    }
                    start += part.rows
                }
            }
            initializedCount = rowCount * columns.count
        }
    }
}
