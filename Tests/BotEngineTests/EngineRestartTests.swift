import BotEngine
import BotForecasting
import BotSimulation
import BotStrategy
import Features
import Market
import Testing

/// Remembers all, as a store does.
private final class Memory: Journal {
    private(set) var events: [EngineEvent] = []
    private(set) var rows: [FeatureRow] = []
    private(set) var points: [PricePoint] = []

    func append(_ entry: JournalEntry) {
        switch entry {
        case .received(let event): events.append(event)
        case .sampled(let row): rows.append(row)
        case .priced(let point): points.append(point)
        default: break
        }
    }
    func commit() async throws {}
    func breathe() async throws {}
}

/// Goal: a bot that was killed goes on with the features it had. Method: the simulated exchange; a snapshot, more
/// events, death, the snapshot restored, the journal after it replayed, and on; beside a bot that never stopped.
struct EngineRestartTests {
    private static let start = Timestamp(seconds: 1_767_571_200)
    private static let grid = SamplingGrid(step: .minutes(5))

    private static let setup = EngineSetup(
        grid: grid, strategy: IdleStrategy(), blend: Blend(modelWeight: 0.7)!, startingCash: Money(dollars: 1_000),
        orderSeed: 1, forecaster: { _ in nil })

    private static func world(_ seed: UInt64) -> SimulatedExchange {
        SimulatedExchange(
            scenario: .default, seed: seed, clock: VirtualClock(now: start), start: start,
            startingCash: Money(dollars: 1_000))
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func aKilledBotDrawsTheRowsOfOneThatNeverStopped(_ seed: UInt64)
        async throws
    {
        let end = Self.start + .hours(20)
        let whole = Memory()
        let other = Self.world(seed)
        var uninterrupted = EngineLoop(source: other, exchange: other, journal: whole, engine: Engine(Self.setup))
        try await uninterrupted.run(until: end)

        let (world, journal) = (Self.world(seed), Memory())
        var first = EngineLoop(source: world, exchange: world, journal: journal, engine: Engine(Self.setup))
        try await first.run(until: Self.start + .minutes(60 * 12 + 7 * Int(seed)))
        let bytes = first.engine.pipeline.snapshot(position: UInt64(journal.events.count))
        let kept = (rows: journal.rows.count, points: journal.points.count)
        try await first.run(until: Self.start + .minutes(60 * 14 + 13))

        let restored = try FeaturePipeline(restoring: bytes, grid: Self.grid)
        var engine = Engine(Self.setup, resuming: restored)
        var actions: [Action] = []
        let position = Int(try SnapshotHeader(bytes).position)
        for event in journal.events.dropFirst(position) { engine.handle(event, into: &actions) }
        // What is written again is what was written before.
        let replayed = Memory()
        for case .journal(let entry) in actions { replayed.append(entry) }
        #expect(position < journal.events.count)
        #expect(replayed.rows == Array(journal.rows.dropFirst(kept.rows)))
        #expect(replayed.points == Array(journal.points.dropFirst(kept.points)))

        let last = Memory()
        var second = EngineLoop(source: world, exchange: world, journal: last, engine: engine)
        try await second.run(until: end)
        #expect(journal.rows + last.rows == whole.rows)
        #expect(journal.points + last.points == whole.points)
        #expect(last.rows.count > 20)
    }
}
