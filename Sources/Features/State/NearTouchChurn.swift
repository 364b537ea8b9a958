internal import Market

/// What is added and taken away within five ticks of the best prices, without matching trades to changes.
///
/// Net additions are changes of size plus shares sold into the side, half-life 60 s; decreases, traded ones included,
/// have a half-life of 300 s.
struct NearTouchChurn: Sendable {
    private static let reach: Int32 = 5

    /// Shares added to bids and to asks, net.
    private var added = DecayBank<2>(halfLife: 60)
    /// Shares taken from both sides; shares traded.
    private var taken = DecayBank<2>(halfLife: 300)

    /// The book changed; to or from levels that are not known the change is unknown.
    mutating func bookChanged(from old: TopLevels, to new: TopLevels, tick: Int32, at t: Timestamp) {
        guard old.isKnown, new.isKnown else { return }
        let bids = Self.change(from: old.bids, to: new.bids, direction: 1, tick: tick)
        let asks = Self.change(from: old.asks, to: new.asks, direction: -1, tick: tick)
        if bids.net != 0 || asks.net != 0 {
            added.advance(to: t)
            added.add(bids.net, to: 0)
            added.add(asks.net, to: 1)
        }
        if bids.decrease > 0 || asks.decrease > 0 {
            taken.advance(to: t)
            taken.add(bids.decrease + asks.decrease, to: 0)
        }
    }

    mutating func traded(_ shares: Double, taker: TakerSide, at t: Timestamp) {
        taken.advance(to: t)
        taken.add(shares, to: 1)
        guard taker != .unknown else { return }
        added.advance(to: t)
        added.add(shares, to: taker == .sell ? 0 : 1)
    }

    func netBids(at t: Timestamp) -> Double { added.value(0, at: t) }
    func netAsks(at t: Timestamp) -> Double { added.value(1, at: t) }

    /// max(0, decreases - traded) / (traded + 1).
    func cancelTradeRatio(at t: Timestamp) -> Double {
        let traded = taken.value(1, at: t)
        return max(0, taken.value(0, at: t) - traded) / (traded + 1)
    }

    /// Changes of size within five ticks of the better of the two best prices.
    ///
    /// Every price is looked for among all of the other book: a walk along both would branch on what nobody can
    /// foretell.
    /// - Parameter direction: 1 where higher prices are better.
    private static func change(
        from old: TopLevels.Side, to new: TopLevels.Side, direction: Double, tick: Int32
    ) -> (net: Double, decrease: Double) {
        if old == new { return (0, 0) }
        let best = max(direction * old.prices[0], direction * new.prices[0])
        let limit = best - Double(reach * tick)
        let none = SIMD8<Double>.zero
        let oldShares = none.replacing(with: old.shares, where: direction * old.prices .>= limit)
        let newShares = none.replacing(with: new.shares, where: direction * new.prices .>= limit)
        // What the other book holds at the prices of each: the same lane's where only sizes changed.
        var (newAtOld, oldAtNew) = (newShares, oldShares)
        if old.prices != new.prices {
            (newAtOld, oldAtNew) = (none, none)
            for index in 0..<TopLevels.count {
                newAtOld.replace(with: newShares[index], where: old.prices .== new.prices[index])
                oldAtNew.replace(with: oldShares[index], where: new.prices .== old.prices[index])
            }
        }
        let losses = oldShares - newAtOld
        let gone = none.replacing(with: oldShares, where: newAtOld .== 0)
        return (
            (newShares - oldAtNew).sum() - gone.sum(), none.replacing(with: losses, where: losses .> 0).sum()
        )
    }
}

extension NearTouchChurn: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try added.archive(&coder)
        try taken.archive(&coder)
    }
}
