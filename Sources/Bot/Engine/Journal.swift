public import BotForecasting
public import Features
public import Market

/// What the account was worth at a time.
public struct Valuation: Hashable, Sendable {
    public var time: Timestamp
    public var cash: Money
    public var equity: Money
    public var realized: Money
    public var fees: Money

    public init(time: Timestamp, cash: Money, equity: Money, realized: Money, fees: Money) {
        self.time = time
        self.cash = cash
        self.equity = equity
        self.realized = realized
        self.fees = fees
    }
}

/// An order that the gate admitted, with the forecast that asked for it; nil for an exit that needed none.
public struct Intention: Hashable, Sendable {
    public var order: LimitOrder
    public var time: Timestamp
    public var forecast: Forecast?
    /// Why, in a word: `enter`, or the reason of an exit.
    public var purpose: String

    public init(order: LimitOrder, time: Timestamp, forecast: Forecast?, purpose: String) {
        self.order = order
        self.time = time
        self.forecast = forecast
        self.purpose = purpose
    }
}

/// What must be remembered.
public enum JournalEntry: Hashable, Sendable {
    case received(EngineEvent)
    case sampled(FeatureRow)
    case priced(PricePoint)
    case forecast(Forecast)
    case intended(Intention)
    case filled(Fill)
    case valued(Valuation)
    case refused(Refusal, AssetID, at: Timestamp)
    case halted(HaltReason, at: Timestamp)
}

/// Where the bot's memory goes. A port: the store, or memory in tests.
public protocol Journal: AnyObject {
    /// Keeps an entry in memory; never waits.
    func append(_ entry: JournalEntry)
    /// Returns when all that was appended is safe. Nothing is sent to a venue before that.
    func commit() async throws
    /// A place to hand full batches on, called between events; may wait when too much is pending.
    func breathe() async throws
}

/// Keeps everything in memory: for tests and for replays that are only compared.
public final class MemoryJournal: Journal {
    public private(set) var entries: [JournalEntry] = []

    public init() {}
    public func append(_ entry: JournalEntry) { entries.append(entry) }
    public func commit() async throws {}
    public func breathe() async throws {}
}
