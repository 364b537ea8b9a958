import Market
import Testing

@testable import Store

@Suite struct JournalCursorTests {
    /// Sequence and receive time disagree, as when two recordings are imported one after the other.
    private func store(_ folder: TemporaryFolder) async throws -> StoreDatabase {
        let store = try StoreDatabase.open(path: folder.file())
        var batch = WriteBatch()
        batch.journal = [(1, 30), (2, 10), (3, 10), (4, 20), (5, 30)].map { Fixture.record($0, at: $1) }
        try await store.makeWriter().write(batch)
        return store
    }

    private func sequences(_ cursor: JournalCursor) throws -> [Int64] {
        var cursor = cursor
        var found: [Int64] = []
        while let record = try cursor.next() { found.append(record.sequence) }
        return found
    }

    @Test(arguments: [1, 2, 3, 5, 100])
    func bothOrdersHoldWhateverThePortion(portion: Int) async throws {
        let reader = try await store(try TemporaryFolder()).reader
        #expect(try sequences(reader.journal(portion: portion)) == [1, 2, 3, 4, 5])
        #expect(try sequences(reader.journal(after: 3, portion: portion)) == [4, 5])
        #expect(try sequences(reader.journal(from: .distantPast, portion: portion)) == [2, 3, 4, 1, 5])
        #expect(try sequences(reader.journal(from: Fixture.time(20), portion: portion)) == [4, 1, 5])
        #expect(try sequences(reader.journal(from: Fixture.time(31), portion: portion)).isEmpty)
    }

    @Test func aCursorAtTheEndFindsWhatComesLater() async throws {
        let folder = try TemporaryFolder()
        let store = try await store(folder)
        var cursor = store.reader.journal(after: 4)
        #expect(try cursor.next()?.sequence == 5)
        #expect(try cursor.next() == nil)
        var batch = WriteBatch()
        batch.journal = [Fixture.record(6)]
        try await store.makeWriter().write(batch)
        #expect(try cursor.next()?.sequence == 6)
        #expect(try store.reader.lastSequence() == 6)
        #expect(try store.reader.lastReceiveTime() == Fixture.time(30))
    }
}
