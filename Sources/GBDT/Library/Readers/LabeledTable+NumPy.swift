extension LabeledTable {
    /// An NPY array as a table.
    /// - Parameters:
    ///   - array: two axes, or one as a single column.
    ///   - labels: when they come from elsewhere; all columns are then features. nil: `options` say where they are.
    ///   - options: which columns are what, as in text tables. There are no names.
    /// - Throws: ``GBDTError/malformedArray(reason:)``, ``GBDTError/invalidColumn(name:reason:)``,
    ///   ``GBDTError/columnCountMismatch(expected:got:)``, ``GBDTError/unsupportedShape(rowCount:columnCount:)``.
    public init(array: NumPyArray, labels: [Float]? = nil, options: TableOptions = .init()) throws(GBDTError) {
        let matrix = try array.matrix()
        var options = options
        if labels != nil { options.labelColumn = nil }
        let roles = try TableRoles(columnCount: matrix.columnCount, names: nil, options: options)
        func column(_ column: Int) -> [Double] { matrix.columnBlock(column..<column + 1) }
        var groups: [Int]?
        if let group = roles.group {
            groups = try Self.groups(column(roles.column(ofFeature: group)), name: "group_column=\(group)")
        }
        self.init(
            features: try roles.features(of: matrix),
            labels: labels ?? roles.label.map { column($0).map { Float($0) } },
            weights: roles.weight.map { column(roles.column(ofFeature: $0)).map { Float($0) } }, groups: groups,
            ignoredColumns: roles.ignored, featureNames: nil)
    }
}

extension TableRoles {
    /// The matrix without its label, ignored columns as zeros; itself where there is nothing to change.
    fileprivate func features(of matrix: FeatureMatrix) throws(GBDTError) -> FeatureMatrix {
        if label == nil, ignored.isEmpty { return matrix }
        guard featureCount > 0 else {
            throw .unsupportedShape(rowCount: matrix.rowCount, columnCount: featureCount)
        }
        let ignored = Set(ignored)
        let cellCount = matrix.rowCount * featureCount
        if matrix.isFloat {
            var values: [Float] = []
            values.reserveCapacity(cellCount)
            append(matrix, without: ignored, to: &values)
            return try FeatureMatrix(rowCount: matrix.rowCount, columnCount: featureCount, columnMajor: values)
        }
        var values: [Double] = []
        values.reserveCapacity(cellCount)
        append(matrix, without: ignored, to: &values)
        return try FeatureMatrix(rowCount: matrix.rowCount, columnCount: featureCount, columnMajor: values)
    }

    private func append<Value: BinaryFloatingPoint>(
        _ matrix: FeatureMatrix, without ignored: Set<Int>, to values: inout [Value]
    ) {
        for feature in 0..<featureCount {
            if ignored.contains(feature) {
                values += repeatElement(0, count: matrix.rowCount)
            } else {
                let place = column(ofFeature: feature)
                values += matrix.columnBlock(place..<place + 1).lazy.map { Value($0) }
            }
        }
    }
}
