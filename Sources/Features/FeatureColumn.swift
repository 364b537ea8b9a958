// Features turns market events into feature rows. It sees only Market: no store (the future), no network, no clock.

/// The part of the catalogue a feature belongs to.
public enum FeatureGroup: UInt8, Hashable, Sendable, CaseIterable {
    case orderBook
    case timeSeries
    case tradeFlow
    case marketQuality
    case crossMarket
    case derived
    case contextual
}

/// What a feature becomes when the market is seen from its other token (p -> 1 - p, bids <-> asks, buys <-> sells).
public enum Parity: Hashable, Sendable {
    /// The same value.
    case even
    /// The value with its sign turned.
    case odd
    /// The value of the named column.
    case swap(String)
    /// One minus the value of the named column, which may be the feature itself.
    case complement(String)
    /// No exact rule: the value depends on the price level.
    case none
}

/// One column of a feature row: what it means, never how it is computed.
public struct FeatureColumn: Hashable, Sendable {
    public let name: String
    /// Raised whenever the formula changes; part of the schema's hash.
    public let version: Int
    public let group: FeatureGroup
    /// USDC, shares, ticks, ratio, logit, s, h, ...
    public let unit: String
    public let parity: Parity
    /// False for the columns that are computed for reports only and never shown to a learner.
    public let trains: Bool
    /// The time the formula looks back over (its half-life when it decays); nil when it sees the present only.
    public let window: Duration?
    /// How much of the window must have been observed before the feature is not NaN.
    public let minSpan: Duration?
    /// Whether the value is an amount of shares or USDC, to be shown to a linear model as sign(x) ln(1 + |x|).
    public let isLevel: Bool
    public let summary: String

    public init(
        name: String, version: Int = 1, group: FeatureGroup, unit: String, parity: Parity, trains: Bool = true,
        window: Duration? = nil, minSpan: Duration? = nil, isLevel: Bool = false, summary: String
    ) {
        self.name = name
        self.version = version
        self.group = group
        self.unit = unit
        self.parity = parity
        self.trains = trains
        self.window = window
        self.minSpan = minSpan
        self.isLevel = isLevel
        self.summary = summary
    }
}
