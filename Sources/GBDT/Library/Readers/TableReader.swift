/// Reads a text table block by block: the state behind ``LabeledTable``.
struct TableReader {
    private let options: TableOptions
    private let pool: WorkerPool
    /// One of the two, once the format is known. Properties, so that they grow in place.
    private var delimited: DelimitedTable?
    private var sparse: SparseTable?
    private var hasBegun: Bool { delimited != nil || sparse != nil }
    /// Text not yet read. Everything before it is lines already read.
    private var pending: [UInt8] = []
    private var lineCount = 0
    /// Bytes of the lines already read.
    private var byteCount = 0
    /// Bytes of the whole text, when that is known.
    private var byteCountExpected: Int?
    /// The next look for the first lines comes when so much text is there.
    private var startSize = Self.blockSize

    /// Text that is read at once, and the part of it one thread takes at a time.
    private static let blockSize = 4 << 20
    private static let pieceSize = 256 << 10

    /// - Parameter byteCountExpected: bytes of the whole text, as far as one knows: the table is then made in one go.
    init(options: TableOptions, byteCountExpected: Int? = nil) {
        self.options = options
        self.byteCountExpected = byteCountExpected
        pool = WorkerPool(threadCount: min(max(options.threadCount, 1), 1_024))
    }

    /// Takes the next part of the text.
    mutating func feed(_ chunk: [UInt8]) throws(GBDTError) {
        let isFresh = pending.isEmpty
        if isFresh {
            pending = chunk
        } else {
            // Once for all blocks.
            if pending.capacity < Self.blockSize { pending.reserveCapacity(Self.blockSize + chunk.count) }
            pending += chunk
        }
        if pending.count < startSize { return }
        if !hasBegun {
            // Two rows and a header decide the layout, and must be whole.
            if TextLines.first(4, of: pending.span, from: 0, end: pending.count).count < 4 {
                startSize = pending.count * 2
                return
            }
            startSize = Self.blockSize
        }
        guard let newline = pending.lastIndex(of: UInt8(ascii: "\n")) else {
            startSize = pending.count * 2
            return
        }
        startSize = Self.blockSize
        try consume(upTo: newline + 1)
        pending.removeSubrange(...newline)
    }

    /// Takes a whole text, without copying it.
    mutating func read(_ text: [UInt8]) throws(GBDTError) {
        precondition(pending.isEmpty && !hasBegun)
        pending = text
        byteCountExpected = text.count
    }

    mutating func finish() throws(GBDTError) -> LabeledTable {
        try consume(upTo: pending.count)
        pending = []
        if let table = try delimited?.table() { return table }
        guard let sparse else { throw .unsupportedShape(rowCount: 0, columnCount: 0) }
        return try sparse.table(options: options, byteCount: byteCount)
    }

    private mutating func consume(upTo end: Int) throws(GBDTError) {
        let left = max((byteCountExpected ?? 0) - byteCount, end)
        byteCount += end
        let start = try hasBegun ? 0 : begin(end: end)
        guard let start else { return }
        let pieces = TextLines.pieces(pending.span, from: start, end: end, size: Self.pieceSize)
        if sparse != nil {
            lineCount += try sparse?.append(pending, pieces, pool: pool, linesBefore: lineCount) ?? 0
            return
        }
        var rest = pieces[...]
        while let first = rest.first {
            let block = rest.prefix(max(Self.blockSize / Self.pieceSize, pool.threadCount))
            rest = rest.dropFirst(block.count)
            let left = left - first.lowerBound
            lineCount +=
                try delimited?.append(pending, block, pool: pool, linesBefore: lineCount, byteCount: left) ?? 0
        }
    }

    /// Finds format and columns from the first lines.
    /// - Returns: where the rows start; nil when there are none.
    private mutating func begin(end: Int) throws(GBDTError) -> Int? {
        let bytes = pending
        let text = bytes.span
        // A byte order mark is no part of the first field.
        let hasMark = end >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF
        let start = hasMark ? 3 : 0
        var lines = TextLines.first(3, of: text, from: start, end: end)
        var header: TextLines.Line?
        if options.hasHeader, !lines.isEmpty { header = lines.removeFirst() }
        guard let first = lines.first else { return nil }
        let format = options.format ?? TableFormat(of: lines, in: text)
        if format == .libSVM {
            sparse = try SparseTable(firstLine: first.range, text, options: options)
        } else {
            delimited = try DelimitedTable(header: header, first: first, text, format, options)
        }
        lineCount = header?.number ?? 0
        return header?.next ?? start
    }
}
