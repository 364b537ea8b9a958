@testable import Features
import Market
import TestSupport
import Testing

/// Goal: order flow imbalance by the formula of Cont, Kukanov and Stoikov. Method: each case of the formula by hand.
struct OrderFlowTests {
    func quote(_ bid: Int32, _ bidSize: Double, _ ask: Int32, _ askSize: Double) -> BestQuote {
        BestQuote(bid: bid, ask: ask, bidSize: bidSize, askSize: askSize)
    }

    @Test func eachCaseOfTheFormula() {
        let old = quote(4_900, 100, 5_100, 80)
        let cases: [(BestQuote, Double)] = [
            (quote(4_900, 130, 5_100, 80), 30),  // bid grows
            (quote(4_900, 60, 5_100, 80), -40),  // bid shrinks
            (quote(4_900, 100, 5_100, 50), 30),  // ask shrinks
            (quote(5_000, 10, 5_100, 80), 10),  // bid rises: its whole size is new
            (quote(4_800, 500, 5_100, 80), -100),  // bid falls: the old size is gone
            (quote(4_900, 100, 5_000, 20), -20),  // ask falls
            (quote(4_900, 100, 5_200, 999), 80),  // ask rises: the old size is gone
        ]
        for (new, expected) in cases { #expect(OrderFlow.flow(from: old, to: new) == expected) }
    }

    @Test func theOtherTokenSeesTheOpposite() {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<200 {
            let quotes = (0..<2).map { _ in
                let bid = Int32(generator.int(in: 40...60)) * 100
                return quote(bid, generator.uniform(), bid + 100 * Int32(generator.int(in: 1...3)), generator.uniform())
            }
            let flow = OrderFlow.flow(from: quotes[0], to: quotes[1])
            let mirrored = OrderFlow.flow(from: quotes[0].mirrored, to: quotes[1].mirrored)
            #expect(isClose(flow, -mirrored, relative: 1e-12))
        }
    }

    @Test func itIsMissingUntilHalfOfTheHalfLifeWasObserved() {
        var flow = OrderFlow()
        flow.bookChanged(to: quote(4_900, 100, 5_100, 80), at: monday)
        flow.bookChanged(to: quote(4_900, 130, 5_100, 80), at: monday + .seconds(1))
        #expect(flow.value(0, at: monday + .seconds(4)).isNaN)
        #expect(isClose(flow.value(0, at: monday + .seconds(11)), 15))
        #expect(flow.value(1, at: monday + .seconds(29)).isNaN)
        #expect(isClose(flow.value(1, at: monday + .seconds(61)), 15))
        #expect(isClose(flow.value(2, at: monday + .seconds(301)), 15))
    }

    @Test func aNewEpochIsNoOrderFlow() {
        var flow = OrderFlow()
        flow.bookChanged(to: quote(4_900, 100, 5_100, 80), at: monday)
        flow.startEpoch()
        flow.bookChanged(to: quote(5_900, 900, 6_100, 80), at: monday + .seconds(60))
        #expect(flow.value(0, at: monday + .seconds(60)).isNaN)
        #expect(flow.value(0, at: monday + .seconds(70)) == 0)
    }

    @Test func quotesWithoutSizesGiveNone() {
        var flow = OrderFlow()
        flow.bookChanged(to: quote(4_900, .nan, 5_100, .nan), at: monday)
        flow.bookChanged(to: quote(5_000, .nan, 5_100, .nan), at: monday + .seconds(1))
        #expect(flow.value(0, at: monday + .hours(1)).isNaN)
    }
}
