@testable import Features
import Market
import TestSupport
import Testing

/// Goal: fitted tables say what the data they were made from say. Method: made-up worlds whose answer is known.
struct FittedTableTests {
    @Test func theMicroPriceIsTheExpectedMoveOfAWorldWithOneMove() throws {
        var fit = MicroPriceFit()
        #expect(fit.table == nil)
        // A heavy bid rises by one tick in one of four changes, and is then balanced; balance never moves by itself.
        for _ in 0..<30 {
            fit.add(from: (0.95, 1), to: (0.95, 1), midChange: 0)
            fit.add(from: (0.95, 1), to: (0.95, 1), midChange: 0)
            fit.add(from: (0.95, 1), to: (0.95, 1), midChange: 0)
            fit.add(from: (0.95, 1), to: (0.55, 1), midChange: 1)
            fit.add(from: (0.55, 1), to: (0.45, 1), midChange: 0)
            fit.add(from: (0.55, 1), to: (0.55, 1), midChange: 1)
            fit.add(from: (0.55, 1), to: (0.45, 1), midChange: -1)
        }
        let table = try #require(fit.table)
        func gap(_ bid: Double, _ ask: Double, spread: Int = 1) -> Double {
            table.gap(bidSize: bid, askSize: ask, spreadTicks: spread)
        }
        #expect(isClose(gap(95, 5), 1, relative: 0.2))
        #expect(gap(5, 95) == -gap(95, 5))
        #expect(gap(7, 7) == 0)
        // On the edges of bins as inside of them.
        for (bid, ask) in [(1.0, 9.0), (3, 7), (2.1, 4.9), (0.1, 0.2)] { #expect(gap(bid, ask) == -gap(ask, bid)) }
        #expect(gap(95, 5, spread: 3) == 0)
        #expect(gap(.nan, .nan).isNaN && gap(0, 0).isNaN)
    }

    @Test func equationsAreSolved() throws {
        var rows = LinearRows(count: 3)
        for (place, value) in [0.0, 2, 1, 1, 1, 0, 3, 0, -1].enumerated() { rows[place / 3, place % 3] = value }
        let solution = try #require(rows.solved([7, 3, 0]))
        #expect(zip(solution, [1.0, 2, 3]).allSatisfy { isClose($0, $1, relative: 1e-12) })
        #expect(LinearRows(count: 2).solved([1, 1]) == nil)
    }

    @Test func anHourOfTheWeekSpeaksAfterTwoWeeks() {
        var baseline = HourOfWeekBaseline()
        #expect(HourOfWeekBaseline.hour(of: monday) == 0)
        #expect(HourOfWeekBaseline.hour(of: monday + .days(6) + .minutes(23 * 60 + 59)) == 167)
        baseline.add(10, hourStarting: monday + .hours(5))
        #expect(baseline.mean(at: monday + .hours(5)).isNaN)
        baseline.add(30, hourStarting: monday + .days(7) + .hours(5))
        #expect(baseline.mean(at: monday + .days(14) + .minutes(5 * 60 + 59)) == 20)
        #expect(baseline.mean(at: monday + .days(14) + .hours(6)).isNaN)
    }

    @Test func weightsAreTheLoadingsOfTheCommonFactor() throws {
        var generator = SeededGenerator(seed: 3)
        var fit = PrincipalFit()
        #expect(fit.weights == nil)
        let loadings = [5.0, 4, 3, 2, 1]
        for _ in 0..<5_000 {
            let factor = generator.normal()
            fit.add(loadings.map { $0 * factor + 0.05 * generator.normal() })
        }
        let weights = try #require(fit.weights).weights
        #expect(zip(weights, loadings).allSatisfy { isClose($0, $1 / 15, relative: 0.01) })
        #expect(isClose(PrincipalWeights.plain.weights.reduce(0, +), 1, relative: 1e-12))
    }
}
