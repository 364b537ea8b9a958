@testable import Features
import Market
import TestSupport
import Testing

/// Goal: rings of the last hour say what plain lists say. Method: random times with silences, against lists.
struct RecentRingTests {
    @Test(arguments: [1, 2] as [UInt64]) func minutesOfVolume(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var volumes = MinuteVolumes()
        var trades: [(time: Timestamp, shares: Double)] = []
        var time = monday
        #expect(volumes.sum(at: time) == 0)
        for _ in 0..<3_000 {
            time = time + .seconds(generator.int(in: 0...(generator.chance(0.02) ? 6_000 : 90)))
            let first = time.floored(to: .minutes(1)) - .minutes(59)
            let expected = trades.reduce(0) { $1.time >= first ? $0 + $1.shares : $0 }
            #expect(isClose(volumes.sum(at: time), expected, relative: 1e-12))
            guard generator.chance(0.6) else { continue }
            let shares = Double(generator.int(in: 1...400))
            volumes.add(shares, at: time)
            trades.append((time, shares))
        }
    }

    @Test(arguments: [3, 4] as [UInt64]) func takersOfTheNewestTrades(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var ring = TakerRing()
        var trades: [(time: Timestamp, trader: TraderID, shares: Double)] = []
        var time = monday
        var isFull = false
        for _ in 0..<4_000 {
            time = time + .seconds(generator.int(in: 0...(generator.chance(0.002) ? 6_000 : 7)))
            let trader = generator.chance(0.9) ? TraderID(UInt64(generator.int(in: 1...40))) : nil
            let shares = Double(generator.int(in: 1...400))
            ring.add(trader, shares: shares, at: time)
            #expect(ring.isNamed == (trader != nil))
            if let trader { trades.append((time, trader, shares)) }
            guard generator.chance(0.05) else { continue }
            let now = time + .seconds(generator.int(in: 0...100))
            let first = now.floored(to: .minutes(1)) - .minutes(59)
            let recent = trades.suffix(512).filter { $0.time >= first }
            isFull = isFull || recent.count == 512
            let byTrader = Dictionary(grouping: recent, by: \.trader).mapValues { $0.reduce(0) { $0 + $1.shares } }
            let total = recent.reduce(0) { $0 + $1.shares }
            let (count, largestShare) = ring.summary(at: now)
            #expect(count == byTrader.count)
            #expect(isClose(largestShare, (byTrader.values.max() ?? .nan) / total, relative: 1e-12))
        }
        #expect(isFull)
    }

    @Test(arguments: [5, 6] as [UInt64]) func aReferenceIsThePriceInForce(seed: UInt64) {
        let end = monday + .hours(6)
        let prices = ReferencePrice.random("BTC", seed: seed, from: monday, until: end)
            .filter { $0.value > 0 && $0.receiveTime - $0.exchangeTime <= .seconds(60) }
        var generator = SeededGenerator(seed: seed)
        var series = ReferenceSeries(name: "BTC", start: monday)
        func inForce(_ time: Timestamp, before now: Timestamp) -> Double {
            guard let last = prices.last(where: { $0.receiveTime <= min(time, now) }) else { return .nan }
            return time - last.receiveTime <= .seconds(60) ? last.value : .nan
        }
        var (next, present) = (0, 0)
        var time = monday
        while time < end {
            time = time + .seconds(generator.int(in: 1...400))
            while next < prices.count, prices[next].receiveTime <= time {
                series.set(prices[next].value, at: prices[next].receiveTime)
                next += 1
            }
            series.advance(through: time)
            let slot = (time - .minutes(15)).floored(to: .seconds(10))
            let expected = inForce(time, before: time) / inForce(slot, before: time) - 1
            #expect(isClose(series.move(at: time), expected, relative: 1e-12))
            present += expected.isNaN ? 0 : 1
        }
        #expect(present > 30)
    }
}
