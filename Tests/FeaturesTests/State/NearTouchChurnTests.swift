@testable import Features
import Market
import TestSupport
import Testing

/// Goal: every price is found in the other book. Method: sizes by price in dictionaries, on random books that share prices,
/// reach beyond five ticks and have few levels.
struct NearTouchChurnTests {
    private struct Book {
        var bids: [Level]
        var asks: [Level]

        var levels: TopLevels { TopLevels(bids: bids, asks: asks, isMirrored: false) }
    }

    private func book(_ generator: inout SeededGenerator) -> Book {
        let bid = generator.int(in: 40...43)
        func side(_ start: Int, _ step: Int) -> [Level] {
            var tick = start
            return (0..<generator.int(in: 1...9)).map { _ in
                defer { tick += step * (generator.chance(0.8) ? 1 : 3) }
                return Level(
                    price: Price(checked: Int32(tick * 100)), size: Size(shares: Double(generator.int(in: 1...9)))!)
            }
        }
        return Book(bids: side(bid, -1), asks: side(bid + 1, 1))
    }

    /// Net change within five ticks of the better best price, and what was taken away.
    private func change(_ old: [Level], _ new: [Level], direction: Int32) -> (net: Double, decrease: Double) {
        func units(_ level: Level) -> Int32 { direction * level.price.units }
        let limit = max(units(old[0]), units(new[0])) - 500
        func near(_ side: [Level]) -> [Int32: Double] {
            let kept = side.prefix(6).filter { units($0) >= limit }
            return Dictionary(uniqueKeysWithValues: kept.map { (units($0), $0.size.shares) })
        }
        let (before, after) = (near(old), near(new))
        let changes = Set(before.keys).union(after.keys).map { (after[$0] ?? 0) - (before[$0] ?? 0) }
        return (changes.reduce(0, +), changes.reduce(0) { $0 + max(0, -$1) })
    }

    @Test(arguments: 0..<20 as Range<UInt64>) func changesAreThoseOfSizesByPrice(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var churn = NearTouchChurn()
        var last = book(&generator)
        var (bids, asks, decrease) = (0.0, 0.0, 0.0)
        for _ in 0..<100 {
            var next = book(&generator)
            // As often only sizes change.
            if generator.chance(0.5) {
                next = last
                next.bids[0].size = Size(shares: Double(generator.int(in: 1...9)))!
            }
            // At one moment, so that nothing decays.
            churn.bookChanged(from: last.levels, to: next.levels, tick: 100, at: monday)
            let bid = change(last.bids, next.bids, direction: 1)
            let ask = change(last.asks, next.asks, direction: -1)
            bids += bid.net
            asks += ask.net
            decrease += bid.decrease + ask.decrease
            last = next
        }
        #expect(isClose(churn.netBids(at: monday), bids))
        #expect(isClose(churn.netAsks(at: monday), asks))
        #expect(isClose(churn.cancelTradeRatio(at: monday), decrease))
    }
}
