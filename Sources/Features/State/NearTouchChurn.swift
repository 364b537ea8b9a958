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
    /// - Parameter direction: 1 where higher prices are better.
    private static func change(
        from old: InlineArray<6, TopLevels.Level>, to new: InlineArray<6, TopLevels.Level>, direction: Int32,
        tick: Int32
    ) -> (net: Double, decrease: Double) {
        if TopLevels.areEqual(old, new) { return (0, 0) }
        let best = max(direction * old[0].price, direction * new[0].price)
        let limit = best - reach * tick
        let oldPrices = prices(of: old, direction: direction, limit: limit)
        let newPrices = prices(of: new, direction: direction, limit: limit)
        var (net, decrease) = (0.0, 0.0)
        var (before, after) = (0, 0)
        // One branch a price: which side a level comes from cannot be foretold.
        while true {
            let (oldPrice, newPrice) = (oldPrices[before], newPrices[after])
            let price = max(oldPrice, newPrice)
            guard price != .min else { return (net, decrease) }
            let oldShares = oldPrice == price ? old[before].shares : 0
            let newShares = newPrice == price ? new[after].shares : 0
            let change = newShares - oldShares
            net += change
            decrease += change < 0 ? -change : 0
            before += oldPrice == price ? 1 : 0
            after += newPrice == price ? 1 : 0
        }
    }

    /// Prices of the levels that count, the better the higher; the lowest number from the first that does not count on.
    @inline(__always)
    private static func prices(
        of levels: InlineArray<6, TopLevels.Level>, direction: Int32, limit: Int32
    ) -> InlineArray<7, Int32> {
        var prices = InlineArray<7, Int32>(repeating: .min)
        for index in 0..<TopLevels.count {
            let price = direction * levels[index].price
            prices[index] = levels[index].shares > 0 && price >= limit ? price : .min
        }
        return prices
    }
}

extension NearTouchChurn: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try added.archive(&coder)
        try taken.archive(&coder)
    }
}
