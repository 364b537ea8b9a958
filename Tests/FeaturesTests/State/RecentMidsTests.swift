@testable import Features
import Market
import Testing

/// Goal: a trade is compared with the last mid whose exchange time is before its own.
struct RecentMidsTests {
    @Test func theLastMidStrictlyBeforeTheTradeIsFound() {
        var mids = RecentMids()
        #expect(mids.doubleMid(before: monday) == nil)
        mids.record(9_900, exchangeTime: monday)
        mids.record(10_100, exchangeTime: monday + .seconds(5))
        #expect(mids.doubleMid(before: monday) == nil)
        #expect(mids.doubleMid(before: monday + .seconds(5)) == 9_900)
        #expect(mids.doubleMid(before: monday + .seconds(6)) == 10_100)
    }

    @Test func anUnhealthyBookHasNoMid() {
        var mids = RecentMids()
        mids.record(9_900, exchangeTime: monday)
        mids.record(0, exchangeTime: monday + .seconds(5))
        #expect(mids.doubleMid(before: monday + .seconds(9)) == nil)
        #expect(mids.doubleMid(before: monday + .seconds(3)) == 9_900)
    }

    @Test func sixteenAreKept() {
        var mids = RecentMids()
        for index in 0..<20 { mids.record(Int16(1_000 + index), exchangeTime: monday + .seconds(index)) }
        #expect(mids.doubleMid(before: monday + .seconds(4)) == nil)
        #expect(mids.doubleMid(before: monday + .seconds(5)) == 1_004)
        #expect(mids.doubleMid(before: monday + .seconds(50)) == 1_019)
    }
}
