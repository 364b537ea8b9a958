public import BotStrategy
public import Market

/// One fill of the bot.
public struct Fill: Hashable, Sendable {
    public var order: OrderID
    public var time: Timestamp
    public var asset: AssetID
    public var side: OrderSide
    public var price: Price
    public var size: Size
    public var fee: Money

    public init(
        order: OrderID, time: Timestamp, asset: AssetID, side: OrderSide, price: Price, size: Size, fee: Money
    ) {
        self.order = order
        self.time = time
        self.asset = asset
        self.side = side
        self.price = price
        self.size = size
        self.fee = fee
    }
}

/// Cash, tokens and what they cost, in whole microdollars and microshares.
///
/// Invariant, exact after every step:
/// `cash = starting cash - bought + sold - fees + payouts + merges`, and
/// `cash + cost of what is held = starting cash + realized - fees`.
/// The original lost the cost of holdings from its equity and took cash off on sells.
public struct Portfolio: Hashable, Sendable {
    public private(set) var cash: Money
    public private(set) var fees: Money = .zero
    /// Profit of closed positions before fees.
    public private(set) var realized: Money = .zero
    private var holdings: [AssetID: Holding] = [:]

    private struct Holding: Hashable, Sendable {
        var size: Size = .zero
        var settled: Size = .zero
        /// Paid for `size`, without fees.
        var cost: Money = .zero
        var opened: Timestamp
        var justified: Timestamp
    }

    public init(cash: Money) { self.cash = cash }

    /// Tokens held, ascending.
    public var assets: [AssetID] { holdings.keys.sorted() }

    /// Cost of all that is held, fees excluded.
    public var cost: Money { holdings.values.reduce(.zero) { $0 + $1.cost } }

    public func cost(of asset: AssetID) -> Money { holdings[asset]?.cost ?? .zero }
    public func size(of asset: AssetID) -> Size { holdings[asset]?.size ?? .zero }

    public func position(of asset: AssetID) -> PositionView? {
        holdings[asset].map {
            PositionView(
                asset: asset, size: $0.size, settledSize: $0.settled, cost: $0.cost, opened: $0.opened,
                justified: $0.justified)
        }
    }

    /// Takes a fill into the books. Nil, and nothing changes, when it sells more than is held: then what the venue says
    /// and what we believe differ, which the caller must treat as a stop.
    public mutating func apply(_ fill: Fill) -> Bool {
        let notional = Money.notional(fill.price, fill.size)
        switch fill.side {
        case .buy:
            var holding = holdings[fill.asset] ?? Holding(opened: fill.time, justified: fill.time)
            holding.size += fill.size
            holding.cost += notional
            holdings[fill.asset] = holding
            cash -= notional
        case .sell:
            guard let released = release(fill.size, of: fill.asset) else { return false }
            cash += notional
            realized += notional - released
        }
        cash -= fill.fee
        fees += fill.fee
        return true
    }

    /// Bought shares become free to sell.
    public mutating func settle(_ asset: AssetID, size: Size) {
        guard var holding = holdings[asset] else { return }
        holding.settled = min(holding.size, holding.settled + size)
        holdings[asset] = holding
    }

    public mutating func justify(_ asset: AssetID, at now: Timestamp) { holdings[asset]?.justified = now }

    /// YES + NO = one USDC. False, and nothing changes, when there are not as many of both.
    public mutating func merge(_ market: MarketID, size: Size) -> Bool {
        guard min(self.size(of: market.yes), self.size(of: market.no)) >= size,
            let yes = release(size, of: market.yes), let no = release(size, of: market.no)
        else { return false }
        let value = Money(microdollars: size.microshares)
        cash += value
        realized += value - yes - no
        return true
    }

    /// Both tokens are redeemed at what they pay.
    public mutating func resolve(_ market: MarketID, payout: Payout) {
        for (asset, paid) in [(market.yes, payout), (market.no, payout.complement)] {
            guard let holding = holdings.removeValue(forKey: asset) else { continue }
            let value = paid.value(of: holding.size)
            cash += value
            realized += value - holding.cost
        }
    }

    /// Cash plus what is held at `value` USDC a share; at cost where there is none.
    public func equity(value: (AssetID) -> Double?) -> Money {
        assets.reduce(cash) { sum, asset in
            let held = size(of: asset)
            guard let price = value(asset) else { return sum + cost(of: asset) }
            return sum + Money(dollars: price * held.shares)
        }
    }

    /// Takes shares out with their part of the cost; the last share takes what is left, so that nothing is lost.
    private mutating func release(_ size: Size, of asset: AssetID) -> Money? {
        guard var holding = holdings[asset], holding.size >= size else { return nil }
        let (high, low) = holding.cost.microdollars.multipliedFullWidth(by: size.microshares)
        let part =
            size == holding.size
            ? holding.cost
            : Money(microdollars: holding.size.microshares.dividingFullWidth((high, low)).quotient)
        holding.size -= size
        holding.cost -= part
        holding.settled = min(holding.settled >= size ? holding.settled - size : .zero, holding.size)
        holdings[asset] = holding.size.isZero ? nil : holding
        return part
    }
}
