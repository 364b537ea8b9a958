import BotForecasting
import Features
public import GBDT
public import Market

/// Trains a candidate, judges it, and installs it or keeps the old one with a reason in words.
///
/// The same rows, registry and seed give the same model bytes and the same decision, for any number of threads.
public struct Updater: Sendable {
    public let settings: UpdaterSettings
    public let registry: ModelRegistry
    /// Elapsed wall time, for the timings of the report alone; a constant by default.
    private let stopwatch: @Sendable () -> Duration

    public init(
        settings: UpdaterSettings, registry: ModelRegistry, stopwatch: @escaping @Sendable () -> Duration = { .zero }
    ) {
        self.settings = settings
        self.registry = registry
        self.stopwatch = stopwatch
    }

    /// One retrain at market time `asOf`.
    ///
    /// - Parameters:
    ///   - journalHours: length of the journal; nil: as the rows tell.
    ///   - examples: rows known at a time, strictly ordered by (time, asset). Rows that were not ready are ignored.
    /// - Throws: ``UpdaterError`` when disk or learner failed. A candidate that fails is a verdict, not an error, and
    ///   so is a set of rows that would leak the future.
    public func runCycle(
        asOf: Timestamp, journalHours: Double? = nil, examples: ExampleSet
    ) throws(UpdaterError) -> CycleReport {
        var cycle = Cycle(self, examples, asOf: asOf, journalHours: journalHours)
        try cycle.run()
        try cycle.finish()
        return cycle.result
    }

    fileprivate func elapsed() -> Duration { stopwatch() }
}

/// What stopped a cycle before it came to a verdict. The champion in force is untouched, or fully replaced.
public enum UpdaterError: Error, Hashable, Sendable {
    case registry(RegistryError)
    case learner(GBDTError)
}

/// The state of one cycle.
private struct Cycle {
    private let updater: Updater
    private let examples: ExampleSet
    private let asOf: Timestamp
    private let tier: Tier
    private let seed: UInt64
    private var folder: ModelFolder?
    private(set) var result: CycleReport

    init(_ updater: Updater, _ examples: ExampleSet, asOf: Timestamp, journalHours hours: Double?) {
        let settings = updater.settings
        let ready = examples.ready.count { $0 <= asOf }
        let hours =
            hours
            ?? BotUpdater.journalHours(times: examples.times, now: asOf, labelDelay: settings.horizon + .seconds(60))
        self.updater = updater
        self.examples = examples
        self.asOf = asOf
        tier = Tier(journalHours: hours)
        // Every retrain draws its own bags and bootstrap hours, fixed by the run's seed and the market's time.
        var random = SeededRandom(seed: settings.seed ^ UInt64(bitPattern: asOf.nanoseconds))
        seed = random.next()
        let verdict = PromotionVerdict(
            decision: .rehearsed,
            reason: "\(text(hours, 0)) h of journal, 72 h are needed before a model is judged: collecting")
        let identity = CandidateReport.Identity(
            schemaHash: examples.schema.hex, labelVersion: settings.labelVersion, seed: seed, asOf: asOf.nanoseconds,
            tier: tier.rawValue, columns: settings.columns.columns(for: tier, among: examples.columnNames))
        result = CycleReport(
            report: CandidateReport(
                identity: identity,
                data: .init(journalHours: hours, rows: examples.rowCount, readyRows: ready, extraTestHours: 0),
                search: .init(trial: 0), checks: [], decision: verdict),
            timings: .init())
    }

    /// Comes to a verdict; promotes nothing yet.
    mutating func run() throws(UpdaterError) {
        let started = updater.elapsed()
        let split: TimeSplit
        let requirements: Tier.Requirements
        do {
            // Before the tier: rows out of order have no length.
            try TimeSplit.checkRows(examples)
            guard let needed = tier.requirements else { return }
            requirements = needed
            split = try Splitter(examples: examples, settings: updater.settings, asOf: asOf).split(requirements)
        } catch {
            reject(.leak, "rows would let the future in: \(error)")
            return
        }
        describe(split, requirements)
        guard hasEnoughRows(split, requirements) else { return }
        let splitDone = updater.elapsed()
        result.timings.split = splitDone - started
        let candidate = try train(split)
        let trained = updater.elapsed()
        result.timings.train = trained - splitDone
        try judge(candidate, split, requirements)
        result.timings.judge = updater.elapsed() - trained
    }

    /// Writes the report, and the model when it was promoted.
    mutating func finish() throws(UpdaterError) {
        let started = updater.elapsed()
        do throws(RegistryError) {
            let before = try updater.registry.trialCount(before: result.report)
            result.report.search.trial = before + (tier == .rehearsal ? 0 : 1)
            if result.verdict.decision == .promoted, let folder {
                try updater.registry.promote(folder, report: result.report)
                result.promoted = try updater.registry.load(folder.version)
            }
            try updater.registry.record(result.report)
        } catch {
            throw .registry(error)
        }
        result.timings.register = updater.elapsed() - started
    }

    private mutating func reject(_ gate: Gate, _ reason: String) {
        result.report.checks.append(GateCheck(gate: gate, passed: false, reason: reason))
        result.report.decision = PromotionVerdict(decision: .rejected, gate: gate, reason: reason)
    }

    private mutating func describe(_ split: TimeSplit, _ requirements: Tier.Requirements) {
        result.report.data.train = evidence(split.train)
        result.report.data.stop = evidence(split.stop)
        result.report.data.calibration = evidence(split.calibration)
        result.report.data.test = evidence(split.test)
        let hours = split.testEnd.seconds(since: split.testStart) / 3_600
        result.report.data.extraTestHours = Int(hours) - requirements.testHours
    }

    private func evidence(_ rows: [Int]) -> Evidence {
        let correlation = SampleWeights.eventCorrelationMin
        let weights = SampleWeights.weights(examples, rows: rows, eventCorrelation: correlation)
        return Evidence(examples, rows: rows, weights: weights)
    }

    /// Training on next to nothing is not tried. The gate asks again, with the limits that the user set.
    private mutating func hasEnoughRows(_ split: TimeSplit, _ requirements: Tier.Requirements) -> Bool {
        let limit = updater.settings.gate.trainRowsMin
        if split.train.count < limit {
            reject(.rows, "\(split.train.count) training rows, \(limit) are needed")
        } else if split.stop.isEmpty || split.calibration.isEmpty || split.test.isEmpty {
            reject(
                .hours,
                "\(split.stop.count) rows to stop on, \(split.calibration.count) to calibrate, "
                    + "\(split.test.count) to test: each part needs some")
        } else if result.report.identity.columns.isEmpty {
            reject(.rows, "none of the planned columns is in the rows")
        } else {
            return true
        }
        return false
    }

    private func train(_ split: TimeSplit) throws(UpdaterError) -> Candidate {
        let plan = updater.settings.columns
        let names = result.report.identity.columns
        let training = CandidateTraining(
            examples: examples, split: split, columns: examples.columnIndices(of: names),
            transforms: names.map { plan.levels.contains($0) ? .signedLog : .identity },
            parameters: updater.settings.parameters(rowCount: split.train.count, seed: seed),
            growsOnLinear: updater.settings.growsOnLinear)
        do {
            return try training.run()
        } catch {
            throw .learner(error)
        }
    }

    private mutating func judge(
        _ candidate: Candidate, _ split: TimeSplit, _ requirements: Tier.Requirements
    ) throws(UpdaterError) {
        let champion = try champion()
        let history = try history()
        let judge = Judge(
            examples: examples, split: split, requirements: requirements, embargo: .hours(requirements.embargoHours),
            candidate: candidate, champion: champion, asOf: asOf, seed: seed, history: history)
        let judgement = judge.run()
        let (verdict, checks) = updater.settings.gate.verdict(judgement.evidence)
        result.report.metrics = judgement.metrics
        result.report.paired = judgement.paired
        result.report.simulation = judgement.evidence.simulation
        result.report.walkForward = judgement.walkForward
        result.report.data.eventCorrelation = candidate.eventCorrelation
        result.report.data.train = judgement.evidence.train
        result.report.data.test = judgement.evidence.test
        result.report.checks = checks
        result.report.decision = verdict
        result.report.identity.iterations = candidate.booster.iterationCount
        result.report.identity.parent = champion?.forecaster.version.description
        name(candidate, split, requirements, parent: champion?.forecaster.version)
    }

    /// Gives the candidate the name of its content. A candidate with unusable numbers has none.
    private mutating func name(
        _ candidate: Candidate, _ split: TimeSplit, _ requirements: Tier.Requirements, parent: ModelVersion?
    ) {
        guard candidate.residualStandardDeviation.isFinite, candidate.calibrator.slope.isFinite,
            let first = split.train.first, let last = split.train.last
        else { return }
        let used = (split.train + split.stop + split.calibration).map { examples.ends[$0] }.max() ?? asOf
        let manifest = ModelManifest(
            schema: examples.schema, columns: result.report.identity.columns,
            labelVersion: updater.settings.labelVersion, horizon: updater.settings.horizon,
            calibrationSlope: candidate.calibrator.deployedSlope,
            linear: candidate.hasLinearPart ? candidate.ridge.model : nil,
            residualStandardDeviation: candidate.residualStandardDeviation,
            blendWeightMax: requirements.blendWeightMax, winsor: candidate.winsor,
            trainingSpan: examples.times[first]...examples.times[last], lastLabelEnd: used, created: asOf, seed: seed,
            tier: tier.rawValue, parent: parent, modelByteCount: candidate.modelText.utf8.count)
        let stride = max(1, split.test.count / GoldenPredictions.rowCountMax)
        let golden = split.test.indices.filter { $0 % stride == 0 }.prefix(GoldenPredictions.rowCountMax)
            .map { split.test[$0] }
        let moves = candidate.moves(examples, rows: golden)
        let folder = ModelFolder(
            manifest: manifest, modelText: candidate.modelText,
            golden: GoldenPredictions(
                rows: golden.map { examples.rowMajor(columns: candidate.columns, rows: [$0]) }, moves: moves))
        result.report.identity.version = folder.version.description
        self.folder = folder
    }

    /// The champion, if it can be compared with. A broken one is said so and counts as none.
    private mutating func champion() throws(UpdaterError) -> Judge.Champion? {
        do throws(RegistryError) {
            guard let forecaster = try updater.registry.champion() else { return nil }
            let columns = examples.columnIndices(of: forecaster.manifest.columns)
            guard columns.count == forecaster.manifest.columns.count else {
                throw .schemaMismatch(
                    version: forecaster.version.description, model: forecaster.manifest.schemaHash,
                    running: examples.schema.hex)
            }
            return Judge.Champion(forecaster: forecaster, columns: columns)
        } catch {
            if case .file = error { throw .registry(error) }
            result.championProblem = error
            return nil
        }
    }

    /// R2 of the last eight retrains, each on its newest hours.
    private func history() throws(UpdaterError) -> Estimate? {
        do {
            let records = try updater.registry.verdicts(limit: 8).compactMap(\.walkForward)
                .filter { $0.asOf < asOf.nanoseconds }
            return records.count >= 8 ? WalkForwardSummary(records, seed: seed).candidate : nil
        } catch {
            throw .registry(error)
        }
    }
}
