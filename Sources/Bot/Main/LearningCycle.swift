import BotForecasting
import BotLabeling
import BotUpdater
import Features
import Market
import Store
import Synchronization

/// The forecasters that were loaded, by version: where the engine finds what an event told it to install.
final class ForecasterShelf: Sendable {
    private let shelf = Mutex<[ModelVersion: Forecaster]>([:])

    func put(_ forecaster: Forecaster) { shelf.withLock { $0[forecaster.version] = forecaster } }
    func forecaster(_ version: ModelVersion) -> Forecaster? { shelf.withLock { $0[version] } }
}

/// Label, draw, train, judge, install: what happens every few hours of market time.
struct LearningCycle {
    private let store: StoreDatabase
    private let writer: StoreWriter
    private let labeler: Labeler
    private let updater: Updater
    private let shelf: ForecasterShelf
    private let stopwatch: Stopwatch
    private let isLearningEnabled: Bool
    private var examples = ExampleTable()
    private var lastKnown = Timestamp.distantPast

    private(set) var labelsDue = 0
    private(set) var reports: [CandidateReport] = []

    /// Rows older than this teach nothing any more.
    private static let memory: Duration = .days(60)

    init(
        store: StoreDatabase, registry: ModelRegistry, configuration: BotConfiguration, seed: UInt64,
        shelf: ForecasterShelf, stopwatch: Stopwatch
    ) {
        self.store = store
        writer = store.makeWriter()
        labeler = Labeler(rule: LabelRule(horizon: configuration.labelHorizon))
        var settings = UpdaterSettings(
            columns: ColumnPlan(schema: .current), seed: seed, threadCount: configuration.threadCount)
        settings.horizon = configuration.labelHorizon
        settings.labelVersion = LabelRule.currentVersion
        settings.gate.trainRowsMin = configuration.trainingExamplesMin
        settings.gate.r2Min = configuration.validationThresholdR2
        let clock = ContinuousClock()
        let start = clock.now
        updater = Updater(settings: settings, registry: registry) { clock.now - start }
        self.shelf = shelf
        self.stopwatch = stopwatch
        isLearningEnabled = configuration.isLearningEnabled
    }

    /// Everything received up to `now` must be in the store.
    ///
    /// - Parameter oracle: what a simulated world itself expects of a row, to be scored beside the models.
    /// - Returns: the version to install, if there is a new champion.
    mutating func run(asOf now: Timestamp, oracle: ((AssetID, Timestamp) -> Double)? = nil) async throws
        -> ModelVersion?
    {
        try await label(at: now)
        guard isLearningEnabled else { return nil }
        let report = try cycle(asOf: now, oracle: oracle)
        reports.append(report.report)
        try await record(report.report)
        guard let promoted = report.promoted else { return nil }
        shelf.put(promoted)
        return promoted.version
    }

    mutating func label(at now: Timestamp) async throws {
        let begin = ContinuousClock().now
        let report = try await labeler.labelDue(at: now, from: store.reader, into: writer)
        labelsDue += report.labelled + report.kinds.reduce(0) { $0 + ($1.key == .censored ? $1.count : 0) }
        stopwatch.add(ContinuousClock().now - begin, to: .label)
    }

    private mutating func cycle(asOf now: Timestamp, oracle: ((AssetID, Timestamp) -> Double)?) throws -> CycleReport {
        try stopwatch.measure(.label) {
            examples.merge(
                try store.reader.exampleTable(
                    schema: FeatureSchema.current.hash, horizon: updater.settings.horizon,
                    version: updater.settings.labelVersion, readyAfter: lastKnown, knownBy: now))
            examples.removeRows(before: now - Self.memory)
            lastKnown = now
        }
        var set = ExampleSet(examples, schema: .current)
        if let oracle { set.oracleMoves = zip(set.assets, set.times).map(oracle) }
        let report = try updater.runCycle(asOf: now, examples: set)
        stopwatch.add(report.timings.train, to: .train)
        stopwatch.add(report.timings.split + report.timings.judge + report.timings.register, to: .judge)
        return report
    }

    private func record(_ report: CandidateReport) async throws {
        var batch = WriteBatch()
        batch.models = [ModelRecord(report)]
        try await writer.write(batch)
    }
}
