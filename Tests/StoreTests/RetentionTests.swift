import Features
import Market
import Testing

@testable import Store

@Suite struct RetentionTests {
    private let ample: (String) -> Int64? = { _ in .max }

    /// A row, its label, a price, a forecast and a journal record on each of `days` days.
    private func store(_ folder: TemporaryFolder, days: Int, payloadSize: Int = 3) async throws -> StoreDatabase {
        let store = try StoreDatabase.open(path: folder.file())
        for day in 0..<days {
            let minute = day * 1_440
            var batch = Fixture.rows([Fixture.row(1, minute)], labels: [Fixture.label(1, minute)])
            batch.journal = (0..<20).map {
                Fixture.record(
                    Int64(day * 20 + $0), at: minute, payload: Array(repeating: UInt8($0), count: payloadSize))
            }
            batch.prices = [Fixture.quote(1, minute), Fixture.quote(7, minute)]
            batch.forecasts = [
                ForecastRecord(asset: MarketID(1).yes, time: Fixture.time(minute), logitMove: 0, sd: 1, model: "m")
            ]
            batch.pnl = [
                PnLSnapshot(time: Fixture.time(minute), cash: .zero, equity: .zero, realized: .zero, fees: .zero)
            ]
            try await store.makeWriter().write(batch)
        }
        return store
    }

    @Test func ageDecidesByKind() async throws {
        let folder = try TemporaryFolder()
        let store = try await store(folder, days: 100)
        let now = Fixture.time(100 * 1_440)
        let report = try store.makeWriter().applyRetention(RetentionPolicy(), now: now, freeDisk: ample)
        var expected = RetentionReport()
        (expected.events, expected.samples, expected.labels, expected.prices) = (93 * 20, 10, 10, 20)
        expected.forecasts = 10
        expected.bytesReturned = report.bytesReturned
        #expect(report == expected)
        #expect(try store.reader.rows(schema: Fixture.schema).first?.time == now - .days(90))
        #expect(try store.reader.wholeJournal().first?.receiveTime == now - .days(7))
        #expect(try store.reader.pnl().count == 100)
        let again = try store.makeWriter().applyRetention(RetentionPolicy(), now: now, freeDisk: ample)
        #expect(again.isEmpty && again.fitsInRoom)
    }

    @Test func freedPagesGoBackToTheFileSystem() async throws {
        let folder = try TemporaryFolder()
        let store = try await store(folder, days: 40, payloadSize: 8_000)
        let before = StoreFile.bytes(of: folder.file())
        let report = try store.makeWriter().applyRetention(
            RetentionPolicy(), now: Fixture.time(40 * 1_440), freeDisk: ample)
        let after = StoreFile.bytes(of: folder.file())
        #expect(report.events == 33 * 20)
        #expect(report.bytesReturned == before - after)
        #expect(after < before / 2)
        #expect(try store.reader.integrityProblems() == [])
    }

    // Goal: at a limit on the file all ages shrink together, no further than needed.
    @Test func forWantOfRoomAllAgesShrinkByTenths() async throws {
        let folder = try TemporaryFolder()
        let store = try await store(folder, days: 100, payloadSize: 8_000)
        let now = Fixture.time(100 * 1_440)
        var policy = RetentionPolicy(events: .days(100), samples: .days(100), prices: .days(100), forecasts: .days(100))
        policy.bytesMax = 9_000_000
        let report = try store.makeWriter().applyRetention(policy, now: now, freeDisk: ample)
        #expect(report.fitsInRoom && report.deletedForRoom > 0 && (2...8).contains(report.tenthsKept))
        let days = 10 * report.tenthsKept
        #expect(report.events == (100 - days) * 20 && report.samples == 100 - days && report.labels == 100 - days)
        #expect(report.prices == (100 - days) * 2 && report.forecasts == 100 - days)
        #expect(StoreFile.bytes(of: folder.file()) <= 9_000_000)
        #expect(try store.reader.wholeJournal().first?.receiveTime == now - .days(days))
        policy.bytesMax = nil
        #expect(try store.makeWriter().applyRetention(policy, now: now, freeDisk: ample).isEmpty)
    }

    // Goal: somebody else fills the disk: a tenth of the policy's ages stays, whatever is deleted.
    @Test func aDiskThatStaysFullDoesNotCostTheNewest() async throws {
        let folder = try TemporaryFolder()
        let store = try await store(folder, days: 30)
        let now = Fixture.time(30 * 1_440)
        let policy = RetentionPolicy(freeDiskMin: 1_000)
        let report = try store.makeWriter().applyRetention(policy, now: now) { _ in 999 }
        #expect(!report.fitsInRoom && report.tenthsKept == 1)
        #expect(report.events == 30 * 20 && report.samples == 21 && report.labels == 21 && report.prices == 42)
        #expect(report.deletedForRoom == 7 * 20 + 21 + 21 + 42 + 21)
        #expect(try store.reader.rows(schema: Fixture.schema).first?.time == now - .days(9))
        #expect(try store.reader.pnl().count == 30)
    }

    // Goal: while a reader keeps freed pages from going back, room cannot be seen to grow; nothing is deleted for it.
    @Test func nothingIsDeletedForRoomWhileAReaderHoldsThePages() async throws {
        let folder = try TemporaryFolder()
        let store = try await store(folder, days: 30)
        let snapshot = try store.reader.snapshot()
        let report = try store.makeWriter().applyRetention(
            RetentionPolicy(freeDiskMin: 1_000), now: Fixture.time(30 * 1_440)
        ) { _ in 999 }
        #expect(report.events == 23 * 20 && report.deletedForRoom == 0 && !report.fitsInRoom)
        #expect(try snapshot.wholeJournal().count == 600)
    }

    @Test func anUnknownDiskIsNotAFullOne() async throws {
        let folder = try TemporaryFolder()
        let store = try await store(folder, days: 1)
        let report = try store.makeWriter().applyRetention(RetentionPolicy(), now: Fixture.time(0)) { _ in nil }
        #expect(report.isEmpty)
        #expect(StoreWriter.freeDisk(of: folder.file()) ?? 0 > 0)
        #expect(StoreWriter.freeDisk(of: folder.path + "/absent") == nil)
    }

    // Goal: ids of deleted rows are given out again; the labeler must not believe that those rows have labels.
    @Test func rowsThatComeAfterAllWereDeletedAreLabelled() async throws {
        let folder = try TemporaryFolder()
        let store = try await store(folder, days: 2)
        let writer = store.makeWriter()
        try writer.advanceLabelProgress(horizon: .hours(1), version: 1)
        _ = try writer.applyRetention(RetentionPolicy(), now: Fixture.time(1_440 * 200), freeDisk: ample)
        #expect(try store.reader.rows(schema: Fixture.schema).isEmpty)
        try await writer.write(Fixture.rows([Fixture.row(1, 1_440 * 200)]))
        let awaiting = try store.reader.rowsAwaitingLabels(through: .distantFuture, horizon: .hours(1), version: 1)
        #expect(awaiting.count == 1)
    }

    @Test func aReaderKeepsWhatItLooksAt() async throws {
        let folder = try TemporaryFolder()
        let store = try await store(folder, days: 20)
        let snapshot = try store.reader.snapshot()
        let report = try store.makeWriter().applyRetention(
            RetentionPolicy(), now: Fixture.time(20 * 1_440), freeDisk: ample)
        #expect(report.events == 13 * 20)
        #expect(try snapshot.wholeJournal().count == 400)
        #expect(try store.reader.wholeJournal().count == 140)
    }
}
