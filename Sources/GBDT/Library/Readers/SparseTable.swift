/// The rows of a LibSVM text as they are read, and their dense form.
///
/// An index of a few bytes could ask for a table of any width. So a dense table may have at most 64 cells for each
/// byte of text and a million more; texts that need more are refused, and the index is named.
struct SparseTable {
    private let hasLabels: Bool
    private let columnLimit: Int
    private var pieces: [SparsePiece] = []
    private var largest: (column: Int, line: Int)?

    init(firstLine: Range<Int>, _ text: Span<UInt8>, options: TableOptions) throws(GBDTError) {
        // As LightGBM: rows that begin with an entry have no labels.
        let line = TextLines.trimmed(text, firstLine)
        let token = line.prefix { !TextLines.isBlank(text[$0]) }
        let beginsWithEntry = token.contains { text[$0] == UInt8(ascii: ":") }
        switch options.labelColumn {
        case nil: hasLabels = false
        case .index(0): hasLabels = !beginsWithEntry
        case let column?:
            throw .invalidColumn(name: "label_column=\(column)", reason: "LibSVM rows begin with the label: use 0")
        }
        columnLimit = options.featureCount ?? Int(Int32.max)
    }

    /// - Returns: lines read.
    mutating func append(
        _ text: [UInt8], _ ranges: [Range<Int>], pool: WorkerPool, linesBefore: Int
    ) throws(GBDTError) -> Int {
        let (hasLabels, columnLimit) = (hasLabels, columnLimit)
        let read = pool.map(ranges.count) {
            SparsePiece(text.span, ranges[$0], hasLabels: hasLabels, columnLimit: columnLimit)
        }
        var lineCount = 0
        for piece in read {
            if let failure = piece.failure { throw failure.error(linesBefore: linesBefore + lineCount) }
            if let found = piece.largest, found.column > largest?.column ?? -1 {
                largest = (found.column, linesBefore + lineCount + found.line)
            }
            lineCount += piece.lineCount
        }
        pieces += read
        return lineCount
    }

    /// - Parameter byteCount: size of the text.
    func table(options: TableOptions, byteCount: Int) throws(GBDTError) -> LabeledTable {
        let rowCount = pieces.reduce(0) { $0 + $1.rowCount }
        let columnCount = options.featureCount ?? (largest?.column ?? -1) + 1
        guard rowCount > 0, (1...Int(Int32.max)).contains(columnCount) else {
            throw .unsupportedShape(rowCount: rowCount, columnCount: columnCount)
        }
        let cellCountMax = 64 * byteCount + 1_000_000
        if options.featureCount == nil, let largest, rowCount * columnCount > cellCountMax {
            throw .tableTooLarge(
                line: largest.line, columnIndex: largest.column, rowCount: rowCount, cellCountMax: cellCountMax)
        }
        let numbers = pieces.flatMap(\.groups)
        guard numbers.isEmpty || numbers.count == rowCount else {
            throw .groupCountMismatch(expected: rowCount, got: numbers.count)
        }
        let roles = try TableRoles(featureCount: columnCount, options: options)
        if !numbers.isEmpty, let group = options.groupColumn {
            throw .invalidColumn(name: "group_column=\(group)", reason: "the rows have qid: already")
        }
        func column(_ column: Int) -> [Double] { dense(rowCount, only: column) }
        let weights = roles.weight.map { column($0).map { Float($0) } }
        var groups = numbers.isEmpty ? nil : try LabeledTable.groups(numbers, name: "qid")
        if let group = roles.group { groups = try LabeledTable.groups(column(group), name: "group_column=\(group)") }
        let ignored = Set(roles.ignored)
        let features =
            if options.keepsFloats {
                try FeatureMatrix(
                    rowCount: rowCount, columnCount: columnCount,
                    columnMajor: dense(rowCount, columnCount, without: ignored) { Float($0) })
            } else {
                try FeatureMatrix(
                    rowCount: rowCount, columnCount: columnCount,
                    columnMajor: dense(rowCount, columnCount, without: ignored) { $0 })
            }
        return LabeledTable(
            features: features, labels: hasLabels ? pieces.flatMap(\.labels).map { Float($0) } : nil, weights: weights,
            groups: groups, ignoredColumns: roles.ignored,
            featureNames: nil)
    }

    /// All columns, one after the other. Of an index given twice in a row the last value counts.
    private func dense<Value: BinaryFloatingPoint>(
        _ rowCount: Int, _ columnCount: Int, without ignored: Set<Int>, _ value: (Double) -> Value
    ) -> [Value] {
        var cells = [Value](repeating: 0, count: rowCount * columnCount)
        var row = 0
        for piece in pieces {
            for local in 0..<piece.rowCount {
                for entry in piece.rowStarts[local]..<piece.rowStarts[local + 1] {
                    let column = Int(piece.columns[entry])
                    if ignored.isEmpty || !ignored.contains(column) {
                        cells[column * rowCount + row] = value(piece.values[entry])
                    }
                }
                row += 1
            }
        }
        return cells
    }

    private func dense(_ rowCount: Int, only column: Int) -> [Double] {
        var cells = [Double](repeating: 0, count: rowCount)
        var row = 0
        for piece in pieces {
            for local in 0..<piece.rowCount {
                for entry in piece.rowStarts[local]..<piece.rowStarts[local + 1] where piece.columns[entry] == column {
                    cells[row] = piece.values[entry]
                }
                row += 1
            }
        }
        return cells
    }
}
