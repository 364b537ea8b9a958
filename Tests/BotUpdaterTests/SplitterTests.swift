import Market
import Testing

@testable import BotUpdater

/// Goal: a thin test part is lengthened while training can spare the hours, and never beyond.
struct SplitterTests {
    private func split(markets: UInt32, hours: Int) throws -> (split: TimeSplit, set: ExampleSet) {
        var set = ExampleSet.empty()
        for step in 0..<4 * hours {
            for market in 0..<markets { set.add(minutes: 15 * step, market: market) }
        }
        let settings = UpdaterSettings(columns: SyntheticMarket.plan(), seed: 1)
        let now = ExampleSet.origin + .hours(hours)
        let tier = Tier.a.requirements!
        return (try Splitter(examples: set, settings: settings, asOf: now).split(tier), set)
    }

    private func length(_ split: TimeSplit) -> Duration { split.testEnd - split.testStart }

    @Test func enoughEvidenceKeepsTheTablesLength() throws {
        // 20 events in 24 hours are 480 event-hours.
        #expect(length(try split(markets: 20, hours: 119).split) == .hours(24))
    }

    @Test func aThinTestPartGrowsBySixHours() throws {
        // 10 events need 30 hours for 300 event-hours; 119 h of journal leave training more than its 18.
        let (split, set) = try split(markets: 10, hours: 119)
        #expect(length(split) == .hours(30))
        let weights = split.test.map { _ in 1.0 }
        #expect(effectiveSampleSize(set, rows: split.test, weights: weights) >= 300)
    }

    @Test func trainingKeepsItsMinimum() throws {
        // 2 events would need 150 hours. The test part takes what training can spare and stops.
        let (split, set) = try split(markets: 2, hours: 119)
        #expect(length(split) > .hours(48))
        #expect(Set(split.train.map { set.hour($0) }).count >= 18)
        // At 72 h there is nothing to spare.
        #expect(length(try self.split(markets: 2, hours: 72).split) == .hours(24))
    }
}
