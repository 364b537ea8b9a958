import BotCollection
import BotEngine
import BotForecasting
import BotSimulation
import BotStrategy
import BotUpdater
import Features
import Market
import Store

/// The whole loop over recorded markets: the same engine, learner and paper trading as anywhere, on a tape.
struct ReplayRun {
    let reader: StoreReader
    let folder: String
    /// Only markets whose name begins with this; nil for all.
    let marketPrefix: String?
    let seed: UInt64
    let configuration: BotConfiguration
    let progress: (String) -> Void

    func run() async throws -> ReplayReport {
        let stopwatch = Stopwatch()
        let store = try StoreDatabase.open(path: folder + "/polybot.sqlite")
        do {
            let report = try await run(into: store, stopwatch: stopwatch)
            try store.close()
            return report
        } catch {
            do { try store.close() } catch { progress("closing the store: \(error)") }
            throw error
        }
    }

    private func run(into store: StoreDatabase, stopwatch: Stopwatch) async throws -> ReplayReport {
        let tape = try Tape(reader: reader, marketPrefix: marketPrefix)
        let clock = VirtualClock()
        let exchange = ReplayExchange(clock: clock, startingCash: configuration.bankroll) { () throws(ExchangeError) in
            try tape.next()
        }
        let shelf = ForecasterShelf()
        let memory = StoreJournal(
            writer: store.makeWriter(), schema: FeatureSchema.current.hash, keepsEvents: false)
        var loop = EngineLoop(
            source: NightlyTables(MeasuredSource(exchange, stopwatch: stopwatch, stage: .simulate)), exchange: exchange,
            journal: MeasuredJournal(memory, stopwatch: stopwatch),
            engine: Engine(
                EngineSetup(
                    grid: SamplingGrid(step: configuration.sampleInterval), strategy: configuration.strategy,
                    limits: configuration.limits, blend: configuration.blend, startingCash: configuration.bankroll,
                    orderSeed: seed, forecaster: { shelf.forecaster($0) })))
        var learning = LearningCycle(
            store: store, registry: ModelRegistry(root: folder + "/models"), configuration: configuration, seed: seed,
            shelf: shelf, stopwatch: stopwatch)

        var rowsBefore = 0
        var now = Timestamp.distantPast
        var isExhausted = false
        while !isExhausted {
            now = try Self.nextCycle(after: now, tape: tape, interval: configuration.retrainInterval)
            do {
                try await loop.run(until: now)
            } catch ExchangeError.exhausted {
                isExhausted = true
            }
            try await loop.journal.commit()
            // Without new rows there is nothing new to learn from.
            guard memory.counts.rows > rowsBefore else { continue }
            rowsBefore = memory.counts.rows
            if let version = try await learning.run(asOf: now) { exchange.post(.modelInstalled(version, at: now)) }
            progress(
                "\(loop.eventCount) events, \(memory.counts.rows) rows; "
                    + (learning.reports.last.map { "\($0.decision.decision.rawValue): \($0.decision.reason)" } ?? ""))
        }
        // Payouts may come a day after the last row.
        try await learning.label(at: now + .hours(48))
        return ReplayReport(
            learning: learning, journal: memory, engine: loop.engine, seed: seed, stopwatch: stopwatch,
            statistics: try store.reader.statistics(
                horizon: configuration.labelHorizon, version: 1, targetsNeeded: configuration.trainingExamplesMin),
            valuations: try store.reader.pnl(), fills: try store.reader.fills().count, events: tape.count)
    }

    /// The next multiple of the interval at which there is something new: silence between recordings is skipped.
    private static func nextCycle(after now: Timestamp, tape: Tape, interval: Duration) throws -> Timestamp {
        let next = try tape.peekTime() ?? now
        return max(now + interval, next.floored(to: interval) + interval)
    }
}

/// The market events of a store in the order of their receipt.
private final class Tape {
    private var cursor: JournalCursor
    private let path: String
    private let wanted: Set<MarketID>?
    private var lookahead: MarketEvent?
    private(set) var count = 0

    init(reader: StoreReader, marketPrefix: String?) throws {
        cursor = reader.journal(from: .distantPast)
        path = reader.path
        wanted = try marketPrefix.map { prefix in
            Set(
                try reader.marketNames().enumerated().filter { $0.element.hasPrefix(prefix) }
                    .map { MarketID(UInt32($0.offset)) })
        }
        try fill()
    }

    func peekTime() throws -> Timestamp? { lookahead?.receiveTime }

    func next() throws(ExchangeError) -> MarketEvent? {
        guard let event = lookahead else { return nil }
        do { try fill() } catch { throw .malformed("\(error)") }
        count += 1
        return event
    }

    private func fill() throws {
        lookahead = nil
        while let record = try cursor.next() {
            let event: MarketEvent
            do {
                event = try record.marketEvent()
            } catch {
                throw ReplayError.tape(file: path, sequence: record.sequence, reason: error.reason)
            }
            guard wanted?.contains(event.market) ?? true else { continue }
            lookahead = event
            return
        }
    }
}
