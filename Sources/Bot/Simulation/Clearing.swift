package import Market

/// Accounts of all participants: cash, shares, and the dollars that stand behind every pair of tokens.
///
/// Invariant, to the microdollar: cash of all + collateral + what the venue earned = what was paid in; and in every
/// market the YES shares, the NO shares and the collateral are the same number.
package struct Clearing: Sendable {
    private var accounts: [Account] = []
    private var collateral: [Int64] = []
    /// Fees, and the rounding of split payouts.
    package private(set) var venue = Money.zero

    private struct Account: Sendable {
        var cash: Money
        /// Microshares by token number; never iterated in an order that matters.
        var shares: [AssetID: Int64] = [:]
    }

    init() {}

    package mutating func deposit(_ amount: Money, to participant: Participant) {
        let index = Int(participant.rawValue)
        while accounts.count <= index { accounts.append(Account(cash: .zero)) }
        accounts[index].cash += amount
    }

    var participants: [Participant] { accounts.indices.map { Participant(UInt32($0)) } }

    package func cash(of participant: Participant) -> Money { accounts[Int(participant.rawValue)].cash }

    package func shares(of asset: AssetID, held participant: Participant) -> Size {
        Size(microshares: accounts[Int(participant.rawValue)].shares[asset, default: 0])
    }

    /// Ascending by token, without the empty ones.
    package func positions(of participant: Participant) -> [(asset: AssetID, size: Size)] {
        accounts[Int(participant.rawValue)].shares.map { ($0.key, Size(microshares: $0.value)) }
            .sorted { $0.asset < $1.asset }
    }

    /// The dollars behind the pairs of a market.
    package func collateral(of market: MarketID) -> Money {
        let index = Int(market.rawValue)
        return Money(microdollars: index < collateral.count ? collateral[index] : 0)
    }

    /// All the money there is: constant whatever is traded, minted, redeemed or paid out.
    package var total: Money {
        let cash = accounts.reduce(Int64(0)) { $0 + $1.cash.microdollars }
        return Money(microdollars: cash + collateral.reduce(0, +)) + venue
    }

    /// What a fill costs or brings the owner of `order`, before fees.
    ///
    /// One rounding a fill, in the view of the participant with the smaller number; the other side gets the rest.
    package static func amounts(of fill: Match) -> (maker: Money, taker: Money) {
        let (maker, taker) = (fill.maker, fill.taker)
        let isTakerFirst = taker.owner <= maker.owner
        let first = isTakerFirst ? taker : maker
        let firstAmount = Money.notional(fill.price(of: first.order.asset), fill.size)
        let isTransfer = maker.order.asset == taker.order.asset
        let secondAmount = isTransfer ? firstAmount : Money(microdollars: fill.size.microshares) - firstAmount
        return isTakerFirst ? (secondAmount, firstAmount) : (firstAmount, secondAmount)
    }

    /// Moves cash and shares of one fill, and the taker's fee.
    package mutating func settle(_ fill: Match, fee: Money) {
        // The crowd's trades with itself change nothing that is kept.
        if fill.maker.owner == .crowd && fill.taker.owner == .crowd { return }
        let amounts = Self.amounts(of: fill)
        move(fill.maker, size: fill.size, amount: amounts.maker)
        move(fill.taker, size: fill.size, amount: amounts.taker)
        if fill.maker.order.asset != fill.taker.order.asset {
            let pairs = fill.size.microshares
            addCollateral(fill.taker.order.side == .buy ? pairs : -pairs, of: fill.taker.order.asset.market)
        }
        accounts[Int(fill.taker.owner.rawValue)].cash -= fee
        venue += fee
        if fill.maker.owner == .crowd || fill.taker.owner == .crowd { mergePairsOfCrowd(fill.taker.order.asset.market) }
    }

    /// Whether there was as much cash; each dollar becomes a pair.
    package mutating func split(_ size: Size, of market: MarketID, for participant: Participant) -> Bool {
        guard cash(of: participant).microdollars >= size.microshares else { return false }
        add(size.microshares, of: market.yes, to: participant)
        add(size.microshares, of: market.no, to: participant)
        accounts[Int(participant.rawValue)].cash -= Money(microdollars: size.microshares)
        addCollateral(size.microshares, of: market)
        return true
    }

    /// Whether there were as many pairs; each becomes a dollar.
    package mutating func merge(_ size: Size, of market: MarketID, for participant: Participant) -> Bool {
        let have = min(shares(of: market.yes, held: participant), shares(of: market.no, held: participant))
        guard have >= size else { return false }
        add(-size.microshares, of: market.yes, to: participant)
        add(-size.microshares, of: market.no, to: participant)
        accounts[Int(participant.rawValue)].cash += Money(microdollars: size.microshares)
        addCollateral(-size.microshares, of: market)
        return true
    }

    /// Every share of the market becomes its payout.
    mutating func resolve(_ market: MarketID, payout: Payout) {
        var left = collateral(of: market)
        for index in accounts.indices {
            let yes = accounts[index].shares.removeValue(forKey: market.yes) ?? 0
            let no = accounts[index].shares.removeValue(forKey: market.no) ?? 0
            let paid =
                payout.value(of: Size(microshares: yes)) + payout.complement.value(of: Size(microshares: no))
            accounts[index].cash += paid
            left -= paid
        }
        venue += left
        addCollateral(-collateral(of: market).microdollars, of: market)
    }

    private mutating func move(_ party: RestingOrder, size: Size, amount: Money) {
        let isBuy = party.order.side == .buy
        add(isBuy ? size.microshares : -size.microshares, of: party.order.asset, to: party.owner)
        if isBuy {
            accounts[Int(party.owner.rawValue)].cash -= amount
        } else {
            accounts[Int(party.owner.rawValue)].cash += amount
        }
    }

    private mutating func add(_ microshares: Int64, of asset: AssetID, to participant: Participant) {
        let index = Int(participant.rawValue)
        let size = accounts[index].shares[asset, default: 0] + microshares
        precondition(size >= 0, "nobody sells what he has not")
        accounts[index].shares[asset] = size == 0 ? nil : size
    }

    private mutating func addCollateral(_ amount: Int64, of market: MarketID) {
        let index = Int(market.rawValue)
        while collateral.count <= index { collateral.append(0) }
        collateral[index] += amount
        precondition(collateral[index] >= 0, "every pair has its dollar")
    }

    private mutating func mergePairsOfCrowd(_ market: MarketID) {
        let pairs = min(shares(of: market.yes, held: .crowd), shares(of: market.no, held: .crowd))
        if !pairs.isZero { _ = merge(pairs, of: market, for: .crowd) }
    }
}
