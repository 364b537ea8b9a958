public import Market

/// Fractional Kelly for a position that is marked at a horizon.
///
/// For a small edge `e` and variance `v` of the profit per share, growth `n e / W - n^2 v / (2 W^2)` is greatest at
/// `n = W e / v` shares (Kelly 1956; Thorp 2006, eq. 7.3); a fraction of it is taken, and never more than what may be
/// lost if the token goes to zero.
public struct Sizing: Hashable, Sendable {
    /// Share of the full Kelly size, 0 to 1.
    public var kellyFraction = 0.25
    /// The most of the bankroll that one position may lose when the token goes to zero.
    public var lossFractionMax = 0.02

    public init() {}

    /// The number of shares, in whole hundredths of a share; zero when the edge is not positive.
    ///
    /// - Parameters:
    ///   - edge, deviation: expectation and standard deviation of the profit per share, USDC.
    ///   - price: what a share costs now, USDC: what is lost when it becomes worthless.
    public func size(bankroll: Money, edge: Double, deviation: Double, price: Double) -> Size {
        guard edge > 0, deviation > 0, price > 0, bankroll > .zero else { return .zero }
        let kelly = kellyFraction * bankroll.dollars * edge / (deviation * deviation)
        let bounded = min(kelly, lossFractionMax * bankroll.dollars / price)
        guard bounded.isFinite, bounded >= 0.01 else { return .zero }
        return Size(microshares: Int64((min(bounded, 1e9) * 100).rounded(.down)) * 10_000)
    }
}
