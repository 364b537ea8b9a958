@testable import Features
import Glibc
import Market
import Testing

/// Goal: the decayed volatility of the weighted mid. Method: two steps by hand.
struct EwmaVolatilityTests {
    func quote(_ mid: Int32, bidSize: Double = 10) -> BestQuote {
        BestQuote(bid: mid - 100, ask: mid + 100, bidSize: bidSize, askSize: 10)
    }

    func logit(_ p: Double) -> Double { log(p / (1 - p)) }

    @Test func theRateOfSquaredStepsIsCorrectedForTheAge() {
        var volatility = EwmaVolatility()
        volatility.bookChanged(to: quote(3_000), tick: 100, at: monday)
        volatility.bookChanged(to: quote(3_200), tick: 100, at: monday + .seconds(20))
        volatility.bookChanged(to: quote(3_100), tick: 100, at: monday + .seconds(50))
        let first = logit(0.32) - logit(0.30)
        let second = logit(0.31) - logit(0.32)
        let sum = first * first * exp2(-40.0 / 60) + second * second * exp2(-10.0 / 60)
        let expected = sqrt(sum * log(2) / (60 * (1 - exp2(-1.0))))
        #expect(isClose(volatility.value(0, at: monday + .seconds(60)), expected, relative: 1e-9))
    }

    @Test func aChangeOfSizeMovesTheWeightedMid() {
        var volatility = EwmaVolatility()
        volatility.bookChanged(to: quote(3_000), tick: 100, at: monday)
        volatility.bookChanged(to: quote(3_000, bidSize: 30), tick: 100, at: monday + .seconds(60))
        let step = logit(0.305) - logit(0.30)
        let expected = abs(step) * sqrt(log(2) / (60 * 0.5))
        #expect(isClose(volatility.value(0, at: monday + .seconds(60)), expected, relative: 1e-9))
    }

    @Test func itIsMissingUntilHalfOfTheHalfLifeWasObserved() {
        var volatility = EwmaVolatility()
        #expect(volatility.value(0, at: monday).isNaN)
        volatility.bookChanged(to: quote(3_000), tick: 100, at: monday)
        #expect(volatility.value(0, at: monday + .seconds(29)).isNaN)
        #expect(volatility.value(0, at: monday + .seconds(30)) == 0)
        #expect(volatility.value(2, at: monday + .seconds(7_199)).isNaN)
        #expect(volatility.value(2, at: monday + .seconds(7_200)) == 0)
    }

    @Test func aStepAcrossAnUnknownBookCountsNot() {
        var broken = EwmaVolatility()
        broken.bookChanged(to: quote(3_000), tick: 100, at: monday)
        broken.breakSeries()
        broken.bookChanged(to: quote(4_000), tick: 100, at: monday + .seconds(10))
        broken.bookChanged(to: nil, tick: 100, at: monday + .seconds(20))
        broken.bookChanged(to: quote(5_000), tick: 100, at: monday + .seconds(30))
        #expect(broken.value(0, at: monday + .seconds(60)) == 0)
    }
}
