import Foundation
import Store
import Testing

extension ProcessTests {
    /// Goal: each bad input has its clear error and its exit code, and loses nothing.
    struct BadInputTests {
        private func demo(_ folder: URL, days: Int = 1) throws {
            #expect(
                try PolybotProcess.run(["demo", "--seed", "5", "--days", "\(days)", "--out", folder.path]).status == 0)
        }

        @Test(arguments: [
            ["demo", "--sed", "7"], ["demo", "--scenario", "sunny"], ["demo", "--days", "0"], ["import"], ["replay"],
            ["import", "x", "--journal", "y", "--on-error", "ignore"], ["models", "show", "notaversion"], ["dmo"],
        ])
        func wrongUsageEndsWithTwoAndSaysWhat(_ arguments: [String]) throws {
            let result = try PolybotProcess.run(arguments)
            #expect(result.status == 2, "\(result.notes)")
            #expect(result.output.isEmpty && !result.notes.isEmpty)
        }

        @Test func helpIsNoError() throws {
            let result = try PolybotProcess.run(["--help"])
            #expect(result.status == 0 && result.output.contains("EXAMPLES") && result.notes.isEmpty)
        }

        @Test func aMistypedSettingIsRefusedWithTheNearestName() throws {
            let result = try PolybotProcess.run(["demo", "--days", "1"], environment: ["POLYBOT_ENABLE_MLL": "true"])
            #expect(result.status == 2)
            #expect(result.notes.contains("POLYBOT_ENABLE_MLL") && result.notes.contains("POLYBOT_ENABLE_ML"))
        }

        /// Money never moves by default, and not by one word either.
        @Test func liveTradingIsRefused() throws {
            let result = try PolybotProcess.run(["demo", "--days", "1"], environment: ["POLYBOT_MODE": "live"])
            #expect(result.status == 2 && result.notes.contains("POLYBOT_MODE"))
        }

        @Test func aFileThatIsNoStoreIsRefusedAndLeftAlone() throws {
            try PolybotProcess.inFolder { folder in
                let file = folder.appendingPathComponent("notes.sqlite")
                let text = Data(String(repeating: "not a database ", count: 500).utf8)
                try text.write(to: file)
                let result = try PolybotProcess.run(["replay", file.path])
                #expect(result.status == 3, "\(result.notes)")
                #expect(result.notes.contains(file.path))
                #expect(try Data(contentsOf: file) == text)
            }
        }

        @Test func aDamagedStoreIsAnErrorAndNotAnAnswer() throws {
            try PolybotProcess.inFolder { folder in
                try demo(folder)
                let file = folder.appendingPathComponent("polybot.sqlite")
                var bytes = try Data(contentsOf: file)
                for offset in stride(from: 8_192, to: bytes.count - 4_096, by: 4_096) {
                    for index in 0..<64 { bytes[offset + index] = 0xa5 }
                }
                try bytes.write(to: file)
                let result = try PolybotProcess.run(["replay", file.path])
                #expect(result.status == 3, "\(result.notes)")
                #expect(result.notes.contains("damaged"))
            }
        }

        @Test func aStoreInUseNamesItsHolder() throws {
            try PolybotProcess.inFolder { folder in
                let store = try StoreDatabase.open(path: folder.path + "/polybot.sqlite")
                let result = try PolybotProcess.run(["demo", "--days", "1", "--out", folder.path])
                try store.close()
                #expect(result.status == 1)
                #expect(
                    result.notes.contains("in use")
                        && result.notes.contains("\(ProcessInfo.processInfo.processIdentifier)"))
            }
        }

        @Test func malformedRecordedDataNamesFileAndLine() throws {
            try PolybotProcess.inFolder { folder in
                let result = try PolybotProcess.run(["import", folder.path, "--journal", folder.path + "/x.sqlite"])
                #expect(result.status == 3, "\(result.notes)")
                #expect(result.notes.contains(folder.path))
            }
        }

        /// SIGTERM: cancel, commit, exit 4; starting again goes on.
        @Test func anInterruptedRunCommitsAndEndsWithFour() throws {
            try PolybotProcess.inFolder { folder in
                let process = try PolybotProcess(
                    ["demo", "--seed", "5", "--out", folder.path + "/run"], output: folder.appendingPathComponent("o"),
                    notes: folder.appendingPathComponent("e"))
                usleep(1_500_000)
                process.signal(SIGTERM)
                #expect(process.wait() == 4)
                let store = try StoreDatabase.open(path: folder.path + "/run/polybot.sqlite")
                #expect(try store.reader.integrityProblems().isEmpty)
                #expect((try store.reader.lastSequence() ?? 0) > 0)
                try store.close()
            }
        }

        /// Retention by the journal's own time: of a run of nine days the first two days' events go, orders stay.
        @Test func pruningKeepsSevenDaysOfEvents() throws {
            try PolybotProcess.inFolder { folder in
                let run = try PolybotProcess.run(
                    ["demo", "--seed", "5", "--days", "9", "--out", folder.path],
                    environment: ["POLYBOT_ENABLE_ML": "false"])
                #expect(run.status == 0)
                let file = folder.path + "/polybot.sqlite"
                let report = try PolybotProcess.run(["data", "prune", "--journal", file, "--json"]).stable
                #expect((report?["events"] as? Int ?? 0) > 100_000)
                #expect(report?["samples"] as? Int == 0)
                #expect((report?["bytesReturned"] as? Int ?? 0) > 1_000_000)
                let again = try PolybotProcess.run(["data", "prune", "--journal", file, "--json"]).stable
                #expect(again?["events"] as? Int == 0)
            }
        }
    }
}
