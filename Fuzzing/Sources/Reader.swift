@testable import GBDT

/// A reader of the library, and how far what it has read is used.
enum Reader: String, CaseIterable {
    case model, table, libsvm, numpy, config, numbers
    /// Models again, but whole ones, mutated as texts only.
    case golden

    var readsModels: Bool { self == .model || self == .golden }

    func read(_ bytes: [UInt8]) {
        switch self {
        case .model, .golden:
            if let model = try? Booster(modelText: String(decoding: bytes, as: UTF8.self)) {
                ModelUse(model: model, isThorough: self == .model || bytes.count % 8 == 0).run()
            }
        case .table: readTable(bytes, format: nil)
        case .libsvm: readTable(bytes, format: .libSVM)
        case .numpy:
            guard let array = try? NumPyArray(bytes) else { return }
            _ = try? array.vector()
            if let matrix = try? array.matrix() { check(matrix.row(matrix.rowCount - 1).count == matrix.columnCount) }
        case .config: readConfiguration(String(decoding: bytes, as: UTF8.self))
        case .numbers: readNumbers(bytes)
        }
    }

    /// The first byte decides the options.
    private func readTable(_ bytes: [UInt8], format: TableFormat?) {
        guard let choice = bytes.first else { return }
        var options = TableOptions()
        options.format = format
        options.hasHeader = choice & 1 != 0
        options.labelColumn = [.index(0), nil, .name("label"), .index(2)][Int(choice >> 1) % 4]
        if choice & 8 != 0 { options.weightColumn = .index(1) }
        if choice & 16 != 0 { options.groupColumn = options.hasHeader ? .name("group") : .index(0) }
        if choice & 32 != 0 { options.ignoredColumns = [.index(2)] }
        options.keepsFloats = choice & 64 != 0
        if choice & 128 != 0 { options.featureCount = 3 }
        guard let table = try? LabeledTable(text: Array(bytes.dropFirst()), options: options) else { return }
        let rowCount = table.features.rowCount
        check(table.labels?.count ?? rowCount == rowCount && table.weights?.count ?? rowCount == rowCount)
        check(table.groups?.reduce(0, +) ?? rowCount == rowCount)
        check(table.featureNames?.count ?? table.features.columnCount == table.features.columnCount)
        check(table.features.row(rowCount - 1).count == table.features.columnCount)
    }

    private func readConfiguration(_ text: String) {
        guard let settings = try? ConfigText.parse(text) else { return }
        // One by one too, so that a mistake does not hide those after it.
        for setting in settings.prefix(8) { _ = try? ParameterSettings([setting]) }
        guard let read = try? ParameterSettings(ConfigText.merge(file: settings, commandLine: [])) else { return }
        _ = TableOptions(read.command)
        _ = read.parameters.modelTextTail()
        _ = try? read.parameters.validated()
    }

    /// Numbers must be those that Swift's parser reads.
    private func readNumbers(_ bytes: [UInt8]) {
        let text = bytes.span
        var place = 0
        while place < bytes.count {
            let start = place
            if let value = DecimalNumber.scan(text, at: &place, end: bytes.count) {
                let expected = Double(String(decoding: bytes[start..<place], as: UTF8.self))
                check(place > start && value.bitPattern == expected?.bitPattern)
            } else {
                check(place == start)
                _ = DecimalNumber.special(text, start..<min(start + 9, bytes.count))
                place += 1
            }
        }
        _ = try? SideFiles.weights(bytes)
        _ = try? SideFiles.querySizes(bytes)
        if let scores = try? SideFiles.initialScores(bytes) {
            check(scores.allSatisfy { $0.count == scores[0].count })
        }
        _ = ColumnReference.list(String(decoding: bytes, as: UTF8.self))
    }
}

/// What must hold for whatever was read.
func check(_ holds: Bool, line: Int = #line) {
    if !holds { fatalError("a property does not hold, line \(line)") }
}
