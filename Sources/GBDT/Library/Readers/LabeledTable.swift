/// A table read from text: features and what comes with them.
public struct LabeledTable: Sendable {
    /// Rows by features. Label and nothing else is taken out; columns of weights, groups and those to ignore stay in
    /// place as zeros, so that no tree splits on them and the other columns have LightGBM's numbers.
    public let features: FeatureMatrix
    /// One per row; nil when the table has none.
    public let labels: [Float]?
    /// One per row, from the weight column.
    public let weights: [Float]?
    /// Rows per group in row order, from the group column or `qid:`.
    public let groups: [Int]?
    /// Columns of `features` that are zeros because they are weights, groups or ignored. Ascending.
    public let ignoredColumns: [Int]
    /// One per column of `features`, from the header; nil without one. White space within a name becomes `_`, as in
    /// LightGBM.
    public let featureNames: [String]?

    /// Reads a whole text.
    /// - Throws: ``GBDTError/malformedText(line:column:found:reason:)``, ``GBDTError/invalidColumn(name:reason:)``,
    ///   ``GBDTError/tableTooLarge(line:columnIndex:rowCount:cellCountMax:)``,
    ///   ``GBDTError/columnCountMismatch(expected:got:)``, ``GBDTError/unsupportedShape(rowCount:columnCount:)``.
    public init(text: [UInt8], options: TableOptions = .init()) throws(GBDTError) {
        var reader = TableReader(options: options)
        try reader.read(text)
        self = try reader.finish()
    }

    /// Reads a text in chunks, cut anywhere; nil ends it. The result and its errors are those of the whole text.
    ///
    /// Holds the numbers read so far and a few megabytes of text, not all of it.
    /// - Parameter byteCount: bytes of the whole text, as far as one knows; room for the rows is then made only once.
    /// - Throws: as ``init(text:options:)``, and what `nextChunk` throws.
    public init(options: TableOptions = .init(), byteCount: Int? = nil, nextChunk: () throws -> [UInt8]?) throws {
        var reader = TableReader(options: options, byteCountExpected: byteCount)
        while let chunk = try nextChunk() { try reader.feed(chunk) }
        self = try reader.finish()
    }

    init(
        features: FeatureMatrix, labels: [Float]?, weights: [Float]?, groups: [Int]?, ignoredColumns: [Int],
        featureNames: [String]?
    ) {
        self.features = features
        self.labels = labels
        self.weights = weights
        self.groups = groups
        self.ignoredColumns = ignoredColumns
        self.featureNames = featureNames
    }

    /// Sizes of runs of equal numbers.
    /// - Parameter name: of the column, for the error about a number that is missing.
    static func groups(_ numbers: [Double], name: String) throws(GBDTError) -> [Int] {
        var sizes: [Int] = []
        for (row, number) in numbers.enumerated() {
            guard number.isFinite else {
                throw .invalidColumn(name: name, reason: "row \(row), counted from 0, has no group number")
            }
            if row > 0, number == numbers[row - 1] { sizes[sizes.count - 1] += 1 } else { sizes.append(1) }
        }
        return sizes
    }
}
