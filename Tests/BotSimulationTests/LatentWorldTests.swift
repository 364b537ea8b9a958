import Glibc
import Market
import Testing

@testable import BotSimulation

/// Goal: the hidden world obeys the equations of `Scenario`: the oracle is the mean of what comes, and the price that
/// is
/// quoted is paid. The beliefs alone are simulated, so months take a second.
struct LatentWorldTests {
    static let start = Timestamp(seconds: 1_767_571_200)

    /// Calls `visit` every hour of `days` days; events are born anew at once when they have closed.
    private func run(
        _ scenario: Scenario, seed: UInt64, days: Int, visit: (LatentWorld) -> Void
    ) -> LatentWorld {
        var world = LatentWorld(scenario: scenario, seed: seed)
        for slot in world.slots.indices { _ = world.bear(slot: slot, at: Self.start, isInitial: true) }
        for minute in 1...days * 1_440 {
            let time = Self.start + .minutes(minute)
            for index in world.step(to: time) { world.close(index) }
            for slot in world.slots.indices where world.slots[slot].openCount == 0 {
                _ = world.bear(slot: slot, at: time, isInitial: false)
            }
            if minute % 60 == 0 { visit(world) }
        }
        return world
    }

    /// Regression of the belief's move on what was expected of it: slope one, and the R2 that it should have.
    @Test func whatTheOracleExpectsIsTheMeanOfWhatComes() {
        var before: [Int: (belief: Double, expected: Double)] = [:]
        var (xy, xx, yy, ee, count) = (0.0, 0.0, 0.0, 0.0, 0)
        _ = run(.default, seed: 1, days: 21) { world in
            for index in world.live {
                if let (belief, expected) = before[index] {
                    let move = world.markets[index].belief - belief
                    xy += expected * move
                    xx += expected * expected
                    yy += move * move
                    ee += (move - expected) * (move - expected)
                    count += 1
                }
                before[index] = (
                    world.markets[index].belief, world.expectedMove(world.markets[index].id, over: .hours(1))
                )
            }
        }
        #expect(count > 25_000)
        #expect(abs(xy / xx - 1) < 0.08)
        #expect((0.065...0.1).contains(1 - ee / yy))
        #expect(abs((yy / Double(count)).squareRoot() - 0.12) < 0.01)
    }

    /// The mean of payout minus price, and of that on the side of the favourite, are zero within four standard errors:
    /// neither YES nor the long shot is systematically dear.
    @Test(arguments: [Scenario.default, .martingale])
    func theWorldPaysWhatItQuotes(scenario: Scenario) {
        var quoted: [(market: Int, probability: Double)] = []
        var paid: [Int: Double] = [:]
        for seed in 1...2 {
            var seen: Set<Int> = []
            let world = run(scenario, seed: UInt64(seed), days: 30) { world in
                // Each market once, when it is first seen; one side of a pair.
                for index in world.live where world.markets[index].mirrorOf == nil && seen.insert(index).inserted {
                    quoted.append((seed * 10_000 + index, world.markets[index].probability))
                }
            }
            for market in world.markets {
                if let payout = market.payout { paid[seed * 10_000 + Int(market.id.rawValue)] = payout.dollars }
            }
        }
        var (all, favourite, variance, count) = (0.0, 0.0, 0.0, 0.0)
        for (market, probability) in quoted {
            guard let payout = paid[market] else { continue }
            all += payout - probability
            favourite += (payout - probability) * (probability > 0.5 ? 1 : -1)
            variance += probability * (1 - probability)
            count += 1
        }
        #expect(count > 120)
        #expect(abs(all) < 4 * variance.squareRoot())
        #expect(abs(favourite) < 4 * variance.squareRoot())
    }

    @Test func bothSidesOfAPairAreOneBelief() {
        var pairs = 0
        let world = run(.default, seed: 2, days: 20) { world in
            for index in world.live {
                guard let original = world.markets[index].mirrorOf else { continue }
                #expect(world.markets[index].belief == -world.markets[original].belief)
                #expect(world.markets[index].gap == -world.markets[original].gap)
                pairs += 1
            }
        }
        #expect(pairs > 1_000)
        for market in world.markets {
            if let original = market.mirrorOf { #expect(market.payout == world.markets[original].payout?.complement) }
        }
    }

    /// A martingale's gap belongs to nothing: it has the law of the other, and the belief never follows it.
    @Test func aMartingaleExpectsNothingOfTheGap() {
        var (drift, gaps, real) = (0.0, 0.0, 0.0)
        _ = run(.martingale, seed: 3, days: 7) { world in
            for index in world.live {
                let expected = world.expectedMove(world.markets[index].id, over: .hours(1))
                drift += expected * expected
                gaps += world.markets[index].gap * world.markets[index].gap
                // What is left is the drift that makes the probability a martingale: away from a half.
                #expect(expected * world.markets[index].belief >= 0)
            }
        }
        _ = run(.default, seed: 3, days: 7) { world in
            for index in world.live { real += world.markets[index].gap * world.markets[index].gap }
        }
        #expect(drift < 0.02 * gaps)
        #expect((0.8...1.25).contains(gaps / real))
    }

    @Test func theWeekHasARhythmOfMeanOne() {
        let hours = (0..<168).map { Rhythm.activity(at: Self.start + .hours($0)) }
        #expect(abs(hours.reduce(0, +) / 168 - 1) < 0.001)
        // Monday eight in the evening against four in the morning, and against Saturday.
        #expect(hours[20] > 2.5 * hours[8])
        #expect(abs(hours[20] / hours[5 * 24 + 20] - 1.1 / 0.75) < 1e-9)
    }
}
