// BotLabeling says what happened after a row. It must never import the engine: a label is a function of the journal.

public import Features
public import Market
public import Store

/// A label, or that it cannot be told yet.
public enum LabelDecision: Hashable, Sendable {
    case label(Label)
    /// Nothing that is known by now decides it.
    case wait
}

/// How a row is labelled (validation.md, section 1).
///
/// A label is a function of the row and of the price points received up to the label's `ready`; it is given out from
/// `ready` on. So the same journal gives the same bytes whenever the labels are made, at once or a month later.
///
/// With t1 = t + horizon, in this order:
/// 1. Closed or resolved inside (t, t1]: the payout, if it is known by t1 + `payoutWait`. Else the last real quote
///    before the closing (`marked`), or `censored` when the feed was interrupted then. That a payout will not come is
///    known only when the wait is over, so a `marked` label is ready at t1 + `payoutWait`, and a payout that comes
///    later does not change it.
/// 2. Recording ended, or feed interrupted, at t1: `censored`. An interruption that is over and followed by a quote
///    before t1 does no harm.
/// 3. No two-sided book at t1: the payout, if it is known by t1 + `payoutWait`, else `censored`.
/// 4. The mid of the last quote, if it is no older at t1 than the row's staleness limit; else `censored`.
///
/// An end of the recording ends a wait: what has not come by then never will.
public struct LabelRule: Hashable, Sendable {
    /// H.
    public var horizon: Duration
    /// From t1 to the earliest `ready`.
    public var delay: Duration
    /// How long after t1 a payout is waited for.
    public var payoutWait: Duration
    /// The label version: to be changed with any of the above and with the rule itself.
    public var version: Int

    /// The rule's own version.
    public static let currentVersion = 1

    public init(
        horizon: Duration = .hours(1), delay: Duration = .seconds(60), payoutWait: Duration = .hours(24),
        version: Int = LabelRule.currentVersion
    ) {
        precondition(horizon > .zero && delay >= .zero && payoutWait >= .zero, "a label lies in the future of its row")
        self.horizon = horizon
        self.delay = delay
        self.payoutWait = payoutWait
        self.version = version
    }

    /// The label of a row of `asset` at `time`.
    /// - Parameters:
    ///   - context: the row's book, in terms of `asset`, with tick, fee and staleness limit.
    ///   - history: the market's price points, from before the row by the staleness limit to after t1 by `payoutWait`,
    ///     or to `now`. Of the YES token; they are mirrored for a NO row.
    public func label(
        asset: AssetID, time: Timestamp, context: RowContext, history: PriceHistory, now: Timestamp
    ) -> LabelDecision {
        let row = RowView(asset: asset, time: time, context: context, rule: self)
        // Whatever decides, nothing is known before this.
        guard row.readyMin <= now else { return .wait }
        let label = decide(row, history)
        return label.ready <= now ? .label(label) : .wait
    }

    private func decide(_ row: RowView, _ history: PriceHistory) -> Label {
        let start = history.count(through: row.time)
        let end = history.count(through: row.end)
        if let closing = history.firstClosing(in: start..<end) {
            return closed(at: closing, row, history, start: start)
        }
        switch history.standing(after: end, since: start) {
        case .ended: return row.censored(.recordingEnded, ready: row.readyMin)
        case .gap: return row.censored(.gap, ready: row.readyMin)
        case .noQuote:
            let settlement = settlement(from: end, row, history)
            guard let payout = settlement.payout else { return row.censored(.noQuote, ready: settlement.ready) }
            return row.paid(payout, ready: settlement.ready)
        case .quote, .unknown:
            guard let quote = history.lastQuote(in: end),
                row.end - history.time(quote.index) <= row.context.stalenessLimit
            else { return row.censored(.stale, ready: row.readyMin) }
            return row.quoted(.quote, bid: quote.bid, ask: quote.ask, ready: row.readyMin)
        }
    }

    /// The label of a row whose market closed at point `closing`, inside the interval that begins at point `start`.
    private func closed(at closing: Int, _ row: RowView, _ history: PriceHistory, start: Int) -> Label {
        let settlement = settlement(from: closing, row, history)
        if let payout = settlement.payout { return row.paid(payout, ready: settlement.ready) }
        switch history.standing(after: closing, since: start) {
        case .gap: return row.censored(.gap, ready: settlement.ready)
        case .ended: return row.censored(.recordingEnded, ready: settlement.ready)
        case .quote, .noQuote, .unknown:
            // No quote since the row: the last real one is the row's own.
            guard let quote = history.lastQuote(in: closing), quote.index >= start else {
                return row.unmoved(.marked, ready: settlement.ready)
            }
            return row.quoted(.marked, bid: quote.bid, ask: quote.ask, ready: settlement.ready)
        }
    }

    /// The payout that the points from `index` on tell in time, and when that, or that there is none, was known.
    private func settlement(
        from index: Int, _ row: RowView, _ history: PriceHistory
    ) -> (payout: Payout?, ready: Timestamp) {
        let deadline = max(row.readyMin, row.end + payoutWait)
        let inTime = max(index, history.count(through: deadline))
        let ending = history.firstEnding(in: index..<inTime)
        if let (payout, known) = history.payout(in: index..<(ending ?? inTime), knownBy: deadline) {
            return (payout, max(row.readyMin, known))
        }
        return (nil, ending.map { max(row.readyMin, history.time($0)) } ?? deadline)
    }
}
