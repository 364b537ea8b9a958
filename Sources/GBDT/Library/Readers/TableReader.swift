/// Reads a text table block by block: the state behind ``LabeledTable``.
struct TableReader {
    private enum Content {
        case delimited(DelimitedTable)
        case sparse(SparseTable)
    }

    private let options: TableOptions
    private let pool: WorkerPool
    private var content: Content?
    /// Text not yet read. Everything before it is lines already read.
    private var pending: [UInt8] = []
    private var lineCount = 0
    private var byteCount = 0
    /// The next look for the first lines comes when so much text is there.
    private var startSize = Self.blockSize

    /// Text that is read at once, and the part of it one thread takes at a time.
    private static let blockSize = 4 << 20
    private static let pieceSize = 256 << 10

    init(options: TableOptions) {
        self.options = options
        pool = WorkerPool(threadCount: min(max(options.threadCount, 1), 1_024))
    }

    /// Takes the next part of the text.
    mutating func feed(_ chunk: [UInt8]) throws(GBDTError) {
        let isFresh = pending.isEmpty
        if isFresh { pending = chunk } else { pending += chunk }
        if pending.count < startSize { return }
        if content == nil {
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
        precondition(pending.isEmpty && content == nil)
        pending = text
    }

    mutating func finish() throws(GBDTError) -> LabeledTable {
        try consume(upTo: pending.count)
        pending = []
        switch content {
        case .delimited(let table): return try table.table(pool: pool, keepsFloats: options.keepsFloats)
        case .sparse(let table): return try table.table(options: options, byteCount: byteCount)
        case nil: throw .unsupportedShape(rowCount: 0, columnCount: 0)
        }
    }

    private mutating func consume(upTo end: Int) throws(GBDTError) {
        byteCount += end
        let start = try content == nil ? begin(end: end) : 0
        guard let start else { return }
        let pieces = TextLines.pieces(pending.span, from: start, end: end, size: Self.pieceSize)
        // Out of the property while it grows, so that its arrays are not copied.
        let current = content
        content = nil
        switch current {
        case .delimited(var table):
            lineCount += try table.append(pending, pieces, pool: pool, linesBefore: lineCount)
            content = .delimited(table)
        case .sparse(var table):
            lineCount += try table.append(pending, pieces, pool: pool, linesBefore: lineCount)
            content = .sparse(table)
        case nil: return
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
            content = .sparse(try SparseTable(firstLine: first.range, text, options: options))
        } else {
            content = .delimited(try DelimitedTable(header: header, first: first, text, format, options))
        }
        lineCount = header?.number ?? 0
        return header?.next ?? start
    }
}
