/// The hard limits. No forecast, however sure, moves one.
public struct RiskLimits: Hashable, Sendable {
    /// Shares of the bankroll (equity) that may be lost when tokens go to zero: one position, one event, all.
    public var positionFraction = 0.02
    public var eventFraction = 0.05
    public var totalFraction = 0.20
    public var ordersPerHour = 20
    /// Halt when equity is this far below its peak, or below the day's start (UTC).
    public var drawdownHalt = 0.15
    public var dailyLossHalt = 0.10

    public init() {}
}
