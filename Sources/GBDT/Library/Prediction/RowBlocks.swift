/// A matrix in blocks of a few rows, each small enough to stay in the first-level cache.
struct RowBlocks: Sendable {
    static let rowCount = 32

    let matrix: FeatureMatrix

    var count: Int { (matrix.rowCount + Self.rowCount - 1) / Self.rowCount }

    func rows(_ block: Int) -> Range<Int> {
        let start = block * Self.rowCount
        return start..<min(start + Self.rowCount, matrix.rowCount)
    }

    /// Where the values of a block's row, counted from the block's first, lie in the row-major block.
    func values(ofRow row: Int) -> Range<Int> {
        row * matrix.columnCount..<(row + 1) * matrix.columnCount
    }

    /// A block's values, row after row, widened to Double.
    func rowMajor(_ block: Int) -> [Double] {
        switch matrix.values {
        case .double(let values): rowMajor(block, of: values)
        case .float(let values): rowMajor(block, of: values).map { Double($0) }
        }
    }

    /// A block's values, row after row. `values` are those of the matrix.
    func rowMajor<Value>(_ block: Int, of values: [Value]) -> [Value] {
        let width = matrix.columnCount
        let rows = rows(block)
        switch matrix.order {
        case .rowMajor:
            return Array(values[rows.lowerBound * width..<rows.upperBound * width])
        case .columnMajor:
            var block: [Value] = []
            block.reserveCapacity(rows.count * width)
            for row in rows {
                for column in 0..<width { block.append(values[column * matrix.rowCount + row]) }
            }
            return block
        }
    }
}
