@testable import Features
import Market
import TestSupport
import Testing

/// Goal: what is remembered of trades says what its definition says. Method: by hand, and bucket by bucket.
struct TradeStateTests {
    @Test func strengthByHand() {
        var strength = WilderStrength(period: 2)
        strength.add(3)
        #expect(strength.value.isNaN)
        strength.add(-1)
        #expect(strength.value == 0.75)
        strength.add(1)
        // Rises (1.5 + 1) / 2, falls 0.5 / 2.
        #expect(isClose(strength.value, 1.25 / 1.5, relative: 1e-12))
        var still = WilderStrength(period: 2)
        for _ in 0..<9 { still.add(0) }
        #expect(still.value.isNaN)
    }

    @Test func dailyVolumesKnowTheMedianOfSevenDays() {
        var days = DailyVolumes()
        #expect(days.median.isNaN)
        for (day, volume) in [10.0, 50, 20, 40, 30, 60, 70, 1_000].enumerated() {
            days.advance(to: monday + .days(day) + .hours(3))
            days.add(volume / 2)
            days.advance(to: monday + .days(day) + .hours(23))
            days.add(volume / 2)
        }
        #expect(days.median == 40)
        days.advance(to: monday + .days(8))
        #expect(days.median == 50)
        days.advance(to: monday + .days(30))
        #expect(days.median == 0)
    }

    @Test func bucketsOfVolumeFillAcrossTrades() {
        var generator = SeededGenerator(seed: 4)
        var clock = VolumeClock()
        clock.add(500, sign: 1, at: monday)
        #expect(clock.value.isNaN)
        // 500 shares a day: buckets of 10.
        var tape: [Double] = []
        var time = monday + .days(1)
        for _ in 0..<400 {
            let sign = generator.chance(0.6) ? 1.0 : -1.0
            let shares = Double(generator.int(in: 1...25))
            time = time + .seconds(20)
            clock.add(shares, sign: sign, at: time)
            tape += Array(repeating: sign, count: Int(shares))
            let completed = tape.count / 10
            let imbalances = (max(0, completed - 50)..<completed).map { bucket in
                abs(tape[bucket * 10..<bucket * 10 + 10].reduce(0, +)) / 10
            }
            let expected = completed < 10 ? .nan : imbalances.reduce(0, +) / Double(imbalances.count)
            #expect(isClose(clock.value, expected, relative: 1e-9))
        }
    }

    @Test func oneHugeTradeFillsEveryBucket() {
        var clock = VolumeClock()
        clock.add(500, sign: 1, at: monday)
        #expect(clock.add(1e9, sign: -1, at: monday + .days(1)) <= 51)
        #expect(clock.value == 1)
    }

    @Test func aTradeIsCreditedAfterFiveMinutes() {
        var markouts = Markouts()
        markouts.add(sign: 1, doubleMid: 8_000, tick: 100, at: monday)
        markouts.add(sign: -1, doubleMid: 8_000, tick: 100, at: monday + .seconds(60))
        markouts.advance(to: monday + .minutes(5), doubleMid: 8_200)
        #expect(markouts.mean(at: monday + .minutes(5)).isNaN)
        markouts.advance(to: monday + .seconds(301), doubleMid: 8_200)
        #expect(isClose(markouts.mean(at: monday + .seconds(301)), 1, relative: 1e-12))
        markouts.advance(to: monday + .minutes(7), doubleMid: 8_600)
        // +1 tick, and -3 ticks a minute later.
        let early = Decay.factor(60, halfLife: 3_600)
        #expect(isClose(markouts.mean(at: monday + .hours(2)), (early - 3) / (early + 1), relative: 1e-9))
    }

    @Test func aTradeThatEndsWithoutAMidIsNotCredited() {
        var markouts = Markouts()
        markouts.add(sign: 1, doubleMid: 8_000, tick: 100, at: monday)
        markouts.advance(to: monday + .minutes(6), doubleMid: nil)
        #expect(markouts.mean(at: monday + .minutes(6)).isNaN)
    }

    @Test func aSpreadRecoversOrIsGivenUp() {
        var recovery = SpreadRecovery()
        recovery.traded(spread: 200, mean: 200, at: monday)
        recovery.changed(to: 500, at: monday + .seconds(1))
        recovery.changed(to: 300, at: monday + .seconds(20))
        #expect(recovery.mean(at: monday + .seconds(20)).isNaN)
        recovery.changed(to: 200, at: monday + .seconds(40))
        #expect(recovery.mean(at: monday + .seconds(50)) == 40)
        recovery.traded(spread: 200, mean: 200, at: monday + .seconds(100))
        recovery.changed(to: 400, at: monday + .seconds(100))
        recovery.expire(at: monday + .seconds(999))
        #expect(recovery.mean(at: monday + .seconds(999)) == 40)
        recovery.expire(at: monday + .seconds(1_000))
        let weight = Decay.factor(960, halfLife: 86_400)
        #expect(
            isClose(recovery.mean(at: monday + .hours(1)), (40 * weight + 900) / (weight + 1), relative: 1e-9))
    }

    @Test func aTradeThatWidensNothingStartsNothing() {
        var recovery = SpreadRecovery()
        recovery.traded(spread: 200, mean: 300, at: monday)
        recovery.changed(to: 250, at: monday + .seconds(1))
        recovery.changed(to: 100, at: monday + .seconds(9))
        #expect(recovery.mean(at: monday + .seconds(9)).isNaN)
        recovery.traded(spread: 200, mean: 200, at: monday + .seconds(10))
        recovery.changed(to: 400, at: monday + .seconds(10))
        recovery.changed(to: .nan, at: monday + .seconds(11))
        recovery.changed(to: 200, at: monday + .seconds(12))
        #expect(recovery.mean(at: monday + .seconds(12)).isNaN)
    }

    @Test func theFirstLevelsFlowIsTheBestLevels() {
        var generator = SeededGenerator(seed: 9)
        var levels = LevelFlow()
        var best = OrderFlow()
        var last = TopLevels.none
        var time = monday
        func side(_ start: Int32, _ step: Int32) -> [Level] {
            (0..<Int32(generator.int(in: 1...7))).map { index in
                Level(
                    price: Price(checked: start + index * step),
                    size: Size(shares: Double(generator.int(in: 1...90)))!)
            }
        }
        for _ in 0..<300 {
            time = time + .milliseconds(generator.int(in: 1...5_000))
            let bid = Int32(generator.int(in: 40...44) * 100)
            let (bids, asks) = (side(bid, -100), side(bid + 100, 100))
            let new = TopLevels(bids: bids, asks: asks, isMirrored: false)
            levels.bookChanged(from: last, to: new, at: time)
            last = new
            best.bookChanged(
                to: BestQuote(
                    bid: bids[0].price.units, ask: asks[0].price.units, bidSize: bids[0].size.shares,
                    askSize: asks[0].size.shares),
                at: time)
        }
        #expect(isClose(levels.value(0, at: time), best.value(1, at: time), relative: 1e-9, absolute: 1e-6))
        #expect((1..<5).allSatisfy { levels.value($0, at: time).isFinite })
    }

    @Test func theFlowOfTheOtherTokenIsTheNegative() {
        let bids = [Level(price: Price(checked: 4_000), size: Size(shares: 10)!)]
        let asks = [Level(price: Price(checked: 4_200), size: Size(shares: 30)!)]
        let more = [Level(price: Price(checked: 4_100), size: Size(shares: 7)!)] + bids
        var own = LevelFlow()
        var other = LevelFlow()
        var (lastOwn, lastOther) = (TopLevels.none, TopLevels.none)
        for (step, side) in [bids, more].enumerated() {
            let time = monday + .seconds(60 * step)
            let newOwn = TopLevels(bids: side, asks: asks, isMirrored: false)
            let newOther = TopLevels(bids: asks, asks: side, isMirrored: true)
            own.bookChanged(from: lastOwn, to: newOwn, at: time)
            other.bookChanged(from: lastOther, to: newOther, at: time)
            (lastOwn, lastOther) = (newOwn, newOther)
        }
        for level in 0..<5 {
            let time = monday + .seconds(70)
            #expect(own.value(level, at: time) == -other.value(level, at: time))
        }
        #expect(own.value(0, at: monday + .seconds(60)) == 7)
        #expect(own.value(1, at: monday + .seconds(60)) == 10)
    }
}
