import Market
import Testing

@testable import BotUpdater

/// Goal: no row of an earlier part can know anything of a later one. By hand-made rows every quarter of an hour.
struct TimeSplitTests {
    /// Four days of one market.
    private let examples: ExampleSet = {
        var set = ExampleSet.empty()
        for step in 0..<96 * 4 { set.add(minutes: 15 * step) }
        return set
    }()
    private let now = ExampleSet.origin + .hours(96)
    private let plan = TimeSplit.Plan(Tier.a.requirements!, horizon: .hours(1))

    @Test func partsHoldTheHoursThatTheTableSays() throws {
        let split = try TimeSplit(examples, asOf: now, plan: plan)
        // T = 96 h: test from floor(96 h - 1 h - 60 s - 24 h) = 70 h, the last ready label at 94 h 45 min.
        #expect(split.testStart == ExampleSet.origin + .hours(70))
        #expect(split.test.map { examples.times[$0] }.min() == ExampleSet.origin + .hours(70))
        #expect(split.test.count == 100)
        // Calibration starts 2 h + 12 h before, and its last label ends E = 1 h before the test part.
        #expect(split.calibration.first.map { examples.times[$0] } == ExampleSet.origin + .hours(56))
        #expect(split.calibration.last.map { examples.times[$0] } == ExampleSet.origin + .hours(68))
        #expect(split.stop.first.map { examples.times[$0] } == ExampleSet.origin + .hours(48))
        #expect(split.train.last.map { examples.times[$0] } == ExampleSet.origin + .hours(46))
        #expect(split.train.first == 0)
    }

    @Test(arguments: [Tier.a, .b, .c])
    func everyEarlierLabelEndsAnEmbargoBeforeTheNextPart(tier: Tier) throws {
        var set = ExampleSet.empty()
        var random = SeededRandom(seed: 5)
        var minute = 0
        while minute < 14 * 1_440 {
            set.add(minutes: minute, horizonMinutes: 1 + random.index(below: 60))
            minute += 1 + random.index(below: 20)
        }
        let plan = TimeSplit.Plan(tier.requirements!, horizon: .hours(1))
        let split = try TimeSplit(set, asOf: ExampleSet.origin + .days(14), plan: plan)
        let parts = [split.train, split.stop, split.calibration, split.test]
        for (earlier, later) in zip(parts, parts.dropFirst()) {
            let end = try #require(earlier.map { set.ends[$0] }.max())
            let start = try #require(later.map { set.times[$0] }.min())
            #expect(end + plan.embargo <= start)
        }
    }

    @Test func rowsThatWereNotReadyAreNotUsed() throws {
        let early = now - .hours(3)
        let split = try TimeSplit(examples, asOf: early, plan: plan)
        for part in [split.train, split.stop, split.calibration, split.test] {
            #expect(part.allSatisfy { examples.ready[$0] <= early })
        }
    }

    @Test func aTestPartHoldsWholeHours() throws {
        var set = ExampleSet.empty()
        for step in 0..<14 * 96 { set.add(minutes: 15 * step) }
        let split = try TimeSplit(
            set, asOf: ExampleSet.origin + .days(14) + .minutes(7),
            plan: .init(Tier.c.requirements!, horizon: .hours(1)))
        #expect(Set(split.test.map { set.hour($0) }).count >= 48)
        #expect(split.testEnd - split.testStart == .hours(48))
    }

    @Test func newestFirstIsRefused() {
        #expect(throws: TimeSplitError.self) { try TimeSplit(examples.reversed, asOf: now, plan: plan) }
    }

    @Test func aRowTwiceIsRefused() {
        let doubled = examples.reordered([0, 1, 1, 2])
        #expect(throws: TimeSplitError.doubledRow(row: 2, time: examples.times[1], asset: examples.assets[1])) {
            try TimeSplit(doubled, asOf: now, plan: plan)
        }
    }

    @Test func aLabelKnownBeforeItsEndIsRefused() {
        var set = examples
        set.ready[7] = set.ends[7] - .seconds(1)
        #expect(throws: TimeSplitError.knownTooEarly(row: 7, end: set.ends[7], ready: set.ready[7])) {
            try TimeSplit(set, asOf: now, plan: plan)
        }
    }

    @Test func anEmptyIntervalIsRefused() {
        var set = examples
        set.ends[3] = set.times[3]
        #expect(throws: TimeSplitError.emptyInterval(row: 3)) { try TimeSplit(set, asOf: now, plan: plan) }
    }

    @Test func partsThatTouchAreALeak() {
        // Row 0 ends at 1 h; with an embargo of 1 h the next part may start at 2 h (row 8), not at 1 h 45 min (row 7).
        let end = ExampleSet.origin + .hours(1)
        #expect(
            throws: TimeSplitError.leak(
                earlier: "train", later: "stop", row: 0, end: end, start: examples.times[7], embargo: .hours(1))
        ) {
            try parts(train: [0], stop: [7])
        }
        #expect(throws: Never.self) { try parts(train: [0], stop: [8]) }
        // The order within a part does not hide it.
        #expect(throws: TimeSplitError.self) { try parts(train: [0], stop: [20, 7]) }
        #expect(throws: TimeSplitError.self) { try parts(train: [0], test: [2]) }
    }

    private func parts(train: [Int], stop: [Int] = [], test: [Int] = []) throws(TimeSplitError) {
        _ = try TimeSplit(
            train: train, stop: stop, calibration: [], test: test, testStart: now, testEnd: now,
            verifiedOn: examples, embargo: .hours(1))
    }
}
