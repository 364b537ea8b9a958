// BotCollection keeps what the engine saw in the store, and reads it back. It decides nothing.

public import BotEngine
public import BotForecasting
public import Features
import Market
public import Store

/// The journal in the store: entries gather in memory and go to the writer in batches.
///
/// Sequence numbers are given here, one a received event, so that a run that is repeated from the start (the same seed
/// after a crash) writes the same records again, which the store takes once.
public final class StoreJournal: Journal {
    private let writer: StoreWriter
    private let schema: SchemaHash
    private let batchSize: Int
    private let keepsEvents: Bool
    private var batch = WriteBatch()
    private var pending = 0
    private var sequence: Int64

    public struct Counts: Hashable, Sendable {
        public var events = 0
        public var rows = 0
        public var orders = 0
        public var fills = 0
        /// Refusals of the risk gate by reason.
        public var refusals: [String: Int] = [:]
        public var halts = 0
    }

    public private(set) var counts = Counts()
    /// The last valuation of the account; nil before the first.
    public private(set) var lastValuation: Valuation?

    /// - Parameters:
    ///   - firstSequence: number of the first event to come; 1 in a new store.
    ///   - keepsEvents: false when the events come from a journal that already has them.
    ///   - batchSize: entries that are written together. A crash loses at most those not yet written.
    public init(
        writer: StoreWriter, schema: SchemaHash, firstSequence: Int64 = 1, keepsEvents: Bool = true,
        batchSize: Int = 20_000
    ) {
        self.keepsEvents = keepsEvents
        self.writer = writer
        self.schema = schema
        self.batchSize = batchSize
        sequence = firstSequence - 1
    }

    public func append(_ entry: JournalEntry) {
        pending += 1
        switch entry {
        case .received(let event): receive(event)
        case .sampled(let row):
            counts.rows += 1
            batch.schema = schema
            batch.rows.append(row)
        case .priced(let point): batch.prices.append(point)
        case .forecast(let forecast):
            batch.forecasts.append(ForecastRecord(forecast))
        case .intended(let intention):
            counts.orders += 1
            batch.intents.append(
                IntentRecord(
                    order: intention.order, time: intention.time,
                    rowAsset: intention.forecast?.asset ?? intention.order.asset, rowTime: intention.time,
                    logitMove: intention.forecast?.logitMove ?? 0,
                    model: intention.forecast?.source.name ?? intention.purpose))
        case .filled(let fill):
            counts.fills += 1
            batch.fills.append(
                FillRecord(
                    sequence: sequence, order: fill.order, time: fill.time, asset: fill.asset, side: fill.side,
                    price: fill.price, size: fill.size, fee: fill.fee))
        case .valued(let valuation):
            lastValuation = valuation
            batch.pnl.append(
                PnLSnapshot(
                    time: valuation.time, cash: valuation.cash, equity: valuation.equity,
                    realized: valuation.realized, fees: valuation.fees))
        case .refused(let reason, _, _): counts.refusals[reason.rawValue, default: 0] += 1
        case .halted(let reason, let time):
            counts.halts += 1
            batch.killSwitches.append(KillSwitchRecord(time: time, reason: reason.rawValue))
        }
    }

    private func receive(_ event: EngineEvent) {
        sequence += 1
        counts.events += 1
        if keepsEvents {
            let encoded = event.encoded
            batch.journal.append(
                JournalRecord(
                    sequence: sequence, receiveTime: encoded.receiveTime, exchangeTime: encoded.exchangeTime,
                    asset: encoded.asset, code: encoded.code, payload: encoded.payload))
        }
        if case .exchange(.order(let orderEvent)) = event {
            batch.orderEvents.append(OrderEventRecord(sequence: sequence, event: orderEvent))
        }
    }

    public func commit() async throws {
        try handOver()
        try await writer.flush()
    }

    public func breathe() async throws {
        guard pending >= batchSize else { return }
        try Task.checkCancellation()
        try handOver()
    }

    private func handOver() throws {
        guard pending > 0 else { return }
        let full = batch
        batch = WriteBatch()
        pending = 0
        try writer.enqueue(full)
    }
}

extension ForecastRecord {
    public init(_ forecast: Forecast) {
        self.init(
            asset: forecast.asset, time: forecast.time, logitMove: forecast.logitMove,
            sd: forecast.standardDeviation, model: forecast.source.name)
    }
}

extension Forecast.Source {
    /// The name under which forecasts are stored: the model's version, or `baseline`.
    public var name: String {
        switch self {
        case .baseline: "baseline"
        case .model(let version): version.description
        }
    }
}
