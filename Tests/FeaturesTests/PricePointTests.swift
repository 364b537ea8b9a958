import Features
import Market
import TestSupport
import Testing

/// Goal: labels are told of every change of the YES token's quote, of every turn of a market's life, and of a standing
/// quote often enough that it never looks stale while it is confirmed.
struct PricePointTests {
    func points(staleness: Duration = .seconds(30), _ build: (inout EventScript) -> Void) -> [PricePoint] {
        var script = EventScript(start: monday)
        script.list(.sample(stalenessLimit: staleness))
        build(&script)
        var driver = Driver()
        driver.apply(script.events)
        return driver.points
    }

    func quote(_ bid: Double, _ ask: Double) -> PricePoint.Kind { .quote(bid: .usdc(bid), ask: .usdc(ask)) }

    @Test func aChangedQuoteIsSaidAtOnceAndADeeperChangeNot() {
        let points = points { script in
            script.snapshot(bids: [(0.40, 10), (0.39, 10)], asks: [(0.42, 10)])
            script.delta(.bid, 0.39, 50)
            script.delta(.bid, 0.41, 5)
            script.delta(.bid, 0.41, 6)
            script.trade(0.42, 1, .buy)
            script.delta(.bid, 0.41, 0)
        }
        #expect(points.map(\.kind) == [quote(0.40, 0.42), quote(0.41, 0.42), quote(0.40, 0.42)])
    }

    @Test func aStandingQuoteIsConfirmedAfterATwentiethOfTheStalenessLimit() {
        let points = points { script in
            script.quote(0.40, 0.42)
            for _ in 0..<8 {
                script.wait(.milliseconds(500))
                script.quote(0.40, 0.42)
            }
        }
        #expect(points.map { $0.time - monday } == [.zero, .milliseconds(2_000), .milliseconds(4_000)])
        let slow = self.points(staleness: .minutes(16)) { script in
            for _ in 0..<10 {
                script.quote(0.40, 0.42)
                script.wait(.seconds(20))
            }
        }
        #expect(slow.map { $0.time - monday } == [.zero, .seconds(60), .seconds(120), .seconds(180)])
    }

    @Test func theQuoteIsTheYesTokensWhoeverSpoke() {
        let points = points { script in
            script.asset = MarketID(1).no
            script.snapshot(bids: [(0.55, 1)], asks: [(0.60, 1)])
        }
        #expect(points == [PricePoint(market: MarketID(1), time: monday, kind: quote(0.40, 0.45))])
    }

    @Test func oneSidedEmptyAndCrossedBooksAreNoQuote() {
        let points = points { script in
            script.quote(0.40, nil)
            script.quote(0.40, 0.42)
            script.quote(0.42, 0.42)
            script.quote(nil, nil)
        }
        #expect(points.map(\.kind) == [.noQuote, quote(0.40, 0.42), .noQuote])
    }

    @Test func everyTurnOfLifeIsSaid() {
        let payout = PricePoint.Kind.resolved(.no, knownAt: monday + .hours(9))
        let points = points { script in
            script.quote(0.40, 0.42)
            script.append(.gap)
            script.append(.gap)
            script.append(.resynced)
            script.quote(0.40, 0.42)
            script.append(.closed)
            script.quote(0.10, 0.12)
            script.wait(.hours(8))
            script.append(.resolved(.no, knownAt: monday + .hours(9)))
        }
        #expect(
            points.map(\.kind) == [
                quote(0.40, 0.42), .gap, .gap, .resynced, quote(0.40, 0.42), .closed, payout,
            ])
        #expect(points.last?.time == monday + .hours(8))
    }

    @Test func theEndOfARecordingIsSaid() {
        #expect(points { $0.append(.recordingEnded) }.map(\.kind) == [.recordingEnded])
    }

    @Test func aChangeOfTickSizeLeavesTheQuoteStandingUntilTheNextBook() {
        let points = points { script in
            script.quote(0.40, 0.42)
            script.append(.tickChanged(10))
            script.delta(.bid, 0.405, 1)
            script.snapshot(bids: [(0.405, 1)], asks: [(0.42, 1)])
        }
        #expect(points.map(\.kind) == [quote(0.40, 0.42), quote(0.405, 0.42)])
    }

    @Test func aLostLinkSilencesEveryLiveMarketInTheirOrder() {
        var driver = Driver()
        for id in [7, 3, 5, 9] as [UInt32] {
            var script = EventScript(MarketID(id).yes, start: monday)
            script.list(.sample("market-\(id)"))
            script.snapshot(bids: [(0.40, 1)], asks: [(0.42, 1)])
            if id == 9 { script.append(.closed) }
            driver.apply(script.events)
        }
        let lost = driver.pipeline.apply(.disconnected, at: monday + .seconds(1))
        #expect(lost.map(\.market) == [3, 5, 7].map { MarketID($0) })
        #expect(lost.allSatisfy { $0.kind == .gap && $0.time == monday + .seconds(1) })
        let back = driver.pipeline.apply(.connected, at: monday + .seconds(2))
        #expect(back.map(\.market) == lost.map(\.market) && back.allSatisfy { $0.kind == .resynced })
        driver.draw(through: monday + .minutes(5))
        #expect(driver.rows.isEmpty, "a book is unknown until its next snapshot")
        var script = EventScript(MarketID(5).yes, start: monday + .minutes(5))
        script.snapshot(bids: [(0.40, 1)], asks: [(0.42, 1)])
        driver.apply(script.events)
        driver.draw(through: monday + .minutes(6))
        #expect(Set(driver.rows.map(\.asset.market)) == [MarketID(5)])
    }
}
