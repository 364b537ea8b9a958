public import Market

/// Where a label's price came from.
public enum LabelKind: String, CaseIterable, Hashable, Sendable {
    /// The mid of the last healthy two-sided quote at or before t1.
    case quote
    /// What the token paid: the market closed or resolved inside the interval.
    case payout
    /// The last real quote of a market that closed inside the interval and whose payout did not become known in time.
    case marked
    /// No price: kept with its reason, and counted.
    case censored
}

/// Why a label has no price.
public enum CensorReason: String, CaseIterable, Hashable, Sendable {
    /// The feed was interrupted at t1.
    case gap
    /// The recording has nothing after some instant before t1.
    case recordingEnded
    /// The last quote before t1 is older than the source's staleness limit.
    case stale
    /// The market lived without a two-sided book at t1, and no payout came within the waiting limit.
    case noQuote
}

/// What happened to the price of a row's token between `time` and `end`.
///
/// Equality is by bit pattern. A number that does not exist is NaN (always the same NaN), and a zero is positive zero,
/// so that a label read back equals the one written.
public struct Label: Sendable {
    public let market: MarketID
    /// t, the row's time.
    public let time: Timestamp
    public let horizon: Duration
    /// Version of the rule that made it.
    public let version: Int
    public let kind: LabelKind
    /// Nil unless `kind` is `.censored`.
    public let reason: CensorReason?
    /// t1 = t + horizon.
    public let end: Timestamp
    /// L(m1) - L(m0), L = log-odds of the mid clipped to half a tick from 0 and 1: the learning target.
    public let yLogit: Double
    /// m1 - m0, USDC.
    public let yPrice: Double
    /// (m1 - m0) / m0.
    public let yReturn: Double
    /// Profit of one share bought at the ask at t and sold at the bid at t1, after taker fees, USDC.
    public let yBuy: Double
    /// The same of the complement token.
    public let ySell: Double
    /// Tick size at t in price units.
    public let tick: Int32
    /// Fee rate at t.
    public let fee: FeeRate
    /// The first instant at which the label could be known; an as-of read before it does not see it.
    public let ready: Timestamp

    public init(
        market: MarketID, time: Timestamp, horizon: Duration, version: Int, kind: LabelKind, reason: CensorReason?,
        end: Timestamp, yLogit: Double, yPrice: Double, yReturn: Double, yBuy: Double, ySell: Double, tick: Int32,
        fee: FeeRate, ready: Timestamp
    ) {
        self.market = market
        self.time = time
        self.horizon = horizon
        self.version = version
        self.kind = kind
        self.reason = reason
        self.end = end
        self.yLogit = Self.canonical(yLogit)
        self.yPrice = Self.canonical(yPrice)
        self.yReturn = Self.canonical(yReturn)
        self.yBuy = Self.canonical(yBuy)
        self.ySell = Self.canonical(ySell)
        self.tick = tick
        self.fee = fee
        self.ready = ready
    }

    /// Whether there is a price to learn from.
    public var hasTarget: Bool { kind != .censored }

    /// SQLite keeps neither the bits of a NaN nor the sign of zero.
    private static func canonical(_ value: Double) -> Double { value.isNaN ? .nan : value + 0 }
}

extension Label: Hashable {
    public static func == (a: Label, b: Label) -> Bool {
        a.market == b.market && a.time == b.time && a.horizon == b.horizon && a.version == b.version
            && a.kind == b.kind && a.reason == b.reason && a.end == b.end && a.tick == b.tick && a.fee == b.fee
            && a.ready == b.ready && a.yLogit.bitPattern == b.yLogit.bitPattern
            && a.yPrice.bitPattern == b.yPrice.bitPattern && a.yReturn.bitPattern == b.yReturn.bitPattern
            && a.yBuy.bitPattern == b.yBuy.bitPattern && a.ySell.bitPattern == b.ySell.bitPattern
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(market)
        hasher.combine(time)
        hasher.combine(horizon)
        hasher.combine(version)
        hasher.combine(kind)
        hasher.combine(yLogit.bitPattern)
        hasher.combine(ready)
    }
}
