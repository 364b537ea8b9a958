import Market
import Testing

@testable import BotUpdater

/// Goal: chained hours are scored once, whatever retrains overlap. By hand.
struct WalkForwardTests {
    private func record(_ asOf: Int64, _ hours: [Int64], error: Double, oracle: Double? = nil) -> WalkForwardRecord {
        WalkForwardRecord(
            asOf: asOf,
            hours: hours.map {
                .init(hour: $0, rows: 10, outcome: 2, candidate: error, ridge: 2, champion: nil, oracle: oracle)
            }, events: [])
    }

    @Test func anHourOfTwoRetrainsCountsForTheFirst() throws {
        let summary = WalkForwardSummary(
            [record(1, [1, 2, 3], error: 1), record(2, [2, 3, 4], error: 2)], seed: 1)
        #expect(summary.hours == 4)
        #expect(summary.rows == 40)
        // 1 - (1 + 1 + 1 + 2) / 8.
        #expect(try #require(summary.candidate).value == 0.375)
        #expect(summary.ridge?.value == 0)
        #expect(summary.champion == nil)
    }

    @Test func whatOnlySomeRetrainsHaveIsScoredOnTheirHours() {
        let summary = WalkForwardSummary(
            [record(1, [1, 2], error: 1), record(2, [3, 4], error: 1, oracle: 0.5)], seed: 1)
        #expect(summary.oracle?.value == 0.75)
        #expect(WalkForwardSummary([], seed: 1).candidate == nil)
    }

    @Test func retrainsSixHoursApartAdjoin() throws {
        let world = SyntheticMarket(marketCount: 20, hours: 110, seed: 3)
        let set = world.examples()
        try inTemporaryFolder { root in
            let updater = Updater.small(root: root)
            let records = try [84, 90, 96, 102].compactMap {
                try updater.runCycle(asOf: world.time(hours: $0), examples: set).report.walkForward
            }
            let hours = records.flatMap { $0.hours.map(\.hour) }
            let first = try #require(hours.first)
            #expect(hours == Array(first..<first + 24))
            #expect(records.allSatisfy { $0.hours.allSatisfy { $0.oracle != nil && $0.champion == nil } })
        }
    }
}
