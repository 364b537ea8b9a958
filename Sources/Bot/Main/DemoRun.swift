import BotCollection
import BotEngine
import BotForecasting
import BotSimulation
import BotStrategy
import BotUpdater
import Features
import FoundationEssentials
import Market
import Store

/// The whole loop in a simulated world, fast-forwarded: collect, label, train, judge, swap, trade on paper.
///
/// The learner is stepped between two events, at market times that are multiples of the retrain interval, so that a
/// swap happens at the same event for the same seed.
struct DemoRun {
    struct Options {
        var seed: UInt64
        var scenario: Scenario
        var days: Int
        var grid: SamplingGrid
        var folder: String
    }

    /// Midnight UTC of Monday, 2026-01-05: where every simulated world begins.
    static let start = Timestamp(seconds: 1_767_571_200)

    let options: Options
    let configuration: BotConfiguration
    let progress: (String) -> Void

    func run() async throws -> DemoReport {
        let stopwatch = Stopwatch()
        let store = try StoreDatabase.open(path: options.folder + "/polybot.sqlite")
        do {
            let report = try await run(in: store, stopwatch: stopwatch)
            try store.close()
            return report
        } catch {
            // What was handed over is written; the first error is the one to tell.
            do { try store.close() } catch { progress("closing the store: \(error)") }
            throw error
        }
    }

    private func run(in store: StoreDatabase, stopwatch: Stopwatch) async throws -> DemoReport {
        try await claim(store)
        let registry = ModelRegistry(root: options.folder + "/models")
        try discardModels(at: registry.root)
        let world = SimulatedExchange(
            scenario: options.scenario, seed: options.seed, clock: VirtualClock(now: Self.start), start: Self.start,
            startingCash: configuration.bankroll)
        let shelf = ForecasterShelf()
        let oracle = OracleNotes(world)
        let memory = StoreJournal(writer: store.makeWriter(), schema: FeatureSchema.current.hash)
        var loop = EngineLoop(
            source: NightlyTables(MeasuredSource(world, stopwatch: stopwatch, stage: .simulate)), exchange: world,
            journal: MeasuredJournal(memory, stopwatch: stopwatch) { oracle.note($0) },
            engine: Engine(
                EngineSetup(
                    grid: options.grid, strategy: configuration.strategy, limits: configuration.limits,
                    blend: configuration.blend, startingCash: configuration.bankroll, orderSeed: options.seed,
                    forecaster: { shelf.forecaster($0) })))
        var learning = LearningCycle(
            store: store, registry: registry, configuration: configuration, seed: options.seed, shelf: shelf,
            stopwatch: stopwatch)

        let end = Self.start + .days(options.days)
        var now = Self.start
        while now < end {
            now = min(now + configuration.retrainInterval, end)
            try await loop.run(until: now)
            try await loop.journal.commit()
            if let version = try await learning.run(asOf: now, oracle: { oracle.move($0, at: $1) }) {
                world.post(.modelInstalled(version, at: now))
            }
            try Task.checkCancellation()
            tell(now, loop.eventCount, learning)
        }
        return DemoReport(
            learning: learning, journal: memory, engine: loop.engine, options: options, stopwatch: stopwatch,
            statistics: try store.reader.statistics(
                horizon: configuration.labelHorizon, version: 1,
                targetsNeeded: configuration.trainingExamplesMin),
            valuations: try store.reader.pnl(), fills: try store.reader.fills().count)
    }

    /// A folder belongs to one run. The same run may be started again: it writes the same records, which the store
    /// takes once.
    private func claim(_ store: StoreDatabase) async throws {
        let settings = configuration.fingerprint
        let grid = Int(options.grid.step / .seconds(1))
        let identity = "demo seed=\(options.seed) scenario=\(options.scenario.name) grid=\(grid)s settings=\(settings)"
        let present = try store.reader.meta("run")
        guard present == nil || present == identity else {
            throw DemoError.folderHoldsAnotherRun(folder: options.folder, present: present ?? "", wanted: identity)
        }
        var batch = WriteBatch()
        let setup = RunSetup(gridSeconds: grid, orderSeed: options.seed, settings: settings)
        batch.meta = [MetaEntry("run", identity), MetaEntry("source", "run"), MetaEntry("setup", setup.text)]
        try await store.makeWriter().write(batch)
    }

    /// A run that is started again judges from the beginning: what an interrupted one promoted is promoted again.
    private func discardModels(at path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        try FileManager.default.removeItem(atPath: path)
    }

    private func tell(_ now: Timestamp, _ events: Int, _ learning: LearningCycle) {
        let hours = Int((now - Self.start) / .hours(1))
        let verdict =
            learning.reports.last.map { "\($0.decision.decision.rawValue): \($0.decision.reason)" } ?? "collecting"
        progress("day \(hours / 24) hour \(hours % 24): \(events) events; \(verdict)")
    }
}

enum DemoError: Error, CustomStringConvertible {
    case folderHoldsAnotherRun(folder: String, present: String, wanted: String)

    var description: String {
        switch self {
        case .folderHoldsAnotherRun(let folder, let present, let wanted):
            "\(folder) holds another run (\(present)); this one is (\(wanted)). "
                + "Choose another --out, or remove the folder"
        }
    }
}

/// What the simulated world itself expected when each row was drawn. Never seen by engine or learner.
final class OracleNotes {
    private let world: SimulatedExchange
    private var moves: [Key: Double] = [:]

    private struct Key: Hashable {
        var asset: AssetID
        var time: Timestamp
    }

    init(_ world: SimulatedExchange) { self.world = world }

    func note(_ row: FeatureRow) {
        let yes = world.oracleLogitMove(of: row.asset.market)
        moves[Key(asset: row.asset, time: row.time)] = row.asset.outcome == .yes ? yes : -yes
    }

    func move(_ asset: AssetID, at time: Timestamp) -> Double { moves[Key(asset: asset, time: time)] ?? 0 }
}
