import Market
import TestSupport
import Testing

/// Goal: the tests' own randomness is what it says. Method: published values, and moments.
struct SeededGeneratorTests {
    @Test func itIsSplitMix64() {
        // First outputs for seed 1234567, from the reference implementation of Vigna (prng.di.unimi.it/splitmix64.c).
        var generator = SeededGenerator(seed: 1_234_567)
        let values = (0..<3).map { _ in generator.next() }
        #expect(values == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    }

    @Test func drawsHaveTheMomentsOfTheirDistributions() {
        var generator = SeededGenerator(seed: 1)
        let normals = (0..<20_000).map { _ in generator.normal() }
        let mean = normals.reduce(0, +) / 20_000
        let square = normals.reduce(0) { $0 + $1 * $1 } / 20_000
        #expect(abs(mean) < 0.03 && abs(square - 1) < 0.05)
        let waits = (0..<20_000).map { _ in generator.exponential(mean: 3) }
        #expect(abs(waits.reduce(0, +) / 20_000 - 3) < 0.1)
        #expect(Set((0..<100).map { _ in generator.int(in: 2...4) }) == [2, 3, 4])
    }

    @Test func aRandomStreamIsInOrderAndTheSameForTheSameSeed() {
        var stream = RandomStream()
        stream.hasFaults = true
        let end = monday + .hours(2)
        let events = stream.events(seed: 1, from: monday, until: end)
        #expect(events == stream.events(seed: 1, from: monday, until: end))
        #expect(events != stream.events(seed: 2, from: monday, until: end))
        for (event, next) in zip(events, events.dropFirst()) {
            #expect(event.receiveTime <= next.receiveTime && event.exchangeTime < event.receiveTime)
        }
    }
}
