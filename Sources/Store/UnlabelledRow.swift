public import Features
public import Market

/// A sampled row that has no label yet: all that a label needs of it.
public struct UnlabelledRow: Hashable, Sendable {
    /// Place in the order of arrival.
    public var id: Int64
    public var asset: AssetID
    public var time: Timestamp
    public var context: RowContext

    public init(id: Int64, asset: AssetID, time: Timestamp, context: RowContext) {
        self.id = id
        self.asset = asset
        self.time = time
        self.context = context
    }
}
