/// Where a row's values stand among those of other rows, column by column.
public struct ColumnRanks: Sendable {
    private let values: [Float]
    private var below: [Int]
    private var equal: [Int]
    private var present: [Int]
    /// Rows that were counted.
    public private(set) var rowCount = 0

    /// - Parameter values: the row whose place is asked for.
    public init(of values: [Float]) {
        self.values = values
        below = Array(repeating: 0, count: values.count)
        equal = below
        present = below
    }

    /// Counts another row of the same columns.
    public mutating func add(_ other: [Float]) {
        precondition(other.count == values.count, "rows of one schema")
        rowCount += 1
        for column in values.indices where !other[column].isNaN {
            present[column] += 1
            if other[column] < values[column] { below[column] += 1 }
            if other[column] == values[column] { equal[column] += 1 }
        }
    }

    /// Values below and half of those equal, over those that are not missing; NaN where there is none, and where the
    /// row's own value is missing. In [0, 1].
    public func percentile(_ column: Int) -> Double {
        guard present[column] > 0, !values[column].isNaN else { return .nan }
        return (Double(below[column]) + Double(equal[column]) / 2) / Double(present[column])
    }
}
