import Testing

@testable import BotUpdater

/// Goal: the system's files do what the port promises, and failures carry path and reason.
struct FileOperationsTests {
    private let files = SystemFiles()

    @Test func whatIsWrittenIsRead() throws {
        try inTemporaryFolder { root in
            try files.createFolder("\(root)/a/b")
            try files.createFolder("\(root)/a/b")
            let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try files.write(bytes, to: "\(root)/a/b/file")
            #expect(try files.read("\(root)/a/b/file") == bytes)
            try files.write([], to: "\(root)/a/b/file")
            #expect(try files.read("\(root)/a/b/file") == [])
            try files.syncFolder("\(root)/a/b")
        }
    }

    @Test func namesAreSortedAndAbsenceIsNoError() throws {
        try inTemporaryFolder { root in
            #expect(try files.names(in: root) == [])
            #expect(try files.read("\(root)/none") == nil)
            try files.createFolder(root)
            for name in ["c", "a", "b"] { try files.write([1], to: "\(root)/\(name)") }
            #expect(try files.names(in: root) == ["a", "b", "c"])
            try files.removeFolder(root)
            #expect(try files.names(in: root) == [])
            try files.removeFolder(root)
        }
    }

    @Test func renamingReplacesAFile() throws {
        try inTemporaryFolder { root in
            try files.createFolder(root)
            try files.write([1], to: "\(root)/old")
            try files.write([2], to: "\(root)/new")
            try files.rename("\(root)/new", to: "\(root)/old")
            #expect(try files.read("\(root)/old") == [2])
            #expect(try files.names(in: root) == ["old"])
        }
    }

    @Test func aRefusalNamesOperationPathAndReason() throws {
        try inTemporaryFolder { root in
            let path = "\(root)/missing/file"
            // 2 is ENOENT.
            #expect(throws: RegistryError.file(operation: "open", path: path, code: 2)) {
                try files.write([1], to: path)
            }
            #expect(throws: RegistryError.file(operation: "rename", path: path, code: 2)) {
                try files.rename(path, to: root)
            }
        }
    }
}
