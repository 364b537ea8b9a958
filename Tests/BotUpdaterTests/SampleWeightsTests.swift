import Market
import Testing

@testable import BotUpdater

/// Goal: overlapping, related and old rows count for what they are worth. By hand, and by identities on random rows.
struct SampleWeightsTests {
    @Test func rowsThatOverlapShareTheirHour() {
        var set = ExampleSet.empty()
        set.add(minutes: 0)
        set.add(minutes: 30)
        set.add(minutes: 30, market: 1)
        // (0, 60] alone for 30 minutes, shared for 30: 0.75. The other market is alone.
        #expect(SampleWeights.uniqueness(set, rows: set.allRows) == [0.75, 0.75, 1])
    }

    @Test func uniquenessAddsUpToTheUnionOfIntervals() {
        var set = ExampleSet.empty()
        var random = SeededRandom(seed: 3)
        var minute = 0
        var union = 0
        var covered = 0
        for _ in 0..<500 {
            minute += random.index(below: 40) + 1
            let length = 1 + random.index(below: 90)
            set.add(minutes: minute, horizonMinutes: length)
            union += max(0, minute + length - max(covered, minute))
            covered = max(covered, minute + length)
        }
        let uniqueness = SampleWeights.uniqueness(set, rows: set.allRows)
        let sum = set.allRows.reduce(0.0) { sum, row in
            sum + uniqueness[row] * set.ends[row].seconds(since: set.times[row]) / 60
        }
        #expect(abs(sum - Double(union)) < 1e-6)
    }

    @Test func marketsOfOneEventWeighLessTheMoreTheyMoveTogether() {
        var set = ExampleSet.empty()
        set.add(minutes: 0, market: 0, event: 0)
        set.add(minutes: 0, market: 1, event: 0)
        set.add(minutes: 0, market: 2, event: 1)
        let weights = SampleWeights.weights(set, rows: set.allRows, eventCorrelation: 0.5)
        // 1 / (1 + 0.5) each, against 1.
        #expect(abs(weights[0] / weights[2] - 1 / 1.5) < 1e-12)
        #expect(weights[0] == weights[1])
        #expect(abs(weights.reduce(0, +) - 3) < 1e-12)
    }

    @Test func aRowLosesHalfItsWeightInFourteenDays() {
        var set = ExampleSet.empty()
        set.add(minutes: 0)
        set.add(minutes: 14 * 1_440)
        let weights = SampleWeights.weights(set, rows: [0, 1], eventCorrelation: 0.2, newest: set.times[1])
        #expect(abs(weights[0] / weights[1] - 0.5) < 1e-12)
    }

    @Test func noEventHoldsMoreThanItsShare() {
        var random = SeededRandom(seed: 8)
        for eventCount in [3, 10, 60, 200] {
            var weights: [Double] = []
            var groups: [UInt32] = []
            for event in 0..<eventCount {
                // Few events hold nearly everything.
                for _ in 0..<(event < 3 ? 500 : 1) {
                    weights.append(0.5 + random.unit())
                    groups.append(UInt32(event))
                }
            }
            let small = weights[weights.count - 1]
            SampleWeights.cap(&weights, groups: groups)
            var sums = [Double](repeating: 0, count: eventCount)
            for (weight, group) in zip(weights, groups) { sums[Int(group)] += weight }
            let share = max(0.02, 2 / Double(eventCount))
            #expect(sums.allSatisfy { $0 <= share * sums.reduce(0, +) + 1e-9 })
            if eventCount > 3 { #expect(weights[weights.count - 1] == small) }
        }
    }

    @Test func correlationOfAnEventIsMeasuredOnCommonHours() {
        var set = ExampleSet.empty()
        var random = SeededRandom(seed: 2)
        var outcomes: [Double] = []
        for hour in 0..<200 {
            let shared = random.normal()
            for market in 0..<4 as Range<UInt32> {
                set.add(minutes: 60 * hour, market: market, event: market / 2)
                outcomes.append(0.8.squareRoot() * shared + 0.2.squareRoot() * random.normal())
            }
        }
        let correlation = SampleWeights.eventCorrelation(set, rows: set.allRows, outcomes: outcomes)
        #expect(abs(correlation - 0.8) < 0.06)
        let independent = outcomes.map { _ in random.normal() }
        #expect(SampleWeights.eventCorrelation(set, rows: set.allRows, outcomes: independent) == 0.2)
        #expect(SampleWeights.eventCorrelation(set, rows: [0, 1], outcomes: [1, 1]) == 0.2)
    }

    @Test func anEventHourCountsOnceHoweverOftenItIsSampled() {
        var rare = ExampleSet.empty()
        var often = ExampleSet.empty()
        for hour in 0..<10 {
            rare.add(minutes: 60 * hour)
            for step in 0..<12 { often.add(minutes: 60 * hour + 5 * step) }
        }
        let size = { (set: ExampleSet) in
            effectiveSampleSize(set, rows: set.allRows, weights: [Double](repeating: 1, count: set.rowCount))
        }
        #expect(size(rare) == 10)
        #expect(abs(size(often) - 10) < 1e-12)
    }

    @Test func mirroredRowsAddNoEvidence() {
        let set = SyntheticMarket(marketCount: 12, hours: 30, seed: 4).examples()
        let size = { (set: ExampleSet) in
            let correlation = SampleWeights.eventCorrelation(set, rows: set.allRows, outcomes: set.logitMoves)
            let weights = SampleWeights.weights(set, rows: set.allRows, eventCorrelation: correlation)
            return effectiveSampleSize(set, rows: set.allRows, weights: weights)
        }
        #expect(abs(size(set.mirrored) / size(set) - 1) < 1e-12)
    }
}
