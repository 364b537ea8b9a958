/// How the columns of a text table are to be understood. LightGBM's rules (`docs/Parameters.rst`) and names.
public struct TableOptions: Sendable, Hashable {
    /// nil: found out from the first two rows, as LightGBM does: colons mean LibSVM, then tabs, commas, spaces.
    public var format: TableFormat? = nil
    /// The first line holds column names.
    public var hasHeader = false
    /// The column of labels, counted among all columns; nil: there is none.
    public var labelColumn: ColumnReference? = .index(0)
    /// The column of row weights. As in LightGBM its number does not count the label column, as do those below.
    public var weightColumn: ColumnReference? = nil
    /// The column of group numbers: neighbouring rows of equal number make a group.
    public var groupColumn: ColumnReference? = nil
    /// Columns that are not to be learned from. They keep their place, so that other columns keep their numbers.
    public var ignoredColumns: [ColumnReference] = []
    /// The number of features of the model or training data that the rows are meant for. A table of just so many
    /// columns then has no label; LibSVM rows are made so wide, and what lies beyond is left out, as in LightGBM.
    public var featureCount: Int? = nil
    /// Keep values as Float, rounded from Double, in half the memory.
    public var keepsFloats = false
    /// Threads that read. The result does not depend on it.
    public var threadCount = 1

    public init() {}

    /// The options that a command line asks for.
    public init(_ command: CommandSettings) {
        hasHeader = command.hasHeader
        labelColumn = command.labelColumn ?? .index(0)
        weightColumn = command.weightColumn
        groupColumn = command.groupColumn
        ignoredColumns = command.ignoredColumns
    }
}

/// The formats of a text table.
public enum TableFormat: Sendable, Hashable {
    /// A comma between fields. No quoting.
    case commaSeparated
    /// A tab between fields.
    case tabSeparated
    /// Any number of spaces or tabs between fields.
    case spaceSeparated
    /// `label qid:group index:value ...`, index from 0, absent values are 0; `#` starts a comment.
    case libSVM

    /// The format of rows of which these are the first, as LightGBM decides it (`src/io/parser.cpp`): a separator must
    /// stand equally often in both. Where none does, the first that stands anywhere is taken, for the error's sake.
    init(of lines: [TextLines.Line], in text: Span<UInt8>) {
        func counts(_ byte: UInt8) -> [Int] {
            lines.prefix(2).map { line in
                line.range.reduce(0) { text[$1] == byte ? $0 + 1 : $0 }
            }
        }
        let formats: [TableFormat] = [.tabSeparated, .commaSeparated, .spaceSeparated]
        let found = formats.map { (format: $0, counts: counts($0.separator)) }.filter { $0.counts != [0, 0] }
        if counts(UInt8(ascii: ":")).contains(where: { $0 > 0 }) {
            self = .libSVM
        } else if let even = found.prefix(2).first(where: { $0.counts.first == $0.counts.last && $0.counts != [0] }) {
            self = even.format
        } else {
            self = found.first { $0.counts.contains { $0 > 0 } }?.format ?? .commaSeparated
        }
    }

    var separator: UInt8 {
        switch self {
        case .commaSeparated: UInt8(ascii: ",")
        case .tabSeparated: UInt8(ascii: "\t")
        case .spaceSeparated, .libSVM: UInt8(ascii: " ")
        }
    }
}
