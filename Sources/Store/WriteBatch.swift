public import Features

/// What is written in one transaction. All of it is idempotent: a batch written twice leaves what one write leaves.
public struct WriteBatch: Sendable {
    /// Keyed by sequence; the first record written stays.
    public var journal: [JournalRecord] = []
    /// The schema of `rows`; needed when there are any.
    public var schema: SchemaHash?
    /// Keyed by (market, time, schema); the first row written stays.
    public var rows: [FeatureRow] = []
    /// Keyed by (market, time, order at that time). Several points of a market at one instant are told from a repeated
    /// write by the batch's journal records: write them with those they came from.
    public var prices: [PricePoint] = []
    /// Keyed by (market, time, horizon, version); a later write replaces.
    public var labels: [Label] = []
    /// Keyed by (time, asset, model); the first stays.
    public var forecasts: [ForecastRecord] = []
    /// Keyed by order; the first stays.
    public var intents: [IntentRecord] = []
    /// Keyed by sequence; the first stays.
    public var orderEvents: [OrderEventRecord] = []
    /// Keyed by sequence; the first stays.
    public var fills: [FillRecord] = []
    /// Keyed by time; a later write replaces.
    public var pnl: [PnLSnapshot] = []
    /// Keyed by (time, reason).
    public var killSwitches: [KillSwitchRecord] = []
    /// Keyed by (version, created); a later write replaces.
    public var models: [ModelRecord] = []
    /// Keyed by (version, time); a later write replaces.
    public var performance: [ModelPerformance] = []
    /// Keyed by hash; the first stays. Written with the file's last records, so that a file counts as imported only
    /// when all of it is there.
    public var importedFiles: [ImportedFile] = []
    /// Keyed by key; a later write replaces.
    public var meta: [MetaEntry] = []

    public init() {}

    /// Number of records of all kinds.
    public var count: Int {
        let observed = journal.count + rows.count + prices.count + labels.count + forecasts.count
        let traded = intents.count + orderEvents.count + fills.count + pnl.count + killSwitches.count
        return observed + traded + models.count + performance.count + importedFiles.count + meta.count
    }

    public var isEmpty: Bool { count == 0 }
}
