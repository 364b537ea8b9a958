extension FeatureSchema {
    /// The table of docs/FEATURES.md: a line for each column, in order.
    public func markdown() -> String {
        var lines = [
            "| # | Name | What it is | Unit | Window | Known after | Mirror image | Trains | Version |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        var group: FeatureGroup?
        for (index, column) in columns.enumerated() {
            if column.group != group {
                group = column.group
                lines.append("| | **\(column.group.title)** | | | | | | | |")
            }
            let cells = [
                "\(index + 1)", "`\(column.name)`", column.summary.replacing("|", with: "\\|"), column.unit,
                column.window.map(Self.span) ?? "", column.minSpan.map(Self.span) ?? "", column.parity.title,
                column.trains ? "yes" : "report only", "\(column.version)",
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A duration in its largest whole unit.
    static func span(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        if seconds % 3_600 == 0 { return "\(seconds / 3_600) h" }
        return seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds) s"
    }
}

extension FeatureGroup {
    /// As the catalogue calls it.
    public var title: String {
        switch self {
        case .orderBook: "Order book"
        case .timeSeries: "Time series"
        case .tradeFlow: "Trade flow"
        case .marketQuality: "Market quality"
        case .crossMarket: "Other token, other markets"
        case .derived: "Derived"
        case .contextual: "Contextual"
        }
    }
}

extension Parity {
    /// What the value is as the other token sees it.
    public var title: String {
        switch self {
        case .even: "same"
        case .odd: "negative"
        case .swap(let twin): "`\(twin)`"
        case .complement(let twin): "1 - `\(twin)`"
        case .none: "no rule"
        }
    }
}
