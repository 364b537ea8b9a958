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
        let (features, own) = try roles.features(of: matrix)
        self.init(
            features: features, labels: labels ?? own,
            weights: roles.weight.map { column(roles.column(ofFeature: $0)).map { Float($0) } }, groups: groups,
            ignoredColumns: roles.ignored, featureNames: nil)
    }
}

extension LabeledTable {
    /// Reads a file whose floats go straight into the table.
    /// - Parameters:
    ///   - beginning: its first bytes: all of the header at least.
    ///   - byteCount: bytes of the whole file, compared with the shape before anything is allocated.
    ///   - rest: appends the bytes that follow, as many as there is room for; called again until there are all.
    ///   - labels: as for ``init(array:labels:options:)``, and so are `options`.
    /// - Throws: as that, and what `rest` throws.
    public init(
        numPy beginning: [UInt8], byteCount: Int, labels: [Float]? = nil, options: TableOptions = .init(),
        rest: (inout OutputRawSpan) throws -> Void
    ) throws {
        let header = try NumPyHeader(beginning.span, byteCount: byteCount)
        var ownOptions = options
        if labels != nil { ownOptions.labelColumn = nil }
        guard header.shape.count == 2, !header.isColumnMajor, header.hasNativeFloats, header.count > 0 else {
            let array = try NumPyArray(beginning: beginning, byteCount: byteCount, rest: rest)
            try self.init(array: array, labels: labels, options: options)
            return
        }
        let (rowCount, width) = (header.shape[0], header.shape[1])
        let roles = try TableRoles(columnCount: width, names: nil, options: ownOptions)
        guard let label = roles.label, width > 1, roles.ignored.isEmpty else {
            let array = try NumPyArray(beginning: beginning, byteCount: byteCount, rest: rest)
            try self.init(array: array, labels: labels, options: options)
            return
        }
        let values = beginning.span.extracting(header.start...)
        let (features, own): (FeatureMatrix, [Float])
        if header.element == .float4 {
            let split: (rest: [Float], column: [Float]) = try NumPyKernels.split(
                rowCount: rowCount, width: width, column: label, beginning: values, rest: rest)
            features = try FeatureMatrix(rowCount: rowCount, columnCount: width - 1, rowMajor: split.rest)
            own = split.column
        } else {
            let split: (rest: [Double], column: [Double]) = try NumPyKernels.split(
                rowCount: rowCount, width: width, column: label, beginning: values, rest: rest)
            features = try FeatureMatrix(rowCount: rowCount, columnCount: width - 1, rowMajor: split.rest)
            own = split.column.map { Float($0) }
        }
        self.init(features: features, labels: own, weights: nil, groups: nil, ignoredColumns: [], featureNames: nil)
    }
}

extension TableRoles {
    /// The matrix without its label, and that; ignored columns as zeros. Itself where there is nothing to change.
    fileprivate func features(of matrix: FeatureMatrix) throws(GBDTError) -> (FeatureMatrix, [Float]?) {
        if label == nil, ignored.isEmpty { return (matrix, nil) }
        guard featureCount > 0 else {
            throw .unsupportedShape(rowCount: matrix.rowCount, columnCount: featureCount)
        }
        let rowCount = matrix.rowCount
        switch (matrix.values, matrix.order) {
        case (.float(let values), .rowMajor):
            let (rest, labels) = split(rows: values)
            return (try FeatureMatrix(rowCount: rowCount, columnCount: featureCount, rowMajor: rest), labels)
        case (.double(let values), .rowMajor):
            let (rest, labels) = split(rows: values)
            let features = try FeatureMatrix(rowCount: rowCount, columnCount: featureCount, rowMajor: rest)
            return (features, labels?.map { Float($0) })
        case (.float(let values), .columnMajor):
            let (rest, labels) = split(columns: values, rowCount: rowCount)
            return (try FeatureMatrix(rowCount: rowCount, columnCount: featureCount, columnMajor: rest), labels)
        case (.double(let values), .columnMajor):
            let (rest, labels) = split(columns: values, rowCount: rowCount)
            let features = try FeatureMatrix(rowCount: rowCount, columnCount: featureCount, columnMajor: rest)
            return (features, labels?.map { Float($0) })
        }
    }

    private func split<Value: BinaryFloatingPoint & BitwiseCopyable>(
        rows: [Value]
    ) -> (rest: [Value], labels: [Value]?) {
        var (rest, labels): ([Value], [Value]?) = (rows, nil)
        if let label { (rest, labels) = NumPyKernels.split(rows, width: columnCount, column: label) }
        for feature in ignored {
            for cell in stride(from: feature, to: rest.count, by: featureCount) { rest[cell] = 0 }
        }
        return (rest, labels)
    }

    private func split<Value: BinaryFloatingPoint>(
        columns: [Value], rowCount: Int
    ) -> (rest: [Value], labels: [Value]?) {
        var (rest, labels): ([Value], [Value]?) = (columns, nil)
        if let label {
            labels = Array(columns[label * rowCount..<(label + 1) * rowCount])
            rest.removeSubrange(label * rowCount..<(label + 1) * rowCount)
        }
        for feature in ignored {
            for cell in feature * rowCount..<(feature + 1) * rowCount { rest[cell] = 0 }
        }
        return (rest, labels)
    }
}
