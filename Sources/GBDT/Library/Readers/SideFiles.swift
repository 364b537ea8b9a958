/// What LightGBM keeps beside a data file: weights, query sizes and initial scores, one line for each row or query
/// (`src/io/metadata.cpp`).
public enum SideFiles {
    /// The paths that belong to a data file. Positions of documents (`.position`) are not supported.
    public struct Paths: Sendable, Hashable {
        /// `train.tsv.weight`
        public var weights: String
        /// `train.tsv.query`
        public var queries: String
        /// `train.tsv.init`
        public var initialScores: String
    }

    public static func paths(besides dataFile: String) -> Paths {
        Paths(
            weights: dataFile + ".weight", queries: dataFile + ".query", initialScores: dataFile + ".init")
    }

    /// Row weights: one finite number of at least 0 a line.
    /// - Throws: ``GBDTError/malformedText(line:column:found:reason:)``.
    public static func weights(_ text: [UInt8]) throws(GBDTError) -> [Float] {
        try numbers(text, columnCount: 1, "a finite weight of at least 0") { $0 >= 0 && Float($0).isFinite }.values
            .map { Float($0) }
    }

    /// Labels of an array that holds features alone: one finite number a line.
    /// - Throws: ``GBDTError/malformedText(line:column:found:reason:)``.
    public static func labels(_ text: [UInt8]) throws(GBDTError) -> [Float] {
        try numbers(text, columnCount: 1, "a finite label") { Float($0).isFinite }.values.map { Float($0) }
    }

    /// Rows per query: one integer above 0 a line.
    /// - Throws: ``GBDTError/malformedText(line:column:found:reason:)``.
    public static func querySizes(_ text: [UInt8]) throws(GBDTError) -> [Int] {
        let requirement = "a number of rows: an integer above 0"
        let isSize = { (value: Double) in value >= 1 && value <= Double(Int32.max) && value == value.rounded() }
        return try numbers(text, columnCount: 1, requirement, isSize).values.map { Int($0) }
    }

    /// Initial scores: a finite number for each class a line, separated as tables are.
    /// - Returns: one array per class, one entry per row.
    /// - Throws: ``GBDTError/malformedText(line:column:found:reason:)``.
    public static func initialScores(_ text: [UInt8]) throws(GBDTError) -> [[Double]] {
        let (values, classCount) = try numbers(text, columnCount: nil, "a finite score", \.isFinite)
        return (0..<classCount).map { output in
            stride(from: output, to: values.count, by: classCount).map { values[$0] }
        }
    }

    /// Numbers line by line.
    /// - Parameter columnCount: nil: as many as in the first line.
    private static func numbers(
        _ text: [UInt8], columnCount: Int?, _ requirement: String, _ holds: (Double) -> Bool
    ) throws(GBDTError) -> (values: [Double], columnCount: Int) {
        let span = text.span
        let lines = TextLines.first(2, of: span, from: 0, end: text.count)
        let format = TableFormat(of: lines, in: span)
        var layout = DelimitedLayout(separator: format.separator, columnCount: columnCount ?? 1)
        if columnCount == nil, let first = lines.first {
            layout = DelimitedLayout(
                separator: format.separator, columnCount: layout.fields(span, first.range).count)
        }
        let block = DelimitedBlock(text, [0..<text.count], layout: layout, pool: WorkerPool(threadCount: 1))
        if let failure = block.failure { throw failure.error(linesBefore: 0) }
        let columns = (0..<layout.columnCount).map { Array(block.column($0)) }
        let values = (0..<block.rowCount).flatMap { row in columns.map { $0[row] } }
        if let place = values.firstIndex(where: { !holds($0) }) {
            let row = place / layout.columnCount
            let line = TextLines.first(row + 1, of: span, from: 0, end: text.count)[row]
            let column = place % layout.columnCount
            throw .malformedText(
                line: line.number, column: column + 1,
                found: TextLines.excerpt(span, layout.fields(span, line.range)[column]),
                reason: "expected \(requirement)")
        }
        return (values, layout.columnCount)
    }
}
