/// The rows of a delimited table as they are read.
struct DelimitedTable {
    private let layout: DelimitedLayout
    private let roles: TableRoles
    private var pieces: [DelimitedPiece] = []

    init(
        header: TextLines.Line?, first: TextLines.Line, _ text: Span<UInt8>, _ format: TableFormat,
        _ options: TableOptions
    ) throws(GBDTError) {
        var layout = DelimitedLayout(separator: format.separator, columnCount: 0)
        let count = layout.fields(text, first.range).count
        var names: [String]?
        if let header {
            let fields = layout.fields(text, header.range)
            guard fields.count == count else {
                throw .malformedText(
                    line: header.number, column: min(fields.count, count), found: TextLines.excerpt(text, header.range),
                    reason: "the header has \(fields.count) names, the first row has \(count) columns")
            }
            names = fields.enumerated().map { Self.name(text, $0.element, column: $0.offset) }
        }
        layout = DelimitedLayout(separator: format.separator, columnCount: count)
        roles = try TableRoles(columnCount: count, names: names, options: options)
        for feature in roles.ignored where feature != roles.weight && feature != roles.group {
            layout.isSkipped[roles.column(ofFeature: feature)] = true
        }
        self.layout = layout
    }

    /// - Returns: lines read.
    mutating func append(
        _ text: [UInt8], _ ranges: [Range<Int>], pool: WorkerPool, linesBefore: Int
    ) throws(GBDTError) -> Int {
        let layout = layout
        let read = pool.map(ranges.count) { DelimitedPiece(text.span, ranges[$0], layout: layout) }
        var lineCount = 0
        for piece in read {
            if let failure = piece.failure { throw failure.error(linesBefore: linesBefore + lineCount) }
            lineCount += piece.lineCount
        }
        pieces += read
        return lineCount
    }

    func table(pool: WorkerPool, keepsFloats: Bool) throws(GBDTError) -> LabeledTable {
        let rowCount = pieces.reduce(0) { $0 + $1.rowCount }
        guard rowCount > 0, rowCount <= Int(Int32.max), roles.featureCount > 0 else {
            throw .unsupportedShape(rowCount: rowCount, columnCount: roles.featureCount)
        }
        let labels = roles.label.map { column($0).map { Float($0) } }
        let weights = roles.weight.map { column(roles.column(ofFeature: $0)).map { Float($0) } }
        var groups: [Int]?
        if let group = roles.group {
            groups = try LabeledTable.groups(column(roles.column(ofFeature: group)), name: "group_column=\(group)")
        }
        let columns = (0..<roles.featureCount).map { roles.ignored.contains($0) ? nil : roles.column(ofFeature: $0) }
        let parts = pieces.map { (rows: $0.rowCount, values: $0.values) }
        let features =
            if keepsFloats {
                try FeatureMatrix(
                    rowCount: rowCount, columnCount: columns.count,
                    columnMajor: ReaderKernels.columns(columns, of: parts, width: layout.columnCount, pool, Float.init))
            } else {
                try FeatureMatrix(
                    rowCount: rowCount, columnCount: columns.count,
                    columnMajor: ReaderKernels.columns(columns, of: parts, width: layout.columnCount, pool) { $0 })
            }
        return LabeledTable(
            features: features, labels: labels, weights: weights, groups: groups, ignoredColumns: roles.ignored,
            featureNames: roles.featureNames)
    }

    private func column(_ column: Int) -> [Double] {
        pieces.flatMap { piece in
            stride(from: column, to: piece.values.count, by: layout.columnCount).map { piece.values[$0] }
        }
    }

    /// A header field as a name: without quotation marks around it, white space replaced.
    private static func name(_ text: Span<UInt8>, _ field: Range<Int>, column: Int) -> String {
        var name = TextLines.string(text, field)
        if name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") { name = String(name.dropFirst().dropLast()) }
        name = String(name.map { $0.isWhitespace ? "_" : $0 })
        return name.isEmpty ? "Column_\(column)" : name
    }
}

extension TableRoles {
    /// The place of a feature among all columns.
    func column(ofFeature feature: Int) -> Int {
        if let label, feature >= label { feature + 1 } else { feature }
    }
}
