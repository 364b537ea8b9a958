import GBDT

/// A data file in any of the formats: CSV, TSV, spaces, LibSVM, NPY.
struct TableFile {
    let path: String
    var options: TableOptions

    /// What the first bytes look like.
    enum Content: Equatable {
        case delimited, libSVM, numPy

        /// LightGBM's rule (`src/io/parser.cpp`): a colon in the first two rows means LibSVM.
        init(_ bytes: [UInt8], hasHeader: Bool) {
            if Self.isNumPy(bytes) {
                self = .numPy
                return
            }
            let lines = bytes.prefix(1 << 20).split(separator: UInt8(ascii: "\n"), maxSplits: 4)
            let rows = lines.dropFirst(hasHeader ? 1 : 0).prefix(2)
            self = rows.contains { $0.contains(UInt8(ascii: ":")) } ? .libSVM : .delimited
        }

        static func isNumPy(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x93] + Array("NUMPY".utf8)) }
    }

    /// Room for the header of an NPY file, whose array is then read to where it stays; text begins with a whole chunk.
    private static let headerSize = 1 << 17

    /// Reads the rows of a training: they have labels.
    /// - Throws: ``GBDTFailure`` with file and line; `CancellationError`.
    func labelled(_ command: CommandSettings) throws -> LabeledTable {
        try read { content, options in
            if content == .numPy, command.labelColumn == nil { options.labelColumn = nil }
        } numPy: { shape, options in
            if let labels = try sideLabels(command) { return labels }
            // Without a word about it the label is the last column.
            if options.labelColumn == nil, shape.count == 2 { options.labelColumn = .index(shape[1] - 1) }
            return nil
        }
    }

    /// Reads rows to predict.
    /// - Parameters:
    ///   - label: nil: there are none, but of LibSVM rows a first number without colon is one.
    ///   - isLabelCertain: rows just as wide as the model are then a mistake, not rows without label.
    func rows(label: ColumnReference?, isLabelCertain: Bool) throws -> LabeledTable {
        var isSparse = false
        let table = try read { content, options in
            options.labelColumn = content == .libSVM ? label ?? .index(0) : label
            isSparse = content == .libSVM
        } numPy: { _, _ in
            nil
        }
        if let label, isLabelCertain, !isSparse, table.labels == nil {
            let count = table.features.columnCount
            let place = "\(path):\(options.hasHeader ? 2 : 1)"
            throw GBDTFailure.badData(
                "\(place): \(count) columns, expected \(count) and the label in column \(label)")
        }
        return table
    }

    /// - Parameter numPy: says, from the shape of an array, where its labels are: elsewhere or in the options' column.
    private func read(
        _ adapt: (Content, inout TableOptions) -> Void,
        numPy: (_ shape: [Int], inout TableOptions) throws -> [Float]?
    ) throws -> LabeledTable {
        let file = try InputFile(path)
        guard var first = try file.next(Self.headerSize) else {
            throw GBDTFailure.badData("\(path): the file holds no rows")
        }
        if !Content.isNumPy(first), let more = try file.next() { first += more }
        let content = Content(first, hasHeader: options.hasHeader)
        var options = options
        adapt(content, &options)
        return try GBDTFailure.explain(path) {
            if content == .numPy {
                if options.hasHeader {
                    throw GBDTFailure.usage("\(path): an NPY array has no header: leave out header")
                }
                return try readArray(file, first, options, numPy)
            }
            var pending: [UInt8]? = first
            do {
                return try LabeledTable(options: options, byteCount: file.byteCount) {
                    if let chunk = pending {
                        pending = nil
                        return chunk
                    }
                    return try file.next()
                }
            } catch let GBDTError.malformedText(line, column, found, reason) where line == 1 && !options.hasHeader {
                throw GBDTFailure.badData(
                    "\(path):1: \(reason); column \(column) holds '\(found)'; if these are names, say header")
            } catch let GBDTError.columnCountMismatch(expected, got) {
                let line = options.hasHeader ? 2 : 1
                let label = options.labelColumn == nil ? "" : " beside the label"
                throw GBDTFailure.badData("\(path):\(line): \(got) columns\(label), expected \(expected)")
            }
        }
    }

    /// An array is read straight into its memory where the file's size is known.
    private func readArray(
        _ file: InputFile, _ first: [UInt8], _ options: TableOptions,
        _ numPy: (_ shape: [Int], inout TableOptions) throws -> [Float]?
    ) throws -> LabeledTable {
        var options = options
        guard let byteCount = file.byteCount else {
            var bytes = first
            while let chunk = try file.next() { bytes += chunk }
            let array = try NumPyArray(bytes)
            let labels = try numPy(array.shape, &options)
            return try LabeledTable(array: array, labels: labels, options: options)
        }
        let shape = try NumPyArray.shape(beginning: first, byteCount: byteCount)
        let labels = try numPy(shape, &options)
        return try LabeledTable(numPy: first, byteCount: byteCount, labels: labels, options: options) {
            try file.fill(&$0)
        }
    }

    /// Labels of an NPY array from `FILE.label`: an NPY array or one number a line.
    private func sideLabels(_ command: CommandSettings) throws -> [Float]? {
        let side = path + ".label"
        guard InputFile.exists(side) else { return nil }
        if let column = command.labelColumn {
            throw GBDTFailure.usage("label_column=\(column), but \(side) holds labels too: remove one of them")
        }
        let bytes = try InputFile.bytes(side)
        return try GBDTFailure.explain(side) {
            if Content(bytes, hasHeader: false) == .numPy { return try NumPyArray(bytes).vector().map { Float($0) } }
            return try SideFiles.labels(bytes)
        }
    }
}
