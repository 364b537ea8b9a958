/// Which columns of a table are label, weights, groups and features.
///
/// `label` counts all columns; all other numbers are those of the feature matrix, in which the label is left out.
struct TableRoles {
    var columnCount: Int
    var label: Int?
    var weight: Int?
    var group: Int?
    /// Ascending, weight and group included.
    var ignored: [Int] = []
    var featureNames: [String]?

    var featureCount: Int { columnCount - (label == nil ? 0 : 1) }

    /// - Parameter names: of all columns, when there is a header.
    init(columnCount: Int, names: [String]?, options: TableOptions) throws(GBDTError) {
        self.columnCount = columnCount
        let isUnlabeled = columnCount == options.featureCount
        if let column = options.labelColumn, !isUnlabeled {
            label = try Self.place(of: column, "label_column", names, count: columnCount)
        }
        var names = names
        if let label { names?.remove(at: label) }
        featureNames = names
        if let expected = options.featureCount, featureCount != expected {
            throw .columnCountMismatch(expected: expected, got: featureCount)
        }
        try resolve(options)
    }

    /// Of rows without a header whose label, if any, is not among the columns.
    init(featureCount: Int, options: TableOptions) throws(GBDTError) {
        columnCount = featureCount
        try resolve(options)
    }

    private mutating func resolve(_ options: TableOptions) throws(GBDTError) {
        func feature(_ column: ColumnReference, _ role: String) throws(GBDTError) -> Int {
            try Self.place(of: column, role, featureNames, count: featureCount)
        }
        if let column = options.weightColumn { weight = try feature(column, "weight_column") }
        if let column = options.groupColumn { group = try feature(column, "group_column") }
        if let weight, weight == group {
            throw .invalidColumn(name: "group_column=\(weight)", reason: "the same column holds the weights")
        }
        var all = Set([weight, group].compactMap { $0 })
        for column in options.ignoredColumns { all.insert(try feature(column, "ignore_column")) }
        ignored = all.sorted()
    }

    private static func place(
        of column: ColumnReference, _ role: String, _ names: [String]?, count: Int
    ) throws(GBDTError) -> Int {
        switch column {
        case .index(let index):
            if index >= 0, index < count { return index }
            let name = "\(role)=\(index)"
            throw .invalidColumn(name: name, reason: "the table has \(count) columns, numbered from 0")
        case .name(let name):
            if let index = names?.firstIndex(of: name) { return index }
            let reason = names == nil ? "names need a header line" : "no column has this name"
            throw .invalidColumn(name: "\(role)=name:\(name.shortened)", reason: reason)
        }
    }
}
