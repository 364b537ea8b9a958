public enum OrderSide: UInt8, Hashable, Sendable {
    case buy = 0
    case sell = 1

    public var opposite: OrderSide { self == .buy ? .sell : .buy }
}

public enum TimeInForce: UInt8, Hashable, Sendable {
    /// Rests until cancelled.
    case goodTillCancelled = 0
    /// Takes what is there at the limit or better, and cancels the rest.
    case fillAndKill = 1
    /// Takes all at once or nothing.
    case fillOrKill = 2
}

/// An order at a limit price. Its identity is known before it is sent.
public struct LimitOrder: Hashable, Sendable {
    public var id: OrderID
    public var asset: AssetID
    public var side: OrderSide
    public var price: Price
    public var size: Size
    public var timeInForce: TimeInForce

    public init(
        id: OrderID, asset: AssetID, side: OrderSide, price: Price, size: Size,
        timeInForce: TimeInForce = .fillAndKill
    ) {
        self.id = id
        self.asset = asset
        self.side = side
        self.price = price
        self.size = size
        self.timeInForce = timeInForce
    }
}

/// What the bot asks of an exchange.
public enum OrderCommand: Hashable, Sendable {
    case place(LimitOrder)
    case cancel(OrderID)
    case cancelAll
    /// Exchanges equal amounts of YES and NO for one USDC a pair.
    case merge(MarketID, Size)
}

public enum RejectReason: String, Hashable, Sendable {
    case noSizeKnown = "no size known"
    case marketNotOpen = "market not open"
    case sizeBelowMinimum = "size below the minimum"
    case priceOffTick = "price off the tick grid"
    case notEnoughFunds = "not enough funds"
    case notEnoughShares = "not enough shares"
    case nothingToMatch = "nothing to match"
    /// For a reason that has no name here.
    case refusedByVenue = "refused by the venue"
    case injectedFault = "injected fault"
}

/// What became of an order, or of an account: always an event, never a returned value.
public struct OrderEvent: Hashable, Sendable {
    public var order: OrderID
    public var time: Timestamp
    public var kind: Kind

    public enum Kind: Hashable, Sendable {
        case accepted
        case rejected(RejectReason)
        /// A fill. `fee` is paid by the bot in USDC.
        case matched(price: Price, size: Size, fee: Money, isTaker: Bool)
        /// The fill is final: capital and shares are free to use.
        case settled
        case settlementFailed
        /// What was left is gone.
        case cancelled
        /// The fate is not known (a time-out is not a refusal): ask before sending again.
        case unknown
        /// `size` pairs became USDC; `order` is the null identity.
        case merged(MarketID, Size)
    }

    public init(order: OrderID, time: Timestamp, kind: Kind) {
        self.order = order
        self.time = time
        self.kind = kind
    }
}
