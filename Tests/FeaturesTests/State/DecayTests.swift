@testable import Features
import Glibc
import Market
import TestSupport
import Testing

/// Goal: decayed sums and means are exact for irregular arrivals. Method: halves by hand, and sums from scratch.
struct DecayTests {
    @Test func aSumHalvesEachHalfLife() {
        var sum = DecayedSum(halfLife: 60)
        #expect(sum.value(at: monday) == 0)
        sum.add(8, at: monday)
        #expect(sum.value(at: monday) == 8)
        #expect(isClose(sum.value(at: monday + .seconds(60)), 4, relative: 1e-12))
        sum.add(1, at: monday + .seconds(120))
        #expect(isClose(sum.value(at: monday + .seconds(120)), 3, relative: 1e-12))
    }

    @Test func readingChangesNothing() {
        var read = DecayedSum(halfLife: 7)
        var unread = read
        var generator = SeededGenerator(seed: 3)
        var time = monday
        for _ in 0..<500 {
            time = time + .milliseconds(generator.int(in: 1...9_000))
            let x = generator.normal()
            _ = read.value(at: time + .seconds(5))
            read.add(x, at: time)
            unread.add(x, at: time)
        }
        #expect(read.value(at: time).bitPattern == unread.value(at: time).bitPattern)
    }

    @Test func aSumEqualsTheSumFromScratch() {
        var generator = SeededGenerator(seed: 4)
        var sum = DecayedSum(halfLife: 300)
        var samples: [(time: Timestamp, x: Double)] = []
        var time = monday
        for _ in 0..<1_000 {
            time = time + .milliseconds(generator.int(in: 1...20_000))
            samples.append((time, generator.uniform()))
            sum.add(samples[samples.count - 1].x, at: time)
        }
        let naive = samples.reduce(0) { $0 + $1.x * exp2(-time.seconds(since: $1.time) / 300) }
        #expect(isClose(sum.value(at: time), naive, relative: 1e-9))
    }

    @Test func aTimeWeightedMeanStartsAtItsFirstValueAndMovesHalfWayInAHalfLife() {
        var mean = TimeWeightedMean(halfLife: 300)
        #expect(mean.value(at: monday).isNaN)
        mean.set(10, at: monday)
        #expect(mean.value(at: monday + .hours(1)) == 10)
        mean.set(30, at: monday + .hours(1))
        #expect(mean.value(at: monday + .hours(1)) == 10)
        #expect(mean.value(at: monday + .hours(1) + .seconds(300)) == 20)
    }

    @Test func aTimeWeightedMeanPausesWhileTheValueIsUnknown() {
        var mean = TimeWeightedMean(halfLife: 300)
        mean.set(10, at: monday)
        mean.set(30, at: monday + .seconds(300))
        mean.set(.nan, at: monday + .seconds(600))
        #expect(mean.value(at: monday + .hours(9)) == 20)
        mean.set(20, at: monday + .hours(9))
        #expect(mean.value(at: monday + .hours(10)) == 20)
    }
}
