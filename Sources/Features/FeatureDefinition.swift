private import Market

/// A column together with its formula.
///
/// A formula is a pure function of what was observed. It returns NaN when it has nothing true to say; an infinite
/// result is turned into NaN and counted.
struct FeatureDefinition: Sendable {
    typealias Formula = @Sendable (Observation) -> Double

    let column: FeatureColumn
    let formula: Formula

    /// `minSpan` is half the window unless `needsWholeWindow`, as for a lagged difference.
    init(
        _ name: String, _ group: FeatureGroup, _ unit: String, _ parity: Parity, version: Int = 1,
        trains: Bool = true, window: Duration? = nil, needsWholeWindow: Bool = false, isLevel: Bool = false,
        _ summary: String, formula: @escaping Formula
    ) {
        column = FeatureColumn(
            name: name, version: version, group: group, unit: unit, parity: parity, trains: trains, window: window,
            minSpan: window.map { needsWholeWindow ? $0 : $0 / 2 }, isLevel: isLevel, summary: summary)
        self.formula = formula
    }
}

/// A formula in a structure of its own: an array of bare functions calls them through a thunk that copies what they are
/// given, some kilobytes.
struct ColumnFormula: Sendable {
    let value: FeatureDefinition.Formula
}

/// Every feature of this build, in the catalogue's order. A new one is one entry in the file of its group.
enum FeatureCatalogue {
    static let definitions: [FeatureDefinition] =
        BookFeatures.definitions + SeriesFeatures.definitions + TradeFlowFeatures.definitions
        + MarketQualityFeatures.definitions + CrossMarketFeatures.definitions + DerivedFeatures.definitions
        + ContextFeatures.definitions

    /// The formulas of a schema's columns. A column that this build does not compute under that version is a bug of
    /// whoever made the schema.
    static func formulas(of schema: FeatureSchema) -> [ColumnFormula] {
        var byName: [String: FeatureDefinition] = [:]
        for definition in definitions { byName[definition.column.name] = definition }
        return schema.columns.map { column in
            guard let definition = byName[column.name], definition.column.version == column.version else {
                preconditionFailure("no formula for column \(column.name), version \(column.version)")
            }
            return ColumnFormula(value: definition.formula)
        }
    }
}
