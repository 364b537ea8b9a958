import BotCollection
import BotEngine
import BotForecasting
import BotSimulation
import BotUpdater
import Features
import Market
import Store

/// Recomputes a run from its own journal and compares what comes out with what the run stored, bit for bit.
struct TapeComparison {
    let reader: StoreReader
    let modelFolder: String
    let configuration: BotConfiguration

    struct Report: Encodable {
        var events: Int
        var rows: Count
        var forecasts: Count
        var orders: Count

        struct Count: Encodable {
            var stored: Int
            var recomputed: Int
            var equal: Int

            var isEqual: Bool { stored == recomputed && recomputed == equal }
        }

        var isEqual: Bool { rows.isEqual && forecasts.isEqual && orders.isEqual }

        var text: String {
            let line = { (name: String, count: Count) in
                "\(count.equal) of \(count.stored) \(name) recomputed bit for bit (\(count.recomputed) in all)"
            }
            return "\(events) events; \(line("rows", rows)); \(line("forecasts", forecasts)); \(line("orders", orders))"
        }
    }

    func run() async throws -> Report {
        guard let setup = try RunSetup(reader.meta("setup")) else { throw ReplayError.noRun(file: reader.path) }
        guard setup.settings == configuration.fingerprint else { throw ReplayError.otherSettings(file: reader.path) }
        let registry = ModelRegistry(root: modelFolder)
        let shelf = ForecasterShelf()
        var cursor = reader.journal(after: .min)
        let path = reader.path
        let tape = TapeSource(clock: VirtualClock()) { () throws(ExchangeError) in
            do {
                guard let record = try cursor.next() else { return nil }
                let event = try Self.event(record, in: path)
                if case .modelInstalled(let version, _) = event { shelf.put(try registry.load(version)) }
                return event
            } catch {
                throw .malformed("\(error)")
            }
        }
        let found = Recomputed()
        var loop = EngineLoop(
            source: tape, exchange: tape, journal: found,
            engine: Engine(
                EngineSetup(
                    grid: SamplingGrid(step: .seconds(setup.gridSeconds)), strategy: configuration.strategy,
                    limits: configuration.limits, blend: configuration.blend,
                    startingCash: configuration.bankroll, orderSeed: setup.orderSeed,
                    forecaster: { shelf.forecaster($0) })))
        do {
            try await loop.run(until: .distantFuture)
        } catch ExchangeError.exhausted {
            // The end of the tape is the end of the run.
        }
        return try compare(found, events: loop.eventCount)
    }

    private static func event(_ record: JournalRecord, in file: String) throws -> EngineEvent {
        do {
            return try EngineEvent(
                EncodedEvent(
                    asset: record.asset, exchangeTime: record.exchangeTime, receiveTime: record.receiveTime,
                    code: record.code, payload: record.payload))
        } catch {
            throw ReplayError.tape(file: file, sequence: record.sequence, reason: error.reason)
        }
    }

    private func compare(_ found: Recomputed, events: Int) throws -> Report {
        let rows = try reader.rows(schema: FeatureSchema.current.hash)
        let forecasts = try reader.forecasts()
        let orders = try reader.intents().map(\.order)
        let key = { (time: Timestamp, asset: AssetID) in (time.nanoseconds, asset.market.rawValue) }
        let ownRows = found.rows.sorted { key($0.time, $0.asset) < key($1.time, $1.asset) }
        let ownForecasts = found.forecasts.sorted { key($0.time, $0.asset) < key($1.time, $1.asset) }
        return Report(
            events: events, rows: Self.count(rows, ownRows),
            forecasts: Self.count(forecasts.sorted { key($0.time, $0.asset) < key($1.time, $1.asset) }, ownForecasts),
            orders: Self.count(
                orders.sorted { $0.id < $1.id }, found.orders.sorted { $0.id < $1.id }))
    }

    private static func count<Item: Equatable>(_ stored: [Item], _ recomputed: [Item]) -> Report.Count {
        let equal = zip(stored, recomputed).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
        return Report.Count(stored: stored.count, recomputed: recomputed.count, equal: equal)
    }
}

/// How a run was set up: what its journal does not say and its replay must know.
struct RunSetup: Hashable {
    var gridSeconds: Int
    var orderSeed: UInt64
    /// Of the settings that can change a run.
    var settings: UInt64

    var text: String { "grid=\(gridSeconds) orders=\(orderSeed) settings=\(settings)" }

    init(gridSeconds: Int, orderSeed: UInt64, settings: UInt64) {
        self.gridSeconds = gridSeconds
        self.orderSeed = orderSeed
        self.settings = settings
    }

    /// Nil when there is none, or it cannot be read.
    init?(_ text: String?) {
        let parts = (text ?? "").split(separator: " ").map { $0.split(separator: "=") }
        guard parts.count == 3, parts.allSatisfy({ $0.count == 2 }),
            parts.map({ $0[0] }) == ["grid", "orders", "settings"], let grid = Int(parts[0][1]), grid > 0,
            let seed = UInt64(parts[1][1]), let settings = UInt64(parts[2][1])
        else { return nil }
        self.init(gridSeconds: grid, orderSeed: seed, settings: settings)
    }
}

/// The rows, forecasts and orders of a replay, in memory.
private final class Recomputed: Journal {
    private(set) var rows: [FeatureRow] = []
    private(set) var forecasts: [ForecastRecord] = []
    private(set) var orders: [LimitOrder] = []

    func append(_ entry: JournalEntry) {
        switch entry {
        case .sampled(let row): rows.append(row)
        case .forecast(let forecast): forecasts.append(ForecastRecord(forecast))
        case .intended(let intention): orders.append(intention.order)
        case .received, .priced, .filled, .valued, .refused, .halted: break
        }
    }

    func commit() async throws {}
    func breathe() async throws { try Task.checkCancellation() }
}
