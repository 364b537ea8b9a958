/// The rows of a delimited table as they are read.
struct DelimitedTable {
    private let layout: DelimitedLayout
    private let roles: TableRoles
    private var rowCount = 0
    /// The features; one of the two.
    private var floats: ColumnStore<Float>?
    private var doubles: ColumnStore<Double>?
    private var labels: [Double] = []
    private var weights: [Double] = []
    private var groups: [Double] = []

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
        let roles = roles
        let columns = (0..<roles.featureCount).map { roles.ignored.contains($0) ? nil : roles.column(ofFeature: $0) }
        floats = options.keepsFloats ? ColumnStore(columns: columns) : nil
        doubles = options.keepsFloats ? nil : ColumnStore(columns: columns)
    }

    /// - Parameters:
    ///   - ranges: parts of the text that begin and end with lines.
    ///   - byteCount: bytes there are of these rows and all to come, as far as one knows.
    /// - Returns: lines read.
    mutating func append(
        _ text: [UInt8], _ ranges: ArraySlice<Range<Int>>, pool: WorkerPool, linesBefore: Int, byteCount: Int
    ) throws(GBDTError) -> Int {
        let block = DelimitedBlock(text, Array(ranges), layout: layout, pool: pool)
        if let failure = block.failure { throw failure.error(linesBefore: linesBefore) }
        // Rows to come are about as long as these.
        let blockSize = ranges.reduce(0) { $0 + $1.count }
        let share = Double(max(byteCount - blockSize, 0)) / Double(max(blockSize, 1))
        let more = min(1.02 * share * Double(block.rowCount), Double(Int32.max))
        let expected = rowCount + block.rowCount + Int(more)
        floats?.append(block, rowCountExpected: expected, pool: pool)
        doubles?.append(block, rowCountExpected: expected, pool: pool)
        if let label = roles.label { labels += block.column(label) }
        if let weight = roles.weight { weights += block.column(roles.column(ofFeature: weight)) }
        if let group = roles.group { groups += block.column(roles.column(ofFeature: group)) }
        rowCount += block.rowCount
        return block.lineCount
    }

    /// The table; nothing is left behind.
    mutating func table() throws(GBDTError) -> LabeledTable {
        let columnCount = roles.featureCount
        guard rowCount > 0, rowCount <= Int(Int32.max), columnCount > 0 else {
            throw .unsupportedShape(rowCount: rowCount, columnCount: columnCount)
        }
        var sizes: [Int]?
        if let group = roles.group { sizes = try LabeledTable.groups(groups, name: "group_column=\(group)") }
        let features: FeatureMatrix
        if let cells = floats?.joined() {
            features = try FeatureMatrix(rowCount: rowCount, columnCount: columnCount, columnMajor: cells)
        } else {
            let cells = doubles?.joined() ?? []
            features = try FeatureMatrix(rowCount: rowCount, columnCount: columnCount, columnMajor: cells)
        }
        return LabeledTable(
            features: features, labels: roles.label.map { _ in labels.map { Float($0) } },
            weights: roles.weight.map { _ in weights.map { Float($0) } }, groups: sizes,
            ignoredColumns: roles.ignored, featureNames: roles.featureNames)
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
