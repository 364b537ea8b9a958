import Market
import TestSupport
import Testing

@testable import BotSimulation

/// Goal: money and shares are neither made nor lost, to the microdollar, whatever is traded.
struct ClearingTests {
    static let market = MarketID(0)
    static let (ann, bob) = (Participant(2), Participant(3))

    private func clearing() -> Clearing {
        var clearing = Clearing()
        for participant in 0..<4 { clearing.deposit(Money(dollars: 1_000), to: Participant(UInt32(participant))) }
        return clearing
    }

    private func match(
        _ maker: (OrderSide, AssetID), _ taker: (OrderSide, AssetID), price: Double, shares: Double
    ) -> Match {
        func order(_ view: (OrderSide, AssetID), _ number: UInt64) -> LimitOrder {
            .sample(number, view.0, view.1, view.1.outcome == .yes ? price : 1 - price, shares)
        }
        return Match(
            maker: RestingOrder(order: order(maker, 1), owner: Self.ann),
            taker: RestingOrder(order: order(taker, 2), owner: Self.bob), price: .usdc(price), size: .shares(shares))
    }

    private func isBalanced(_ clearing: Clearing, _ market: MarketID = Self.market) -> Bool {
        func supply(_ asset: AssetID) -> Int64 {
            clearing.participants.reduce(0) { $0 + clearing.shares(of: asset, held: $1).microshares }
        }
        let pairs = clearing.collateral(of: market).microdollars
        return supply(market.yes) == pairs && supply(market.no) == pairs
    }

    @Test func twoBuysMintPairsAndTheTakerPaysTheFee() {
        var clearing = clearing()
        let fill = match((.buy, Self.market.no), (.buy, Self.market.yes), price: 0.4, shares: 10)
        clearing.settle(fill, fee: Money(dollars: 0.1))
        #expect(clearing.cash(of: Self.ann) == Money(dollars: 994))
        #expect(clearing.cash(of: Self.bob) == Money(dollars: 995.9))
        #expect(clearing.shares(of: Self.market.yes, held: Self.bob) == .shares(10))
        #expect(clearing.shares(of: Self.market.no, held: Self.ann) == .shares(10))
        #expect(clearing.collateral(of: Self.market) == Money(dollars: 10))
        #expect(clearing.venue == Money(dollars: 0.1))
        #expect(clearing.total == Money(dollars: 4_000))
    }

    @Test func aTransferMovesSharesAndTwoSellsRedeemPairs() {
        var clearing = clearing()
        clearing.settle(match((.buy, Self.market.no), (.buy, Self.market.yes), price: 0.4, shares: 10), fee: .zero)
        // Bob sells 4 of his YES to Ann, who then has 4 pairs.
        clearing.settle(match((.buy, Self.market.yes), (.sell, Self.market.yes), price: 0.5, shares: 4), fee: .zero)
        #expect(clearing.shares(of: Self.market.yes, held: Self.ann) == .shares(4))
        #expect(clearing.collateral(of: Self.market) == Money(dollars: 10))
        // Ann's NO and Bob's YES are redeemed together.
        clearing.settle(match((.sell, Self.market.no), (.sell, Self.market.yes), price: 0.7, shares: 6), fee: .zero)
        #expect(clearing.collateral(of: Self.market) == Money(dollars: 4))
        #expect(clearing.cash(of: Self.ann) == Money(dollars: 1_000 - 6 - 2 + 1.8))
        #expect(clearing.cash(of: Self.bob) == Money(dollars: 1_000 - 4 + 2 + 4.2))
        #expect(isBalanced(clearing))
    }

    @Test func mergingPairsGivesADollarEach() {
        var clearing = clearing()
        clearing.settle(match((.buy, Self.market.no), (.buy, Self.market.yes), price: 0.4, shares: 10), fee: .zero)
        clearing.settle(match((.buy, Self.market.yes), (.sell, Self.market.yes), price: 0.5, shares: 4), fee: .zero)
        let tooMany = clearing.merge(.shares(5), of: Self.market, for: Self.ann)
        let asMany = clearing.merge(.shares(4), of: Self.market, for: Self.ann)
        #expect(!tooMany && asMany)
        #expect(clearing.cash(of: Self.ann) == Money(dollars: 1_000 - 6 - 2 + 4))
        #expect(clearing.total == Money(dollars: 4_000))
        #expect(isBalanced(clearing))
    }

    @Test func theCrowdRedeemsItsPairsAtOnce() {
        var clearing = clearing()
        var fill = match((.buy, Self.market.no), (.buy, Self.market.yes), price: 0.4, shares: 10)
        fill.maker.owner = .crowd
        clearing.settle(fill, fee: .zero)
        var back = match((.buy, Self.market.yes), (.sell, Self.market.yes), price: 0.5, shares: 10)
        back.maker.owner = .crowd
        clearing.settle(back, fee: .zero)
        #expect(clearing.collateral(of: Self.market) == .zero)
        #expect(clearing.positions(of: .crowd).isEmpty)
        #expect(clearing.cash(of: .crowd) == Money(dollars: 999))
        #expect(clearing.cash(of: Self.bob) == Money(dollars: 1_001))
    }

    @Test(arguments: [Payout.yes, .no, Payout(units: 3_333)!])
    func aPayoutEmptiesTheMarketAndKeepsTheTotal(payout: Payout) {
        var clearing = clearing()
        clearing.settle(
            match((.buy, Self.market.no), (.buy, Self.market.yes), price: 0.4, shares: 10.000003), fee: .zero)
        clearing.resolve(Self.market, payout: payout)
        #expect(clearing.cash(of: Self.bob) == Money(microdollars: 995_999_999) + payout.value(of: .shares(10.000003)))
        #expect(clearing.collateral(of: Self.market) == .zero)
        #expect(clearing.positions(of: Self.ann).isEmpty && clearing.positions(of: Self.bob).isEmpty)
        #expect(clearing.total == Money(dollars: 4_000))
        #expect(abs(clearing.venue.microdollars) <= 1)
    }

    /// Random orders of three traders, with odd sizes, through the matching engine: nobody is asked to be solvent here,
    /// only to sell what he has.
    @Test(arguments: 1...8)
    func cashAndSharesAreConservedOverRandomOrders(seed: UInt64) {
        var generator = Generator(seed: seed)
        var clearing = clearing()
        var engine = MatchingEngine(market: Self.market, tick: 10, sizeMin: Size(microshares: 1))
        let rate = FeeRate(millionths: 70_000)
        var promised: [OrderID: LimitOrder] = [:]
        for number in 1...2_000 {
            let trader = [Participant.bot, Self.ann, Self.bob][generator.index(below: 3)]
            let asset = generator.chance(0.5) ? Self.market.yes : Self.market.no
            // Resting sells are cancelled first, so that what is held is free.
            for id in promised.keys.sorted() where promised[id]?.asset == asset { _ = engine.cancel(id) }
            promised = promised.filter { $0.value.asset != asset }
            let held = clearing.shares(of: asset, held: trader)
            let side: OrderSide = !held.isZero && generator.chance(0.5) ? .sell : .buy
            let wanted = Size(microshares: Int64(1 + generator.index(below: 30_000_000)))
            let order = LimitOrder(
                id: OrderID(low: UInt64(number)), asset: asset, side: side,
                price: Price(checked: Int32(450 + generator.index(below: 101)) * 10),
                size: side == .sell ? min(held, wanted) : wanted, timeInForce: .goodTillCancelled)
            var fills: [Match] = []
            _ = engine.submit(order, from: trader, fills: &fills)
            for fill in fills { clearing.settle(fill, fee: rate.fee(fill.price, fill.size)) }
            if side == .sell { promised[order.id] = order }
            #expect(clearing.total == Money(dollars: 4_000))
            #expect(isBalanced(clearing))
        }
        #expect(clearing.collateral(of: Self.market) > .zero)
        clearing.resolve(Self.market, payout: .yes)
        #expect(clearing.total == Money(dollars: 4_000))
    }
}
