/// The columns of a table while rows are added block by block.
///
/// All columns share one array, each with room for as many rows as are expected, so that reading a file makes its
/// table once and copies nothing at the end but what the expectation was wrong by.
struct ColumnStore<Value: BinaryFloatingPoint & BitwiseCopyable> {
    /// Columns of the blocks, in the order they are kept; zeros for nil.
    private let columns: [Int?]
    /// Column after column, `capacity` cells each, of which the first `rowCount` count.
    private var cells: [Value] = []
    private var capacity = 0
    private var rowCount = 0

    init(columns: [Int?]) { self.columns = columns }

    /// - Parameter rowCountExpected: rows there will be in all, as far as one knows.
    mutating func append(_ block: DelimitedBlock, rowCountExpected: Int, pool: WorkerPool) {
        let needed = rowCount + block.rowCount
        if needed > capacity {
            // Never a little more: rows that keep coming are then copied twice on average.
            capacity = max(needed, rowCountExpected, capacity * 2)
            cells = ReaderKernels.moved(cells, columnCount: columns.count, rowCount: rowCount, capacity: capacity, pool)
        }
        ReaderKernels.fill(&cells, columns, of: block, from: rowCount, capacity: capacity, pool)
        rowCount = needed
    }

    /// Gives all columns away, one after the other.
    mutating func joined() -> [Value] {
        ReaderKernels.compact(&cells, columnCount: columns.count, rowCount: rowCount, capacity: capacity)
        defer { self = ColumnStore(columns: columns) }
        return cells
    }
}
