import Features
import Market
import Testing

@testable import BotUpdater

/// Goal: an event is one observation, however many rows it has. By hand, and by doubling rows.
struct EventScoresTests {
    /// A record of hours whose events have an error of `errors` on an outcome of 2 each.
    private func record(_ hours: ClosedRange<Int64>, events errors: [UInt32: Double]) -> WalkForwardRecord {
        let scores = errors.sorted { $0.key < $1.key }.map { event, error in
            var score = EventScore(event: EventID(event), Self.nothing, rows: 5)
            (score.outcome, score.error, score.decided, score.hits) = (2, error, 4, 3)
            return score
        }
        return WalkForwardRecord(
            asOf: hours.upperBound,
            hours: hours.map {
                .init(hour: $0, rows: 1, outcome: 2, candidate: 1, ridge: 2, champion: nil, oracle: nil)
            }, events: scores)
    }

    private static let nothing = HourlyScores(
        ExampleSet(schema: SchemaHash(hex: ""), columnNames: []), rows: [], weights: [], outcomes: [], forecasts: [])

    @Test func theSumsOfAnEventAreAddedOverRetrains() throws {
        let summary = EventSummary(
            [record(1...6, events: [7: 1, 9: 2]), record(7...12, events: [7: 1.5])], seed: 1)
        #expect(summary.events == 2 && summary.rows == 15)
        // 1 - (1 + 2 + 1.5) / 6 and 9 / 12.
        #expect(try #require(summary.r2Zero).value == 0.25)
        #expect(try #require(summary.directionAccuracy).value == 0.75)
    }

    @Test func aRetrainWhoseHoursWereScoredBeforeIsLeftOut() {
        let summary = EventSummary([record(1...6, events: [7: 1]), record(6...11, events: [7: 2])], seed: 1)
        #expect(summary.r2Zero?.value == 0.5)
    }

    @Test func oneEventHasNoSpreadAndManyHaveOne() throws {
        let one = try #require(EventSummary([record(1...6, events: [1: 1])], seed: 1).r2Zero)
        #expect(one.lower95 == one.upper95)
        let mixed = Dictionary(uniqueKeysWithValues: (0..<40).map { (UInt32($0), $0 % 2 == 0 ? 1.0 : 2.5) })
        let many = try #require(EventSummary([record(1...6, events: mixed)], seed: 1).r2Zero)
        #expect(abs(many.value - 0.125) < 1e-12)
        #expect(many.lower95 < 0.05 && many.upper95 > 0.2)
    }

    @Test func nothingScoredIsNoNumber() {
        #expect(EventSummary([], seed: 1).r2Zero == nil)
        #expect(EventSummary([], seed: 1).events == 0)
    }
}
