import BotEngine
import BotStrategy
import Market
import TestSupport
import Testing

private let market = MarketID(4)
private let start = Timestamp(seconds: 1_767_571_200)

private func fill(_ side: OrderSide, _ asset: AssetID, _ units: Int32, _ shares: Int64, fee: Int64 = 0) -> Fill {
    Fill(
        order: OrderID(low: 1), time: start, asset: asset, side: side, price: Price(checked: units),
        size: Size(microshares: shares * 1_000_000), fee: Money(microdollars: fee))
}

/// Goal: the ledger conserves every microdollar.
struct PortfolioTests {
    /// Original failure 15: 1,500 USD bought at an unchanged price took equity from 10,000 to 8,500.
    @Test func buyingAtAnUnchangedPriceLeavesEquityUnchanged() {
        var portfolio = Portfolio(cash: Money(dollars: 10_000))
        #expect(portfolio.apply(fill(.buy, market.yes, 5_000, 3_000)) == true)
        #expect(portfolio.cash == Money(dollars: 8_500))
        #expect(portfolio.equity { _ in 0.5 } == Money(dollars: 10_000))
    }

    /// Original failure 15, second half: selling at +20 % took cash off.
    @Test func sellingAtAProfitRaisesCashAndRealizedProfitAlike() {
        var portfolio = Portfolio(cash: Money(dollars: 10_000))
        #expect(portfolio.apply(fill(.buy, market.yes, 5_000, 3_000)) == true)
        #expect(portfolio.apply(fill(.sell, market.yes, 6_000, 3_000)) == true)
        #expect(portfolio.cash == Money(dollars: 10_300))
        #expect(portfolio.realized == Money(dollars: 300))
        #expect(portfolio.assets.isEmpty)
    }

    /// Original failure 22: sells without inventory.
    @Test func sellingWhatIsNotHeldIsRefusedAndChangesNothing() {
        var portfolio = Portfolio(cash: Money(dollars: 100))
        let before = portfolio
        #expect(portfolio.apply(fill(.sell, market.yes, 5_000, 1)) == false)
        #expect(portfolio == before)
    }

    @Test func aPairOfTokensMergesIntoOneDollar() {
        var portfolio = Portfolio(cash: Money(dollars: 100))
        #expect(portfolio.apply(fill(.buy, market.yes, 4_000, 10)) == true)
        #expect(portfolio.apply(fill(.buy, market.no, 5_500, 10)) == true)
        #expect(portfolio.merge(market, size: Size(microshares: 10_000_000)) == true)
        #expect(portfolio.cash == Money(dollars: 100.5))
        #expect(portfolio.realized == Money(dollars: 0.5))
        #expect(portfolio.merge(market, size: Size(microshares: 1)) == false)
    }

    @Test func boughtSharesAreFreeToSellOnlyOnceSettled() {
        var portfolio = Portfolio(cash: Money(dollars: 100))
        #expect(portfolio.apply(fill(.buy, market.yes, 4_000, 10)) == true)
        #expect(portfolio.position(of: market.yes)?.settledSize == .zero)
        portfolio.settle(market.yes, size: Size(microshares: 6_000_000))
        #expect(portfolio.position(of: market.yes)?.settledSize == Size(microshares: 6_000_000))
    }

    /// Property: over random histories cash equals what fills, fees, payouts and merges say, and cash plus cost equals
    /// start plus realized less fees, both exactly, after every step.
    @Test(arguments: 0..<50) func cashIsConservedExactly(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let starting = Money(dollars: 10_000)
        var portfolio = Portfolio(cash: starting)
        var expected = starting
        for _ in 0..<400 {
            let market = MarketID(UInt32.random(in: 0..<5, using: &generator))
            let asset = Bool.random(using: &generator) ? market.yes : market.no
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<5: buy(asset, into: &portfolio, expected: &expected, using: &generator)
            case 5..<8: sell(asset, from: &portfolio, expected: &expected, using: &generator)
            case 8:
                let size = min(portfolio.size(of: market.yes), portfolio.size(of: market.no))
                if portfolio.merge(market, size: size) { expected += Money(microdollars: size.microshares) }
            default:
                let payout = Payout(units: Int32.random(in: 0...2, using: &generator) * 5_000)!
                expected += payout.value(of: portfolio.size(of: market.yes))
                expected += payout.complement.value(of: portfolio.size(of: market.no))
                portfolio.resolve(market, payout: payout)
            }
            #expect(portfolio.cash == expected)
            #expect(portfolio.cash + portfolio.cost == starting + portfolio.realized - portfolio.fees)
        }
    }

    private func buy(
        _ asset: AssetID, into portfolio: inout Portfolio, expected: inout Money, using generator: inout SeededGenerator
    ) {
        let price = Price(checked: Int32.random(in: 1..<10_000, using: &generator))
        let size = Size(microshares: Int64.random(in: 1...90_000_000, using: &generator))
        let fee = FeeRate(millionths: 70_000).fee(price, size)
        expected -= Money.notional(price, size) + fee
        let bought = Fill(
            order: OrderID(low: 1), time: start, asset: asset, side: .buy, price: price, size: size, fee: fee)
        #expect(portfolio.apply(bought) == true)
    }

    private func sell(
        _ asset: AssetID, from portfolio: inout Portfolio, expected: inout Money,
        using generator: inout SeededGenerator
    ) {
        let held = portfolio.size(of: asset)
        guard !held.isZero else { return }
        let price = Price(checked: Int32.random(in: 1..<10_000, using: &generator))
        let size = Size(microshares: Int64.random(in: 1...held.microshares, using: &generator))
        expected += Money.notional(price, size)
        let sold = Fill(
            order: OrderID(low: 2), time: start, asset: asset, side: .sell, price: price, size: size, fee: .zero)
        #expect(portfolio.apply(sold) == true)
    }
}
