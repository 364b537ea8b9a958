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
