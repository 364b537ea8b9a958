import Market
import Testing

@testable import Store

@Suite struct DirectoryTests {
    @Test func idsAreDenseInTheOrderOfFirstAppearance() throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        let writer = store.makeWriter()
        #expect(try writer.marketIDs(for: ["b", "a", "b"]).map(\.rawValue) == [0, 1, 0])
        #expect(try writer.marketIDs(for: ["c", "a", ""]).map(\.rawValue) == [2, 1, 3])
        #expect(try writer.marketIDs(for: []).isEmpty)
        #expect(try store.reader.marketNames() == ["b", "a", "c", ""])
    }

    @Test func eventsAndMarketsAreNumberedApart() throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        _ = try store.makeWriter().marketIDs(for: ["x", "y"])
        #expect(try store.makeWriter().eventIDs(for: ["y"]).map(\.rawValue) == [0])
        #expect(try store.reader.eventNames() == ["y"])
    }

    @Test func aRunsMarketsAreNamedByItsListings() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        _ = try store.makeWriter().marketIDs(for: ["imported"])
        let listings: [(UInt32, String)] = [(7, "first name"), (5, "other"), (7, "later name")]
        var batch = WriteBatch()
        batch.journal = listings.enumerated().map { sequence, listing in
            let kind = MarketEvent.Kind.listed(Instrument(name: listing.1, eventName: "e", event: EventID(0)))
            return JournalRecord(
                sequence: Int64(sequence + 1),
                MarketEvent(
                    asset: MarketID(listing.0).yes, exchangeTime: Fixture.start, receiveTime: Fixture.start,
                    kind: kind))
        }
        try await store.makeWriter().write(batch)
        let names = try store.reader.namesByMarket()
        #expect(names == [MarketID(0): "imported", MarketID(5): "other", MarketID(7): "later name"])
    }

    @Test func idsSurviveReopening() throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        _ = try store.makeWriter().marketIDs(for: ["x", "y"])
        try store.close()
        let again = try StoreDatabase.open(path: folder.file())
        #expect(try again.makeWriter().marketIDs(for: ["z", "y"]).map(\.rawValue) == [2, 1])
    }

    @Test func namesAreComparedByTheirBytes() throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        let names = ["Will it?", "will it?", "with\0zero", "with", "naïve", "nai\u{308}ve"]
        #expect(try store.makeWriter().marketIDs(for: names).map(\.rawValue) == [0, 1, 2, 3, 4, 5])
        #expect(try store.reader.marketNames().map { Array($0.utf8) } == names.map { Array($0.utf8) })
    }

    @Test func metaIsReplacedAndFilesAreNot() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        var batch = WriteBatch()
        batch.meta = [MetaEntry("source", "run"), MetaEntry("configuration", "{}"), MetaEntry("source", "imported")]
        batch.importedFiles = [ImportedFile(hash: "1f", name: "books.jsonl.gz", records: 5, time: Fixture.start)]
        try await store.makeWriter().write(batch)
        batch.importedFiles[0].records = 0
        try await store.makeWriter().write(batch)
        #expect(try store.reader.meta() == [MetaEntry("configuration", "{}"), MetaEntry("source", "imported")])
        #expect(try store.reader.meta("source") == "imported")
        #expect(try store.reader.meta("absent") == nil)
        #expect(try store.reader.importedFiles().map(\.records) == [5])
    }
}
