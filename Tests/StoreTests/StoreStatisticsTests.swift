import Features
import Market
import Testing

@testable import Store

@Suite struct StoreStatisticsTests {
    @Test func anEmptyStoreHasNothingAndIsNotReady() throws {
        let store = try StoreDatabase.open(path: try TemporaryFolder().file())
        let statistics = try store.reader.statistics(horizon: .hours(1), version: 1)
        #expect(statistics.samples == 0 && statistics.labelled == 0 && statistics.labellingRate == 0)
        #expect(!statistics.isTrainingReady && statistics.firstSample == nil && statistics.lastSample == nil)
        #expect(statistics.bytes > 0)
    }

    @Test func everythingIsCounted() async throws {
        let store = try StoreDatabase.open(path: try TemporaryFolder().file())
        let labels = [
            Fixture.label(1, 0), Fixture.label(1, 1), Fixture.label(1, 2, kind: .payout),
            Fixture.label(1, 3, kind: .marked), Fixture.label(1, 4, kind: .censored, reason: .stale),
            Fixture.label(1, 5, kind: .censored, reason: .gap), Fixture.label(1, 6, kind: .censored, reason: .gap),
        ]
        var batch = Fixture.rows((0..<10).map { Fixture.row(1, $0) }, labels: labels)
        batch.journal = [Fixture.record(1), Fixture.record(2)]
        try await store.makeWriter().write(batch)
        _ = try store.makeWriter().marketIDs(for: ["a", "b"])
        _ = try store.makeWriter().eventIDs(for: ["e"])
        let statistics = try store.reader.statistics(horizon: .hours(1), version: 1, targetsNeeded: 4)
        #expect(statistics.samples == 10 && statistics.labelled == 7 && statistics.withTarget == 4)
        #expect(statistics.labellingRate == 0.7)
        #expect(
            statistics.kinds == [
                LabelCount(.quote, 2), LabelCount(.payout, 1), LabelCount(.marked, 1), LabelCount(.censored, 3),
            ])
        #expect(
            statistics.censored == [
                LabelCount(.gap, 2), LabelCount(.recordingEnded, 0), LabelCount(.stale, 1), LabelCount(.noQuote, 0),
            ])
        #expect(statistics.journalRecords == 2 && statistics.markets == 2 && statistics.events == 1)
        #expect(statistics.firstSample == Fixture.time(0) && statistics.lastSample == Fixture.time(9))
        #expect(statistics.isTrainingReady)
        #expect(try !store.reader.statistics(horizon: .hours(1), version: 1, targetsNeeded: 5).isTrainingReady)
        #expect(try store.reader.statistics(horizon: .hours(1), version: 2).labelled == 0)
    }
}
