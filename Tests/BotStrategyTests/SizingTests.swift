import BotStrategy
import Market
import Testing

/// Goal: a size follows edge and variance, and never more than may be lost.
struct SizingTests {
    private let bankroll = Money(dollars: 10_000)

    /// By hand: 0.25 * 10,000 * 0.01 / 0.05^2 = 10,000 shares, cut to 2 % of the bankroll at 0.50: 400 shares.
    @Test func theLossLimitBindsOrdinaryEdges() {
        let size = Sizing().size(bankroll: bankroll, edge: 0.01, deviation: 0.05, price: 0.5)
        #expect(size.shares == 400)
    }

    /// By hand: 0.25 * 10,000 * 0.0001 / 0.5^2 = 1 share.
    @Test func aSmallEdgeWithMuchNoiseIsSmall() {
        #expect(Sizing().size(bankroll: bankroll, edge: 0.000_1, deviation: 0.5, price: 0.5).shares == 1)
    }

    /// Original failure 21: the size did not know the price. A long shot may lose no more than a favourite.
    @Test func theMostThatCanBeLostIsTheSameAtEveryPrice() {
        for percent in 1..<100 {
            let price = Double(percent) / 100
            let size = Sizing().size(bankroll: bankroll, edge: 0.05, deviation: 0.01, price: price)
            #expect(size.shares * price <= 200.000_001 && size.shares * price > 199)
        }
    }

    @Test func withoutAnEdgeThereIsNoSize() {
        for edge in [0, -0.01, -.infinity, .nan] {
            #expect(Sizing().size(bankroll: bankroll, edge: edge, deviation: 0.1, price: 0.5) == .zero)
        }
        #expect(Sizing().size(bankroll: bankroll, edge: 0.01, deviation: 0, price: 0.5) == .zero)
        #expect(Sizing().size(bankroll: .zero, edge: 0.01, deviation: 0.1, price: 0.5) == .zero)
    }
}
