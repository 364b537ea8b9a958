import Foundation
import GBDT
import Testing

@testable import Bot

extension ProcessTests {
    /// Goal: what a model costs is reported under the names that comparisons are written in.
    /// Method: small made-up tables; the binary as a user runs it. Times are of the machine: only their order is known.
    struct GBDTBenchCommandTests {
        private typealias Folder = GBDTCommandTests.Folder

        private func inFolder(_ body: (Folder) throws -> Void) throws {
            try PolybotProcess.inFolder { try body(Folder(url: $0)) }
        }

        @Test(arguments: ["--label", "bare"]) func singleRowsAndBatchesAreTimed(_ kind: String) throws {
            try inFolder { folder in
                try folder.train()
                let isBare = kind == "bare"
                let rows = try folder.write("rows.tsv", GBDTCommandTests.table(50, isLabelled: !isBare))
                let result = try PolybotProcess.run(
                    [
                        "gbdt", "bench", "--model", folder.path("model.txt"), "--data", rows, "--threads", "1,2",
                        "--json",
                    ] + (isBare ? [] : ["--label", "0"]))
                #expect(result.status == 0, "\(result.notes)")
                let report = try #require(result.stable)
                #expect(Set(report.allKeys.compactMap { $0 as? String }) == ["plan", "single_row", "batch"])
                let plan = try #require(report["plan"] as? [String: Any])
                #expect(plan["batch"] as? String == "rank-planes" && plan["trees"] as? Int ?? 0 > 0)
                let single = try #require(report["single_row"] as? [String: Int])
                let order = ["min_ns", "p50_ns", "p90_ns", "p99_ns", "p999_ns"].compactMap { single[$0] }
                #expect(order.count == 5 && order == order.sorted() && order[0] > 0)
                #expect(try #require(single["timer_ns"]) <= order[1])
                let batch = try #require(report["batch"] as? [[String: Double]])
                #expect(batch.map { $0["threads"] } == [1, 2])
                #expect(batch.allSatisfy { $0["rows_per_s"] ?? 0 > 0 && $0["rows_per_cpu_s"] ?? 0 > 0 })
            }
        }

        @Test func timesArePrintedForReadersToo() throws {
            try inFolder { folder in
                try folder.train()
                let rows = try folder.write("rows.tsv", GBDTCommandTests.table(50))
                let result = try folder.run(
                    "bench", "--model", folder.path("model.txt"), "--data", rows, "--label", "0", "--threads", "1")
                #expect(result.status == 0, "\(result.notes)")
                let lines = result.output.split(separator: "\n")
                #expect(lines.count == 3 && lines[1].contains("p50 ") && lines[2].contains("rows/s on 1 thread,"))
            }
        }

        @Test(arguments: [["--threads", "0"], ["--threads", "1,,2"], ["--label", "-1"], ["--threads", "two"]])
        func whatCannotBeMeantIsRefused(_ arguments: [String]) throws {
            try inFolder { folder in
                try folder.train()
                let result = try PolybotProcess.run(
                    ["gbdt", "bench", "--model", folder.path("model.txt"), "--data", folder.path("train.tsv")]
                        + arguments)
                #expect(result.status == 2 && result.notes.contains(arguments[0]), "\(result.notes)")
            }
        }

        @Test func rowsOfAnotherWidthAreRefused() throws {
            try inFolder { folder in
                try folder.train()
                let rows = try folder.write("rows.tsv", "1\t2\n3\t4\n")
                let result = try folder.run("bench", "--model", folder.path("model.txt"), "--data", rows)
                #expect(result.status == 3 && result.notes.contains("rows.tsv"), "\(result.notes)")
            }
        }

        @Test func anInstructionSetThatDoesNotExistIsRefusedWithThoseThatDo() throws {
            try inFolder { folder in
                try folder.train()
                let arguments = ["gbdt", "info", "--model", folder.path("model.txt")]
                for name in ["avx9", "", "V3"] {
                    let result = try PolybotProcess.run(arguments, environment: ["POLYBOT_ISA": name])
                    #expect(result.status == 2, "\(result.notes)")
                    #expect(["POLYBOT_ISA", "baseline", "v3", "v4"].allSatisfy(result.notes.contains))
                }
                #expect(try PolybotProcess.run(arguments, environment: ["POLYBOT_ISA": "baseline"]).status == 0)
            }
        }
    }
}

/// Goal: nobody is served on less than they asked for.
struct InstructionSetChoiceTests {
    @Test func whatTheMachineLacksIsRefused() throws {
        #expect(try InstructionSet.named("v3", most: .v4) == .v3)
        #expect(throws: ConfigurationError.self) { try InstructionSet.named("v4", most: .v3) }
        #expect(throws: ConfigurationError.self) { try InstructionSet.named("v3", most: .baseline) }
    }
}

/// Goal: percentiles are those of the times.
struct SingleRowTimesTests {
    @Test func percentilesAreTimesThatWereTaken() {
        let times = SingleRowTimes(times: (1...1_000).reversed().map { $0 }, timer: [3, 1, 2])
        #expect(times.p50 == 500 && times.p90 == 900 && times.p99 == 990 && times.p999 == 999 && times.least == 1)
        #expect(times.timer == 2)
        let one = SingleRowTimes(times: [7], timer: [1])
        #expect(one.p50 == 7 && one.p999 == 7 && one.least == 7)
    }
}
