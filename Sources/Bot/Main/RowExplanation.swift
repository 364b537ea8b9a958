import BotForecasting
import BotSimulation
import Features
import Market

/// A row, column by column: value, place among other rows, and part in the champion's forecast.
struct RowExplanation: Encodable {
    struct Column: Encodable {
        var name: String
        var group: String
        var unit: String
        var value: Double
        /// In [0, 1]; NaN when the value is missing, or was in all rows.
        var percentile: Double
        /// Log-odds; nil without a champion, and for a column it does not read.
        var contribution: Double?
    }

    var token: String
    /// Nanoseconds since 1970.
    var time: Int64
    var schema: String
    /// Rows that percentiles are among.
    var rows: Int
    var model: String?
    /// Log-odds.
    var forecast: Double?
    /// What is forecast of a row that says nothing, log-odds.
    var constant: Double?
    var columns: [Column]

    init(
        _ row: FeatureRow, name: String, ranks: ColumnRanks, contributions: ForecastContributions?,
        model: ModelVersion?, group: FeatureGroup?
    ) {
        let schema = FeatureSchema.current
        let parts = Dictionary(
            uniqueKeysWithValues: (contributions?.columns ?? []).map { ($0.name, $0.value) })
        token = name
        time = row.time.nanoseconds
        self.schema = schema.hash.hex
        rows = ranks.rowCount
        self.model = model?.description
        forecast = contributions?.logitMove
        constant = contributions?.constant
        columns = schema.columns.enumerated().filter { group == nil || $1.group == group }.map { index, column in
            Column(
                name: column.name, group: "\(column.group)", unit: column.unit, value: Double(row.values[index]),
                percentile: ranks.percentile(index), contribution: parts[column.name])
        }
    }

    var text: String {
        var lines = ["\(token) at \(Timestamp(nanoseconds: time).text); percentiles among \(rows) rows"]
        if let model, let forecast, let constant {
            lines.append("\(model) forecasts \(Self.number(forecast)), of which \(Self.number(constant)) of any row")
        } else {
            lines.append("no champion yet: no contributions")
        }
        lines.append(Self.line("feature", "value", "percentile", "contribution"))
        var group: String?
        for column in columns {
            if column.group != group {
                group = column.group
                lines.append(column.group)
            }
            lines.append(
                Self.line(
                    "  " + column.name, Self.number(column.value),
                    column.percentile.isNaN ? "-" : Self.number(100 * column.percentile),
                    column.contribution.map(Self.number) ?? "-") + "  \(column.unit)")
        }
        return lines.joined(separator: "\n")
    }

    private static func line(_ name: String, _ cells: String...) -> String {
        cells.reduce(padded(name, 28, isLeft: true)) { $0 + padded($1, 14, isLeft: false) }
    }

    private static func padded(_ text: String, _ width: Int, isLeft: Bool) -> String {
        let room = String(repeating: " ", count: max(1, width - text.count))
        return isLeft ? text + room : room + text
    }

    /// Six digits; `-` when missing.
    private static func number(_ value: Double) -> String {
        if value.isNaN { return "-" }
        let magnitude = abs(value)
        guard magnitude > 0, magnitude < 1e9 else { return "\(value)" }
        var scale = 1.0
        while magnitude * scale < 1e5, scale < 1e9 { scale *= 10 }
        return "\((value * scale).rounded() / scale)"
    }
}
