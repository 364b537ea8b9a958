internal import Features
public import Market
public import Store

/// Labels the rows whose horizon has passed.
public struct Labeler: Sendable {
    public let rule: LabelRule
    /// Rows taken into memory at once.
    let portion: Int
    /// Rows of a market further apart than this do not share one read of its price history.
    private let spanMax = Duration.days(2)

    public init(rule: LabelRule = LabelRule()) { self.init(rule: rule, portion: 100_000) }

    init(rule: LabelRule, portion: Int) {
        self.rule = rule
        self.portion = portion
    }

    /// Writes a label for every row that is due at `now` and can be told.
    ///
    /// Everything received up to `now` must be in the store (`StoreWriter.flush`). Idempotent; interrupted, it has
    /// written fewer labels and the next run goes on. O(new rows + their price points).
    public func labelDue(
        at now: Timestamp, from reader: StoreReader, into writer: StoreWriter
    ) async throws(StoreError) -> LabelingReport {
        var report = LabelingReport()
        var last: Int64 = 0
        while true {
            let rows = try reader.rowsAwaitingLabels(
                through: now - rule.horizon - rule.delay, horizon: rule.horizon, version: rule.version, after: last,
                limit: portion)
            guard let newest = rows.last else { break }
            last = newest.id
            var batch = WriteBatch()
            for span in spans(of: rows) { try label(span, at: now, from: reader, into: &batch.labels, &report) }
            try await writer.write(batch)
        }
        try writer.advanceLabelProgress(horizon: rule.horizon, version: rule.version)
        return report
    }

    /// Rows of one market at a time, ascending, of one stretch of time each; of rows of several schemas at one time
    /// the first to have arrived.
    private func spans(of rows: [UnlabelledRow]) -> [ArraySlice<UnlabelledRow>] {
        let sorted = rows.sorted {
            ($0.asset.market.rawValue, $0.time.nanoseconds, $0.id)
                < ($1.asset.market.rawValue, $1.time.nanoseconds, $1.id)
        }
        var distinct: [UnlabelledRow] = []
        distinct.reserveCapacity(sorted.count)
        for row in sorted {
            if let last = distinct.last, last.asset.market == row.asset.market, last.time == row.time { continue }
            distinct.append(row)
        }
        var spans: [ArraySlice<UnlabelledRow>] = []
        var start = 0
        for index in distinct.indices {
            let isLast = index + 1 == distinct.count
            let ends = isLast || !sharesHistory(distinct[start], distinct[index + 1])
            guard ends else { continue }
            spans.append(distinct[start...index])
            start = index + 1
        }
        return spans
    }

    private func sharesHistory(_ first: UnlabelledRow, _ next: UnlabelledRow) -> Bool {
        first.asset.market == next.asset.market && next.time - first.time <= spanMax
    }

    private func label(
        _ rows: ArraySlice<UnlabelledRow>, at now: Timestamp, from reader: StoreReader, into labels: inout [Label],
        _ report: inout LabelingReport
    ) throws(StoreError) {
        guard let first = rows.first, let last = rows.last else { return }
        let lookback = rows.map(\.context.stalenessLimit).max() ?? .zero
        let wait = max(rule.payoutWait, rule.delay)
        let history = PriceHistory(
            try reader.prices(
                market: first.asset.market, from: first.time - lookback,
                through: min(now, last.time + rule.horizon + wait)))
        for row in rows {
            report.due += 1
            switch rule.label(
                asset: row.asset, time: row.time, context: row.context, history: history, now: now)
            {
            case .wait: report.waiting += 1
            case .label(let label):
                report.add(label)
                labels.append(label)
            }
        }
    }
}
