import ArgumentParser
import GBDT

/// Which rows are shown to which model.
struct RowSource: ParsableArguments {
    @Option(help: "A model in LightGBM's text format.")
    var model: String

    @Option(help: "Rows: CSV, TSV, LibSVM or NPY.")
    var data: String

    @Flag(help: "The first line holds column names.")
    var header = false

    @Option(help: "The column of labels, which is left out: a number from 0 among all columns, or name:NAME.")
    var label: String?

    func validate() throws {
        if let label, ColumnReference(label) == nil {
            throw ValidationError("--label takes a column number from 0, or name: and a name, got '\(label)'")
        }
    }

    var labelColumn: ColumnReference? { label.flatMap { ColumnReference($0) } }
}

extension TableFile {
    /// Reads rows that a model is asked about.
    /// - Parameters: as for ``rows(label:isLabelCertain:)``.
    /// - Throws: ``GBDTFailure`` also when the rows are not as wide as the model.
    func rows(for model: Booster, label: ColumnReference?, isLabelCertain: Bool) throws -> LabeledTable {
        var file = self
        file.options.featureCount = model.columnCount
        let table = try file.rows(label: label, isLabelCertain: isLabelCertain)
        guard table.features.columnCount == model.columnCount else {
            throw GBDTFailure.badData(
                "\(path): \(table.features.columnCount) columns where the model wants \(model.columnCount)")
        }
        return table
    }
}
