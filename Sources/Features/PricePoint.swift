public import Market

/// What the labels need to know of a market's price: its quote as the YES token sees it, and how the market ends.
public struct PricePoint: Hashable, Sendable {
    public var market: MarketID
    /// Receive time.
    public var time: Timestamp
    public var kind: Kind

    public enum Kind: Hashable, Sendable {
        /// Quoted on both sides and not crossed.
        case quote(bid: Price, ask: Price)
        /// The book is known, but one side is empty or it is crossed.
        case noQuote
        /// The book is unknown from here on.
        case gap
        /// The feed is whole again; the next quote says where the market is.
        case resynced
        case closed
        /// What the YES token pays.
        case resolved(Payout, knownAt: Timestamp)
        case recordingEnded
    }

    public init(market: MarketID, time: Timestamp, kind: Kind) {
        self.market = market
        self.time = time
        self.kind = kind
    }
}
