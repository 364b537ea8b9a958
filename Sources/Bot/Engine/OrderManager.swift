public import Market

/// The bot's live orders and what became of them. At most one a market, so that nothing is bought twice.
///
/// Match and settlement are two axes: an order leaves when nothing of it can still be matched and nothing matched is
/// still to settle.
public struct OrderManager: Hashable, Sendable {
    private struct LiveOrder: Hashable, Sendable {
        var order: LimitOrder
        var filled: Size = .zero
        var unsettled: Size = .zero
        var isCancelled = false

        var isDone: Bool { unsettled.isZero && (isCancelled || filled == order.size) }
    }

    private var orders: [LiveOrder] = []
    private var count: UInt64 = 0
    private let seed: UInt64

    /// - Parameter seed: tells the orders of one run from those of another in the same store.
    public init(seed: UInt64) { self.seed = seed }

    /// Live orders, oldest first.
    public var live: [LimitOrder] { orders.map(\.order) }

    public func hasLiveOrder(in market: MarketID) -> Bool { orders.contains { $0.order.asset.market == market } }

    public mutating func place(
        _ side: OrderSide, asset: AssetID, size: Size, limit: Price, timeInForce: TimeInForce = .fillAndKill
    ) -> LimitOrder {
        count += 1
        let id = OrderID(high: seed, low: count)
        let order = LimitOrder(id: id, asset: asset, side: side, price: limit, size: size, timeInForce: timeInForce)
        orders.append(LiveOrder(order: order))
        return order
    }

    /// What an order event means for the books.
    public enum Outcome: Hashable, Sendable {
        case nothing
        case filled(Fill)
        /// Shares of a buy became free to sell.
        case settled(AssetID, Size)
        case merged(MarketID, Size)
        /// A fill or a settlement that our books cannot hold: an order we do not know, more than was asked, or a voided
        /// fill.
        case inconsistent
    }

    public mutating func handle(_ event: OrderEvent) -> Outcome {
        if case .merged(let market, let size) = event.kind { return .merged(market, size) }
        guard let index = orders.firstIndex(where: { $0.order.id == event.order }) else {
            if case .matched = event.kind { return .inconsistent }
            return .nothing
        }
        defer { if orders[index].isDone { orders.remove(at: index) } }
        let order = orders[index].order
        switch event.kind {
        case .accepted, .unknown, .merged: return .nothing
        case .rejected, .cancelled:
            orders[index].isCancelled = true
            return .nothing
        case .matched(let price, let size, let fee, _):
            guard orders[index].filled + size <= order.size else { return .inconsistent }
            orders[index].filled += size
            orders[index].unsettled += size
            return .filled(
                Fill(
                    order: order.id, time: event.time, asset: order.asset, side: order.side, price: price, size: size,
                    fee: fee))
        case .settled:
            let size = orders[index].unsettled
            orders[index].unsettled = .zero
            return order.side == .buy ? .settled(order.asset, size) : .nothing
        case .settlementFailed:
            orders[index].unsettled = .zero
            orders[index].isCancelled = true
            return .inconsistent
        }
    }
}
