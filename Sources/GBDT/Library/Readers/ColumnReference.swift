/// A column of a text table, as LightGBM's parameters name one (`docs/Parameters.rst`, `label_column`).
public enum ColumnReference: Sendable, Hashable {
    /// By number, from 0. The label's number counts all columns; all other numbers do not count the label column.
    case index(Int)
    /// By its name in the header line.
    case name(String)

    /// From `3` or `name:price`. nil for anything else.
    public init?(_ text: String) {
        if text.hasPrefix(Self.prefix) {
            let name = String(text.dropFirst(Self.prefix.count)).trimmed
            if name.isEmpty { return nil }
            self = .name(name)
        } else {
            guard let index = Int32(text), index >= 0 else { return nil }
            self = .index(Int(index))
        }
    }

    /// From `0,1,2` or `name:a,b,c`. nil for anything else.
    public static func list(_ text: String) -> [ColumnReference]? {
        let isNamed = text.hasPrefix(prefix)
        let parts = (isNamed ? text.dropFirst(prefix.count) : text[...]).split(
            separator: ",", omittingEmptySubsequences: false)
        var list: [ColumnReference] = []
        for part in parts {
            guard let reference = ColumnReference((isNamed ? prefix : "") + String(part).trimmed) else { return nil }
            list.append(reference)
        }
        return list
    }

    private static let prefix = "name:"
}

extension ColumnReference: CustomStringConvertible {
    /// As in parameters: `3` or `name:price`.
    public var description: String {
        switch self {
        case .index(let index): String(index)
        case .name(let name): Self.prefix + name
        }
    }
}
