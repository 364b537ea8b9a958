public import Features

/// A row and what happened after it.
public struct LabeledExample: Hashable, Sendable {
    public var row: FeatureRow
    public var label: Label

    public init(row: FeatureRow, label: Label) {
        self.row = row
        self.label = label
    }
}
