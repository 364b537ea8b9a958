import Market

extension Clearing {
    /// Why the bot cannot afford an order, nil when it can.
    ///
    /// What the order fills now with its fees, and the rest of a resting order at its limit, must not exceed the cash
    /// that no open order has reserved. To sell takes shares that no open order has promised: there is no shorting.
    /// - Parameter filling: what it would fill now, prices of its own token.
    func lack(
        for order: LimitOrder, filling: [(price: Price, size: Size)], fee: FeeRate, openOrders: [LimitOrder]
    ) -> RejectReason? {
        if order.side == .sell {
            let promised = openOrders.reduce(into: Size.zero) {
                if $1.asset == order.asset, $1.side == .sell { $0 += $1.size }
            }
            return shares(of: order.asset, held: .bot) < promised + order.size ? .notEnoughShares : nil
        }
        let reserved = openOrders.reduce(into: Money.zero) {
            if $1.side == .buy { $0 += Money.notional($1.price, $1.size) }
        }
        var cost = Money.zero
        var left = order.size
        for (price, size) in filling {
            cost += Money.notional(price, size) + fee.fee(price, size)
            left -= size
        }
        if order.timeInForce == .goodTillCancelled { cost += Money.notional(order.price, left) }
        return cash(of: .bot) < reserved + cost ? .notEnoughFunds : nil
    }

    /// Makes pairs of the bot into dollars; refused when an open order has promised shares of the market.
    mutating func mergePairsOfBot(_ size: Size, of market: MarketID, openOrders: [LimitOrder]) -> OrderEvent.Kind {
        let isPromised = openOrders.contains { $0.asset.market == market && $0.side == .sell }
        guard !size.isZero, !isPromised, merge(size, of: market, for: .bot) else { return .rejected(.notEnoughShares) }
        return .merged(market, size)
    }
}
