/// All that a venue says, in one order.
public enum ExchangeEvent: Hashable, Sendable {
    case market(MarketEvent)
    case order(OrderEvent)
    case connection(ConnectionState, at: Timestamp)

    /// When it was received.
    public var time: Timestamp {
        switch self {
        case .market(let event): event.receiveTime
        case .order(let event): event.time
        case .connection(_, let time): time
        }
    }
}

/// What the account holds, by the venue's word.
public struct AccountSnapshot: Hashable, Sendable {
    public var cash: Money
    /// Shares by token, ascending by token.
    public var positions: [(asset: AssetID, size: Size)] { assets.indices.map { (assets[$0], sizes[$0]) } }
    public var openOrders: [LimitOrder]
    private var assets: [AssetID]
    private var sizes: [Size]

    public init(cash: Money, positions: [(asset: AssetID, size: Size)], openOrders: [LimitOrder] = []) {
        self.cash = cash
        let sorted = positions.sorted { $0.asset < $1.asset }
        assets = sorted.map(\.asset)
        sizes = sorted.map(\.size)
        self.openOrders = openOrders
    }
}

public enum ExchangeError: Error, Hashable, Sendable {
    /// The tape has no more events.
    case exhausted
    case unreachable(String)
    /// Input that cannot be understood, with where it stands.
    case malformed(String)
}

/// Commands out. A port: live venue, replayed tape and simulated exchange implement it.
///
/// An outcome is never returned: it is a later event, and may be `unknown`.
public protocol Exchange: AnyObject {
    func send(_ command: OrderCommand)
    func accountSnapshot() async throws(ExchangeError) -> AccountSnapshot
}
