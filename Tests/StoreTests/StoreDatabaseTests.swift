import FoundationEssentials
import Glibc
import Market
import Testing

@testable import Store

@Suite struct StoreDatabaseTests {
    @Test func whatWasWrittenIsThereAfterReopening() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        try await store.makeWriter().write(Fixture.journal(0..<10))
        try store.close()
        let again = try StoreDatabase.open(path: folder.file())
        #expect(try again.reader.wholeJournal() == Fixture.journal(0..<10).journal)
        try again.close()
    }

    @Test func closingFoldsTheLogIntoTheFile() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        try await store.makeWriter().write(Fixture.journal(0..<10))
        try store.close()
        let wal = folder.file() + "-wal"
        let isEmpty = try !FileManager.default.fileExists(atPath: wal) || TemporaryFolder.bytes(of: wal).isEmpty
        #expect(isEmpty)
    }

    @Test func closingWritesWhatIsPending() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        try store.makeWriter().enqueue(Fixture.journal(0..<10))
        try store.close()
        #expect(try StoreReader.open(path: folder.file()).wholeJournal().count == 10)
    }

    @Test func aSecondOpenerIsToldWhoHoldsTheStore() throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        #expect(throws: StoreError.locked(file: folder.file(), holder: getpid())) {
            try StoreDatabase.open(path: folder.file())
        }
        try store.close()
        try StoreDatabase.open(path: folder.file()).close()
    }

    @Test func aLockFileLeftBehindLocksNobodyOut() throws {
        let folder = try TemporaryFolder()
        try TemporaryFolder.write(Array("999999\n".utf8), to: folder.file() + "-lock")
        try StoreDatabase.open(path: folder.file()).close()
    }

    @Test func aMissingFolderIsAnErrorWithAdvice() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/missing/bot.sqlite"
        let error = #expect(throws: StoreError.self) { try StoreDatabase.open(path: file) }
        guard case .cannotOpen(file, _) = error else {
            Issue.record("not the error expected: \(String(describing: error))")
            return
        }
        #expect(error?.description.contains("folder exists") == true)
    }

    @Test func aFolderInTheFilesPlaceIsAnError() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: StoreError.self) { try StoreDatabase.open(path: folder.path) }
        guard case .cannotOpen(folder.path, _) = error else {
            Issue.record("not the error expected: \(String(describing: error))")
            return
        }
    }

    @Test(arguments: ["hello, this is text\n", "SQLite format 3\0 and then nonsense"])
    func aFileOfSomethingElseIsRefusedAndLeftAlone(content: String) throws {
        let folder = try TemporaryFolder()
        try TemporaryFolder.write(Array(content.utf8), to: folder.file())
        let error = #expect(throws: StoreError.self) { try StoreDatabase.open(path: folder.file()) }
        guard case .notAStore = error else {
            Issue.record("not the error expected: \(String(describing: error))")
            return
        }
        #expect(try TemporaryFolder.bytes(of: folder.file()) == Array(content.utf8))
    }

    @Test func theDatabaseOfAnotherProgramIsRefused() async throws {
        let folder = try TemporaryFolder()
        try StoreDatabase.open(path: folder.file()).close()
        var bytes = try TemporaryFolder.bytes(of: folder.file())
        bytes[68..<72] = [0, 0, 0, 7]  // application id
        try TemporaryFolder.write(bytes, to: folder.file())
        #expect(
            throws: StoreError.notAStore(
                file: folder.file(), detail: "it is the SQLite database of another program")
        ) { try StoreDatabase.open(path: folder.file()) }
    }

    @Test func aSchemaOfALaterVersionIsRefused() throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        try store.makeWriter().transaction {
            try SQLStatement($0, "INSERT INTO grdb_migrations (identifier) VALUES ('99-later')").run()
        }
        try store.close()
        let expected = StoreError.schemaNewer(file: folder.file(), migrations: ["99-later"])
        #expect(throws: expected) { try StoreDatabase.open(path: folder.file()) }
        #expect(throws: expected) { try StoreReader.open(path: folder.file()) }
    }

    @Test func aReaderDoesNotMigrateAnEarlierStore() throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        try store.makeWriter().transaction {
            try SQLStatement($0, "DELETE FROM grdb_migrations WHERE identifier = '7-models'").run()
        }
        try store.close()
        #expect(throws: StoreError.schemaOlder(file: folder.file())) { try StoreReader.open(path: folder.file()) }
    }

    @Test func damagedPagesAreReportedNotRead() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        try await store.makeWriter().write(Fixture.journal(0..<5_000, payloadSize: 100))
        #expect(try store.reader.integrityProblems() == [])
        try store.close()
        var bytes = try TemporaryFolder.bytes(of: folder.file())
        let middle = bytes.count / 2 / StoreFile.pageSize * StoreFile.pageSize
        for index in middle..<middle + 4 * StoreFile.pageSize { bytes[index] = 0xab }
        try TemporaryFolder.write(bytes, to: folder.file())
        let damaged = try StoreDatabase.open(path: folder.file())
        let error = #expect(throws: StoreError.self) { try damaged.reader.wholeJournal() }
        guard case .corrupt(folder.file(), _) = error else {
            Issue.record("not the error expected: \(String(describing: error))")
            return
        }
        #expect(error?.advice.contains("restore") == true)
        #expect(try !damaged.reader.integrityProblems().isEmpty)
        try damaged.close()
    }

    @Test func aDamagedSchemaIsReportedOnOpening() throws {
        let folder = try TemporaryFolder()
        try StoreDatabase.open(path: folder.file()).close()
        var bytes = try TemporaryFolder.bytes(of: folder.file())
        for index in 100..<StoreFile.pageSize { bytes[index] = 0xab }
        try TemporaryFolder.write(bytes, to: folder.file())
        let error = #expect(throws: StoreError.self) { try StoreDatabase.open(path: folder.file()) }
        guard case .corrupt = error else {
            Issue.record("not the error expected: \(String(describing: error))")
            return
        }
        // The lock was given back: the same process may try again.
        #expect(throws: StoreError.self) { try StoreDatabase.open(path: folder.file()) }
    }

    @Test func usingAClosedStoreIsAnError() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        let writer = store.makeWriter()
        try store.close()
        #expect(throws: StoreError.closed(file: folder.file())) { try store.reader.lastSequence() }
        await #expect(throws: StoreError.closed(file: folder.file())) { try await writer.write(Fixture.journal(0..<1)) }
    }

    @Test func aReaderInAnotherPlaceReadsBesideTheWriter() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        try await store.makeWriter().write(Fixture.journal(0..<3))
        let other = try StoreReader.open(path: folder.file())
        #expect(try other.wholeJournal().count == 3)
        try await store.makeWriter().write(Fixture.journal(3..<5))
        #expect(try other.wholeJournal().count == 5)
        try store.close()
    }

    @Test func aReaderOfNothingIsAnError() throws {
        let folder = try TemporaryFolder()
        #expect(throws: StoreError.cannotOpen(file: folder.file(), detail: "no such file")) {
            try StoreReader.open(path: folder.file())
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file()))
    }

    @Test func aSnapshotDoesNotSeeLaterWrites() async throws {
        let folder = try TemporaryFolder()
        let store = try StoreDatabase.open(path: folder.file())
        try await store.makeWriter().write(Fixture.journal(0..<3))
        let snapshot = try store.reader.snapshot()
        try await store.makeWriter().write(Fixture.journal(3..<5))
        #expect(try snapshot.lastSequence() == 2)
        #expect(try store.reader.lastSequence() == 4)
        #expect(try snapshot.snapshot().lastSequence() == 2)
    }

    @Test func everyErrorSaysWhereWhatAndWhatToDo() {
        let errors: [StoreError] = [
            .locked(file: "f", holder: 7), .locked(file: "f", holder: nil), .corrupt(file: "f", detail: "d"),
            .notAStore(file: "f", detail: "d"), .schemaNewer(file: "f", migrations: ["m"]), .schemaOlder(file: "f"),
            .diskFull(file: "f"), .readOnly(file: "f"), .cannotOpen(file: "f", detail: "d"), .busy(file: "f"),
            .inputOutput(file: "f", detail: "d"), .closed(file: "f"), .refused(file: "f", code: 19, detail: "d"),
        ]
        for error in errors {
            #expect(error.file == "f")
            #expect(error.description == "f: \(error.summary); \(error.advice)")
            #expect(!error.summary.isEmpty && !error.advice.isEmpty)
        }
        #expect(errors[0].summary.contains("process 7"))
    }
}
