import BotCollection
import BotEngine
import BotSimulation
import BotStrategy
import BotUpdater
import Market
import Store

/// What `polybot demo --json` prints. Apart from `timing` it is the same for the same seed, whatever the machine.
struct DemoReport: Encodable {
    var seed: UInt64
    var scenario: String
    var days: Int
    var markets: Int
    var events: Int
    var samples: Int
    var labels: Labels
    var retrains: Int
    var promotions: Int
    var firstPromotionDay: Double?
    var rejections: [String: Int]
    var refusals: [String: Int]
    var trades: Int
    var champion: Champion?
    var oracle_r2: Score?
    var ridge_r2: Score?
    var candidate_r2: Score?
    var pnl: PnL
    var timing: Timing

    struct Labels: Encodable {
        var due: Int
        var labelled: Int
        var kinds: [String: Int]
        var censored: [String: Int]
    }

    /// An R2 against the zero forecast, walk-forward over all retrains, with its 95 % interval.
    struct Score: Encodable {
        var value: Double
        var lower: Double
        var upper: Double
    }

    struct Champion: Encodable {
        var version: String
        var tier: String
        var promotedOnDay: Double
        var trees: Int
        var r2Zero: Score?
        var directionAccuracy: Score?
        var ridgeR2Zero: Score?
        var oracleR2Zero: Score?
        var calibrationSlope: Double?
        var testRows: Int
        var leadingColumns: [String]
    }

    /// USDC.
    struct PnL: Encodable {
        var net: Double
        var gross: Double
        var fees: Double
        var maxDrawdown: Double
    }

    /// Seconds of wall time.
    struct Timing: Encodable {
        var total: Double
        var stages: [String: Double]
    }
}

extension DemoReport {
    init(
        learning: LearningCycle, journal: StoreJournal, engine: Engine<EdgeStrategy>, options: DemoRun.Options,
        stopwatch: Stopwatch, statistics: StoreStatistics, valuations: [PnLSnapshot], fills: Int
    ) {
        let reports = learning.reports
        let promoted = reports.filter { $0.decision.decision == .promoted }
        let chained = WalkForwardSummary(reports.compactMap(\.walkForward), seed: options.seed)
        seed = options.seed
        scenario = options.scenario.name
        days = options.days
        markets = options.scenario.marketCount
        events = journal.counts.events
        samples = statistics.samples
        labels = Labels(statistics)
        retrains = reports.count { $0.decision.decision != .rehearsed }
        promotions = promoted.count
        firstPromotionDay = promoted.first.map(Self.day)
        rejections = Self.rejections(reports)
        refusals = journal.counts.refusals
        trades = fills
        champion = promoted.last.map(Champion.init)
        oracle_r2 = chained.oracle.map(Score.init)
        ridge_r2 = chained.ridge.map(Score.init)
        candidate_r2 = chained.candidate.map(Score.init)
        pnl = PnL(engine: engine, valuations: valuations)
        timing = Timing(stopwatch)
    }

    /// How often each gate was the first to fail.
    static func rejections(_ reports: [CandidateReport]) -> [String: Int] {
        reports.reduce(into: [:]) { counts, report in
            if let gate = report.decision.gate { counts[gate.rawValue, default: 0] += 1 }
        }
    }

    fileprivate static func day(_ report: CandidateReport) -> Double {
        Timestamp(nanoseconds: report.identity.asOf).seconds(since: DemoRun.start) / 86_400
    }
}

extension DemoReport.Labels {
    init(_ statistics: StoreStatistics) {
        due = statistics.labelled
        labelled = statistics.withTarget
        kinds = Dictionary(uniqueKeysWithValues: statistics.kinds.map { ($0.key.rawValue, $0.count) })
        censored = Dictionary(uniqueKeysWithValues: statistics.censored.map { ($0.key.rawValue, $0.count) })
    }
}

extension DemoReport.Score {
    init(_ estimate: Estimate) {
        self.init(value: estimate.value, lower: estimate.lower95, upper: estimate.upper95)
    }
}

extension DemoReport.Champion {
    init(_ report: CandidateReport) {
        version = report.identity.version ?? ""
        tier = report.identity.tier
        promotedOnDay = DemoReport.day(report)
        trees = report.identity.iterations ?? 0
        r2Zero = report.metrics?.candidate.r2Zero.map(DemoReport.Score.init)
        directionAccuracy = report.metrics?.candidate.directionAccuracy.map(DemoReport.Score.init)
        ridgeR2Zero = report.metrics?.ridge.r2Zero.map(DemoReport.Score.init)
        oracleR2Zero = report.metrics?.oracle?.r2Zero.map(DemoReport.Score.init)
        calibrationSlope = report.metrics?.calibrationSlope
        testRows = report.metrics?.candidate.rows ?? 0
        leadingColumns = report.metrics?.leadingColumns ?? []
    }
}

extension DemoReport.PnL {
    init(engine: Engine<EdgeStrategy>, valuations: [PnLSnapshot]) {
        let start = engine.startingCash
        let change = (engine.equity - start).dollars
        fees = engine.portfolio.fees.dollars
        net = change
        gross = change + fees
        var peak = start
        var deepest = Money.zero
        for point in valuations {
            peak = max(peak, point.equity)
            deepest = max(deepest, peak - point.equity)
        }
        maxDrawdown = deepest.dollars
    }
}

extension DemoReport.Timing {
    init(_ stopwatch: Stopwatch) {
        total = stopwatch.total / .seconds(1)
        var stages: [String: Double] = [:]
        for stage in Stopwatch.Stage.allCases { stages[stage.rawValue] = stopwatch.seconds(stage) }
        let measured = stages.values.reduce(0, +)
        // What no port accounts for is the engine: books, features, decisions.
        stages[Stopwatch.Stage.features.rawValue] = max(0, total - measured)
        self.stages = stages
    }
}
