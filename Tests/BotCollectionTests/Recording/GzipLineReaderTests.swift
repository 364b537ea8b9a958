import Testing

@testable import BotCollection

struct GzipLineReaderTests {
    private func lines(_ disk: SetOnDisk, _ name: String = "a.gz") throws(RecordingError) -> [String] {
        var reader = try GzipLineReader(path: disk.path + "/" + name, file: name)
        var lines: [String] = []
        while try reader.advance() {
            lines.append(reader.withLine { DecimalText.text($0, 0..<$0.count) })
            #expect(reader.line == lines.count)
        }
        return lines
    }

    private func reason(_ disk: SetOnDisk, _ name: String = "a.gz") -> RecordingError.Reason? {
        do throws(RecordingError) {
            _ = try lines(disk, name)
            return nil
        } catch {
            #expect(error.file == name)
            #expect(!error.advice.isEmpty)
            return error.reason
        }
    }

    @Test func linesComeWithoutTheirEnds() throws {
        let disk = try SetOnDisk()
        try disk.write("a.gz", bytes: GzipWriter.gzip("one\ntwo\r\n\nlast"))
        #expect(try lines(disk) == ["one", "two", "", "last"])
    }

    @Test func anEmptyTextHasNoLines() throws {
        let disk = try SetOnDisk()
        try disk.write("a.gz", [])
        #expect(try lines(disk).isEmpty)
    }

    @Test func linesThatCrossTheEndOfAChunkAreWhole() throws {
        let disk = try SetOnDisk()
        let expected = (0..<40_000).map { "\($0):" + String(repeating: "x", count: $0 % 37) }
        try disk.write("a.gz", expected)
        #expect(try lines(disk) == expected)
    }

    @Test func aLongLineIsReadAndAnEndlessOneRefused() throws {
        let disk = try SetOnDisk()
        let long = String(repeating: "y", count: GzipLineReader.lineBytesMax - 1)
        try disk.write("a.gz", ["short", long])
        #expect(try lines(disk).map(\.utf8.count) == [5, long.utf8.count])
        try disk.write("b.gz", ["short", String(repeating: "y", count: 3 << 20)])
        #expect(reason(disk, "b.gz") == .lineTooLong(bytesMax: GzipLineReader.lineBytesMax))
    }

    @Test func aFileCutAnywhereIsAnErrorAndNeverAShorterFile() throws {
        let disk = try SetOnDisk()
        let whole = GzipWriter.gzip("first line\nsecond line\nthird line\n")
        for length in 1..<whole.count {
            try disk.write("a.gz", bytes: Array(whole[..<length]))
            #expect(reason(disk) != nil, "cut after \(length) bytes")
        }
    }

    @Test func aFileCutInTheMiddleIsCalledTruncated() throws {
        let disk = try SetOnDisk()
        let whole = GzipWriter.gzip((0..<100_000).map { "line \($0)\n" }.joined())
        try disk.write("a.gz", bytes: Array(whole[..<(whole.count / 2)]))
        #expect(reason(disk) == .truncated)
    }

    @Test func aFlippedByteIsCalledCorrupt() throws {
        let disk = try SetOnDisk()
        var bytes = GzipWriter.gzip("first line\nsecond line\n")
        bytes[20] ^= 1
        try disk.write("a.gz", bytes: bytes)
        guard case .corrupt = reason(disk) else {
            Issue.record("was not called corrupt")
            return
        }
    }

    @Test func plainTextAndAbsentFilesAreTold() throws {
        let disk = try SetOnDisk()
        try disk.write("a.gz", bytes: Array("ts_ms\n1\n".utf8))
        #expect(reason(disk) == .notGzip)
        #expect(reason(disk, "absent.gz") == .missing)
    }
}
