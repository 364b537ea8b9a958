@testable import Features
import Market
import TestSupport
import Testing

/// Goal: what is kept together is what each would be alone. Method: plain decayed sums, and sums from scratch.
struct DecayBankTests {
    private struct Arrival {
        var time: Timestamp
        var x: Double
        var y: Double
    }

    private func arrivals(_ count: Int, seed: UInt64) -> [Arrival] {
        var generator = SeededGenerator(seed: seed)
        var time = monday
        return (0..<count).map { _ in
            time = time + .milliseconds(generator.int(in: 0...40_000))
            let x = 0.9 + 0.05 * generator.normal()
            return Arrival(time: time, x: x, y: 3 * x + 0.02 * generator.normal())
        }
    }

    /// Weights of the arrivals at a time.
    private func weights(_ arrivals: [Arrival], halfLife: Double, at time: Timestamp) -> [Double] {
        arrivals.map { Decay.factor(time.seconds(since: $0.time), halfLife: halfLife) }
    }

    private func dot(_ weights: [Double], _ values: [Double]) -> Double {
        zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 }
    }

    @Test func sumsDecayTogetherAsTheyWouldAlone() {
        var bank = DecayBank<2>(halfLife: 60)
        var first = DecayedSum(halfLife: 60)
        var second = DecayedSum(halfLife: 60)
        #expect(bank.value(0, at: monday) == 0)
        let arrivals = arrivals(400, seed: 1)
        for arrival in arrivals {
            bank.advance(to: arrival.time)
            bank.add(arrival.x, to: 0)
            bank.add(arrival.y, to: 1)
            first.add(arrival.x, at: arrival.time)
            second.add(arrival.y, at: arrival.time)
        }
        let end = arrivals[399].time + .seconds(31)
        #expect(isClose(bank.value(0, at: end), first.value(at: end), relative: 1e-12))
        #expect(isClose(bank.value(1, at: end), second.value(at: end), relative: 1e-12))
    }

    @Test func aSteadyStreamHasItsRate() {
        var bank = DecayBank<1>(halfLife: 30)
        for second in 0..<2_000 {
            bank.advance(to: monday + .milliseconds(500 * second))
            bank.add(1, to: 0)
        }
        #expect(isClose(bank.rate(0, at: monday + .milliseconds(999_750)), 2, relative: 1e-3))
    }

    @Test func momentsAreThoseOfWeightedValues() {
        var moments = DecayedMoments(halfLife: 300)
        #expect(moments.mean(at: monday).isNaN && moments.standardDeviation(at: monday).isNaN)
        let arrivals = arrivals(500, seed: 2)
        for arrival in arrivals { moments.add(arrival.x, at: arrival.time) }
        let end = arrivals[499].time + .seconds(100)
        let w = weights(arrivals, halfLife: 300, at: end)
        let mean = dot(w, arrivals.map(\.x)) / w.reduce(0, +)
        let variance = dot(w, arrivals.map { ($0.x - mean) * ($0.x - mean) }) / w.reduce(0, +)
        #expect(isClose(moments.mean(at: end), mean, relative: 1e-9))
        #expect(isClose(moments.standardDeviation(at: end), variance.squareRoot(), relative: 1e-9))
    }

    @Test func equalValuesDoNotVary() {
        var moments = DecayedMoments(halfLife: 300)
        for second in 0..<100 { moments.add(0.37, at: monday + .seconds(second)) }
        #expect(moments.standardDeviation(at: monday + .minutes(3)) == 0)
        #expect(isClose(moments.mean(at: monday + .minutes(3)), 0.37, relative: 1e-12))
    }

    @Test func aRegressionIsThatOfWeightedPoints() {
        var regression = DecayedRegression(halfLife: 600)
        #expect(regression.slope(at: monday).isNaN && regression.determination(at: monday).isNaN)
        let arrivals = arrivals(500, seed: 3)
        for arrival in arrivals { regression.add(x: arrival.x, y: arrival.y, at: arrival.time) }
        let end = arrivals[499].time
        let w = weights(arrivals, halfLife: 600, at: end)
        let total = w.reduce(0, +)
        let (x, y) = (dot(w, arrivals.map(\.x)) / total, dot(w, arrivals.map(\.y)) / total)
        let xx = dot(w, arrivals.map { ($0.x - x) * ($0.x - x) })
        let xy = dot(w, arrivals.map { ($0.x - x) * ($0.y - y) })
        let yy = dot(w, arrivals.map { ($0.y - y) * ($0.y - y) })
        #expect(isClose(regression.slope(at: end), xy / xx, relative: 1e-9))
        #expect(isClose(regression.determination(at: end), xy * xy / (xx * yy), relative: 1e-9))
    }

    @Test func aConstantXHasNoSlope() {
        var regression = DecayedRegression(halfLife: 600)
        for second in 0..<50 { regression.add(x: 0.37, y: Double(second), at: monday + .seconds(second)) }
        #expect(regression.slope(at: monday + .seconds(50)).isNaN)
    }
}
