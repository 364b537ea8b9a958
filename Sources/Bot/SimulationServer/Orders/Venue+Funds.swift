import BotSimulation
import Market

extension FeeRate {
    /// The fee of a fill as the venue charges it: to five decimals, halves up (specification, 8.3).
    func venueFee(_ price: Price, _ size: Size) -> Money {
        // Millionths of a share, of the rate, and two prices in 10^-4: 10^-20 of a dollar, to be 10^-5.
        let variance = Int64(price.units) * Int64(Price.one - price.units)
        let (high, low) = (Int64(millionths) * variance).multipliedFullWidth(by: size.microshares)
        let divisor: Int64 = 1_000_000_000_000_000
        let (quotient, remainder) = divisor.dividingFullWidth((high, low))
        return Money(microdollars: 10 * (remainder >= divisor / 2 ? quotient + 1 : quotient))
    }
}

extension Venue {
    /// What open orders have promised of the account's dollars.
    func reservedCash(_ participant: Participant, for market: MarketID?) -> Money {
        orders.open.reduce(into: Money.zero) { total, order in
            guard order.account == participant, order.isBuy else { return }
            if let market, settings.reservation == .market, order.terms.asset.market != market { return }
            total += order.terms.isBySpending ? order.terms.money : Money.notional(order.terms.price, order.left)
        }
    }

    func reservedShares(_ asset: AssetID, _ participant: Participant) -> Size {
        orders.open.reduce(into: Size.zero) { total, order in
            if order.account == participant, !order.isBuy, order.terms.asset == asset { total += order.left }
        }
    }

    /// What an order takes from its account at most: dollars with the fee of what it fills now, or shares.
    func need(_ terms: OrderTerms, of participant: Participant) -> Int64 {
        guard terms.side == .buy else { return terms.size.microshares }
        guard let book = world.book(of: terms.asset.market) else { return terms.money.microdollars }
        var order = engineOrder(terms, number: OrderID(low: 0))
        if terms.isBySpending { order.size = book.purchase(order, for: terms.money, by: participant).size }
        let rate = catalog[terms.asset.market].instrument.fee
        let fills = book.fills(of: order, from: participant)
        var (cost, fee, left) = (Money.zero, Money.zero, order.size)
        for fill in fills {
            cost += Clearing.amounts(of: fill).taker
            fee += rate.venueFee(fill.price, fill.size)
            left -= fill.size
        }
        if terms.isBySpending { return (terms.money + fee).microdollars }
        return (cost + fee + Money.notional(terms.price, left)).microdollars
    }

    func checkFunds(_ terms: OrderTerms, of participant: Participant) throws(Refusal) {
        let account = accounts[participant]
        let need = need(terms, of: participant)
        let balance: Int64
        let free: Int64
        if terms.side == .buy {
            balance = believedCash(participant).microdollars
            let reserved = reservedCash(participant, for: terms.asset.market)
            free = balance - account.cashInFlight.microdollars - reserved.microdollars
        } else {
            balance = believedShares(terms.asset, participant).microshares
            let flight = account.sharesInFlight[terms.asset] ?? .zero
            free = balance - flight.microshares - reservedShares(terms.asset, participant).microshares
        }
        guard free >= need else {
            throw Refusal(
                400,
                "not enough balance / allowance: the balance is not enough -> balance: \(balance), "
                    + "order amount: \(need)")
        }
        let isAllowed = terms.side == .buy ? account.allowance.map { $0 >= need } ?? true : account.isApproved
        guard isAllowed else { throw Refusal(400, "not enough balance / allowance") }
    }

    /// Cancels the open orders that the account could not pay for any more, the youngest first.
    func cancelUnfunded(_ participant: Participant) {
        let cash = world.clearing.cash(of: participant) - accounts[participant].cashInFlight
        for order in orders.open.reversed() where order.account == participant {
            let isFunded: Bool
            if order.isBuy {
                isFunded = Money.notional(order.terms.price, order.left) <= cash
            } else {
                let have = world.clearing.shares(of: order.terms.asset, held: participant)
                let flight = accounts[participant].sharesInFlight[order.terms.asset] ?? .zero
                isFunded = order.left + flight <= have
            }
            if !isFunded { cancel(order.id, status: "CANCELED_NOT_ENOUGH_BALANCE") }
        }
    }
}
