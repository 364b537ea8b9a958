// BotStrategy turns a forecast into what the bot wants. Pure: no store, no clock, no exchange, no Foundation.

public import BotForecasting
public import Market

/// What the bot holds of one token.
public struct PositionView: Hashable, Sendable {
    public var asset: AssetID
    /// All shares, and those of them that are settled and so may be sold.
    public var size: Size
    public var settledSize: Size
    /// What was paid for them, fees included.
    public var cost: Money
    public var opened: Timestamp
    /// When it was last justified by a forecast; it must be closed or justified again one horizon later.
    public var justified: Timestamp

    public init(asset: AssetID, size: Size, settledSize: Size, cost: Money, opened: Timestamp, justified: Timestamp) {
        self.asset = asset
        self.size = size
        self.settledSize = settledSize
        self.cost = cost
        self.opened = opened
        self.justified = justified
    }
}

/// All that a strategy is shown of one market at the time of a row.
public struct MarketView: Sendable {
    public var now: Timestamp
    public var instrument: Instrument
    /// The token that the row and the forecast speak of.
    public var asset: AssetID
    /// Its book, and that of the market's other token.
    public var book: OrderBook
    public var complementBook: OrderBook
    /// Nil when there is nothing to go by: no model, or a row it cannot score.
    public var forecast: Forecast?
    /// What is held of either token.
    public var positions: [PositionView]
    /// Equity of the whole account.
    public var bankroll: Money

    public init(
        now: Timestamp, instrument: Instrument, asset: AssetID, book: OrderBook, complementBook: OrderBook,
        forecast: Forecast?, positions: [PositionView], bankroll: Money
    ) {
        precondition(forecast == nil || forecast?.asset == asset, "a forecast of another token")
        self.now = now
        self.instrument = instrument
        self.asset = asset
        self.book = book
        self.complementBook = complementBook
        self.forecast = forecast
        self.positions = positions
        self.bankroll = bankroll
    }
}

/// Why a position is given up.
public enum ExitReason: String, Hashable, Sendable {
    case horizon, stopLoss = "stop loss", timeBeforeResolution = "time before resolution"
}

/// What the bot wants. A wish, not yet an order: the risk gate trims or refuses it.
public enum Intent: Hashable, Sendable {
    /// Buy up to `size` at `limit` or better; `edge` is the expected profit a share in USDC after all costs.
    case enter(asset: AssetID, size: Size, limit: Price, edge: Double)
    case exit(asset: AssetID, size: Size, limit: Price, reason: ExitReason)
    /// The position is still worth holding for another horizon.
    case hold(asset: AssetID)
}

public protocol Strategy: Sendable {
    /// What to do in the market of the view; nothing is a valid answer.
    func decide(_ view: MarketView) -> [Intent]
}

/// Wants nothing: with it the bot collects and never trades.
public struct IdleStrategy: Strategy {
    public init() {}
    public func decide(_ view: MarketView) -> [Intent] { [] }
}
