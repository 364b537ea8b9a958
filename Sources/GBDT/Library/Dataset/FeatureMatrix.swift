/// A table of numbers: rows are examples, columns are features. NaN is a missing value.
///
/// Keeps the caller's array (shared, not copied). Float values are widened to Double where they are used, which is
/// exact.
public struct FeatureMatrix: Sendable {
    public let rowCount: Int
    public let columnCount: Int
    let values: Values
    let order: Order

    enum Values: Sendable {
        case float([Float])
        case double([Double])
    }

    enum Order: Sendable {
        case rowMajor, columnMajor
    }

    /// - Parameter values: `rowCount * columnCount` values, row after row.
    /// - Throws: ``GBDTError/unsupportedShape(rowCount:columnCount:)`` unless both counts are at least 1 and rows fit
    ///   an Int32; ``GBDTError/valueCountMismatch(expected:got:)``.
    public init(rowCount: Int, columnCount: Int, rowMajor values: [Float]) throws(GBDTError) {
        try self.init(rowCount, columnCount, .float(values), values.count, .rowMajor)
    }

    /// - Parameter values: `rowCount * columnCount` values, row after row.
    /// - Throws: as ``init(rowCount:columnCount:rowMajor:)-(_,_,[Float])``.
    public init(rowCount: Int, columnCount: Int, rowMajor values: [Double]) throws(GBDTError) {
        try self.init(rowCount, columnCount, .double(values), values.count, .rowMajor)
    }

    /// - Parameter values: `rowCount * columnCount` values, column after column.
    /// - Throws: as ``init(rowCount:columnCount:rowMajor:)-(_,_,[Float])``.
    public init(rowCount: Int, columnCount: Int, columnMajor values: [Float]) throws(GBDTError) {
        try self.init(rowCount, columnCount, .float(values), values.count, .columnMajor)
    }

    /// - Parameter values: `rowCount * columnCount` values, column after column.
    /// - Throws: as ``init(rowCount:columnCount:rowMajor:)-(_,_,[Float])``.
    public init(rowCount: Int, columnCount: Int, columnMajor values: [Double]) throws(GBDTError) {
        try self.init(rowCount, columnCount, .double(values), values.count, .columnMajor)
    }

    private init(_ rowCount: Int, _ columnCount: Int, _ values: Values, _ count: Int, _ order: Order)
        throws(GBDTError)
    {
        let rowsFit = rowCount >= 1 && rowCount <= Int(Int32.max)
        guard rowsFit, columnCount >= 1, columnCount <= Int(Int32.max) else {
            throw .unsupportedShape(rowCount: rowCount, columnCount: columnCount)
        }
        // Both counts are below 2^31, so the product cannot overflow.
        guard count == rowCount * columnCount else {
            throw .valueCountMismatch(expected: rowCount * columnCount, got: count)
        }
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.values = values
        self.order = order
    }
}

extension FeatureMatrix {
    /// Whether every value is a Float widened, which sorts by 32-bit keys.
    var isFloat: Bool {
        if case .float = values { true } else { false }
    }

    /// One value, as Double.
    func value(row: Int, column: Int) -> Double {
        let index = order == .rowMajor ? row * columnCount + column : column * rowCount + row
        switch values {
        case .float(let values): return Double(values[index])
        case .double(let values): return values[index]
        }
    }

    /// One row, as Double: what a model is asked about.
    public func row(_ row: Int) -> [Double] {
        (0..<columnCount).map { value(row: row, column: $0) }
    }

    /// Neighbouring rows, copied.
    /// - Throws: ``GBDTError/invalidParameter(name:value:requirement:)`` for rows that do not exist,
    ///   ``GBDTError/unsupportedShape(rowCount:columnCount:)`` for none.
    public func rows(_ rows: Range<Int>) throws(GBDTError) -> FeatureMatrix {
        guard rows.lowerBound >= 0, rows.upperBound <= rowCount else {
            throw .invalidParameter(name: "rows", value: "\(rows)", requirement: "within 0 ..< \(rowCount)")
        }
        return try self.rows(Array(rows))
    }

    /// The given rows, copied. Repetitions are allowed.
    func rows(_ rows: [Int]) throws(GBDTError) -> FeatureMatrix {
        switch values {
        case .float(let values):
            return try FeatureMatrix(
                rowCount: rows.count, columnCount: columnCount, rowMajor: picked(rows, of: values))
        case .double(let values):
            return try FeatureMatrix(
                rowCount: rows.count, columnCount: columnCount, rowMajor: picked(rows, of: values))
        }
    }

    private func picked<Value>(_ rows: [Int], of values: [Value]) -> [Value] {
        var picked: [Value] = []
        picked.reserveCapacity(rows.count * columnCount)
        for row in rows {
            switch order {
            case .rowMajor: picked += values[row * columnCount..<(row + 1) * columnCount]
            case .columnMajor: for column in 0..<columnCount { picked.append(values[column * rowCount + row]) }
            }
        }
        return picked
    }

    /// Some columns, one after the other, as Double: `columns.count * rowCount` values.
    func columnBlock(_ columns: Range<Int>) -> [Double] {
        switch values {
        case .float(let values): block(columns, of: values)
        case .double(let values): block(columns, of: values)
        }
    }

    /// The same of some rows: `columns.count * rows.count` values; nil: all.
    func columnBlock(_ columns: Range<Int>, rows: [Int]?) -> [Double] {
        guard let rows else { return columnBlock(columns) }
        return switch values {
        case .float(let values): block(columns, rows, of: values)
        case .double(let values): block(columns, rows, of: values)
        }
    }

    @inline(__always)
    private func block<Value: BinaryFloatingPoint>(
        _ columns: Range<Int>, _ rows: [Int], of values: [Value]
    ) -> [Double] {
        var block = [Double](repeating: 0, count: columns.count * rows.count)
        let source = values.span
        var target = block.mutableSpan
        let (rowStep, columnStep) = order == .rowMajor ? (columnCount, 1) : (1, rowCount)
        for place in rows.indices {
            let start = rows[place] * rowStep
            for column in columns {
                target[(column - columns.lowerBound) * rows.count + place] = Double(
                    source[start + column * columnStep])
            }
        }
        return block
    }

    @inline(__always)
    private func block<Value: BinaryFloatingPoint>(_ columns: Range<Int>, of values: [Value]) -> [Double] {
        var block = [Double](repeating: 0, count: columns.count * rowCount)
        let source = values.span
        var target = block.mutableSpan
        switch order {
        case .columnMajor:
            let start = columns.lowerBound * rowCount
            for index in target.indices { target[index] = Double(source[start + index]) }
        case .rowMajor:
            for row in 0..<rowCount {
                let start = row * columnCount
                var index = row
                for column in columns {
                    target[index] = Double(source[start + column])
                    index += rowCount
                }
            }
        }
        return block
    }
}
