import BotForecasting
public import Features
import Market
public import Store

extension ExampleSet {
    /// The store's labelled rows. Feature values are shared, not copied.
    ///
    /// - Parameter schema: that the table was read for; its columns name the table's.
    public init(_ table: ExampleTable, schema: FeatureSchema = .current) {
        precondition(
            table.isEmpty || table.columnCount == schema.columns.count, "a table has the columns of its schema")
        self.init(schema: schema.hash, columnNames: schema.columns.map(\.name))
        let dollars = 1 / Double(Price.one)
        values = table.values
        assets = table.assets
        times = table.times
        events = table.contexts.map(\.event)
        bids = table.contexts.map(\.bid.dollars)
        asks = table.contexts.map(\.ask.dollars)
        ends = table.labels.map(\.end)
        ready = table.labels.map(\.ready)
        logitMoves = table.labels.map(\.yLogit)
        priceMoves = table.labels.map(\.yPrice)
        buyGains = table.labels.map(\.yBuy)
        sellGains = table.labels.map(\.ySell)
        ticks = table.labels.map { Double($0.tick) * dollars }
        feeRates = table.labels.map(\.fee.rate)
    }
}

extension ModelRecord {
    /// What the store keeps of a candidate: the whole report, and its verdict in columns of their own.
    public init(_ report: CandidateReport) {
        self.init(
            version: report.identity.version ?? "none", created: Timestamp(nanoseconds: report.identity.asOf),
            verdict: report.decision.decision.rawValue, gate: report.decision.gate?.rawValue,
            reason: report.decision.reason, metricsJSON: String(decoding: json(report), as: UTF8.self),
            parent: report.identity.parent)
    }
}
