import BotCollection
import BotEngine
import BotStrategy
import BotUpdater
import Market
import Store

/// What `polybot replay --json` prints of recorded markets.
struct ReplayReport: Encodable {
    var events: Int
    var samples: Int
    var labels: DemoReport.Labels
    var retrains: Int
    var promotions: Int
    var rejections: [String: Int]
    /// Walk-forward scores of all candidates, chained; null when nothing could be scored.
    var walkForward: WalkForward?
    var refusals: [String: Int]
    var trades: Int
    var pnl: DemoReport.PnL
    var timing: DemoReport.Timing
    /// Of the loop alone: reading, books, features, decisions, storing; without labels and learning.
    var eventsPerSecond: Double

    struct WalkForward: Encodable {
        var rows: Int
        var hours: Int
        var r2_zero: DemoReport.Score?
        var ridge_r2: DemoReport.Score?
        /// The same rows with intervals from a bootstrap over events.
        var events: Int
        var r2_zero_by_event: DemoReport.Score?
        var direction_accuracy_by_event: DemoReport.Score?
        /// In words: whether the interval excludes zero.
        var verdict: String
    }

    init(
        learning: LearningCycle, journal: StoreJournal, engine: Engine<EdgeStrategy>, seed: UInt64,
        stopwatch: Stopwatch, statistics: StoreStatistics, valuations: [PnLSnapshot], fills: Int, events: Int
    ) {
        let reports = learning.reports
        let chained = WalkForwardSummary(reports.compactMap(\.walkForward), seed: seed)
        let byEvent = EventSummary(reports.compactMap(\.walkForward), seed: seed)
        self.events = events
        samples = statistics.samples
        labels = DemoReport.Labels(statistics)
        retrains = reports.count { $0.decision.decision != .rehearsed }
        promotions = reports.count { $0.decision.decision == .promoted }
        rejections = DemoReport.rejections(reports)
        refusals = journal.counts.refusals
        trades = fills
        pnl = DemoReport.PnL(engine: engine, valuations: valuations)
        timing = DemoReport.Timing(stopwatch)
        let learningTime = [Stopwatch.Stage.label, .train, .judge].reduce(0) { $0 + stopwatch.seconds($1) }
        eventsPerSecond = Double(events) / max(timing.total - learningTime, 1e-9)
        walkForward = chained.candidate.map { estimate in
            WalkForward(
                rows: chained.rows, hours: chained.hours, r2_zero: DemoReport.Score(estimate),
                ridge_r2: chained.ridge.map(DemoReport.Score.init), events: byEvent.events,
                r2_zero_by_event: byEvent.r2Zero.map(DemoReport.Score.init),
                direction_accuracy_by_event: byEvent.directionAccuracy.map(DemoReport.Score.init),
                verdict: Self.verdict(byEvent.r2Zero ?? estimate))
        }
    }

    private static func verdict(_ estimate: Estimate) -> String {
        if estimate.lower95 > 0 { return "better than forecasting no change" }
        if estimate.upper95 < 0 { return "worse than forecasting no change" }
        return "not distinguishable from zero"
    }

    var text: String {
        var lines = [
            "\(events) events, \(samples) samples, \(labels.labelled) of \(labels.due) labels with a target",
            "\(retrains) retrains, \(promotions) promotions",
            "\(trades) fills, net \(DemoReport.rounded(pnl.net, 2)) USDC",
        ]
        if let walkForward, let r2 = walkForward.r2_zero {
            lines.append(
                "walk-forward R2 \(DemoReport.rounded(r2.value, 4)) (\(DemoReport.rounded(r2.lower, 4)) to "
                    + "\(DemoReport.rounded(r2.upper, 4))): \(walkForward.verdict)")
        } else {
            lines.append("walk-forward: nothing could be scored")
        }
        return lines.joined(separator: "\n")
    }
}
