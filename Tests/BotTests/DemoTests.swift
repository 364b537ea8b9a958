import Foundation
import Market
import Store
import Testing

extension ProcessTests {
    /// Goal: the loop runs, and the same seed gives the same run in any process, folder and with any number of threads.
    struct DemoTests {
        static let keys = [
            "events", "samples", "labels", "retrains", "promotions", "rejections", "champion", "oracle_r2", "ridge_r2",
            "trades", "pnl",
        ]

        @Test func theSameSeedGivesTheSameRunInTwoProcesses() throws {
            try PolybotProcess.inFolder { folder in
                let runs = try ["1", "2"].map { threads in
                    try PolybotProcess.run(
                        ["demo", "--seed", "7", "--days", "4", "--json", "--out", folder.path + "/run" + threads],
                        environment: ["POLYBOT_THREADS": threads])
                }
                #expect(runs.map(\.status) == [0, 0], "\(runs[0].notes.suffix(500))")
                let report = try #require(runs[0].stable)
                #expect(report == runs[1].stable)
                for key in Self.keys { #expect(report[key] != nil || key == "champion", "\(key)") }
                #expect((report["events"] as? Int ?? 0) > 100_000)
                #expect((report["retrains"] as? Int ?? 0) > 0)
            }
        }

        /// The rows that the model scored, the forecasts and the orders of a run equal, bit for bit, those that its
        /// journal
        /// gives in another process. Crisis, seed 2: a world in which a champion trades within six days.
        @Test func aRunsJournalGivesItsRowsForecastsAndOrdersAgain() throws {
            try PolybotProcess.inFolder { folder in
                let run = try PolybotProcess.run([
                    "demo", "--seed", "2", "--scenario", "crisis", "--days", "6", "--json", "--out", folder.path,
                ])
                #expect(run.status == 0, "\(run.notes.suffix(500))")
                #expect((run.stable?["promotions"] as? Int ?? 0) > 0)
                let replay = try PolybotProcess.run(["replay", folder.path + "/polybot.sqlite", "--json"])
                #expect(replay.status == 0, "\(replay.notes)")
                for (name, least) in [("rows", 10_000), ("forecasts", 10_000), ("orders", 1)] {
                    let count = try #require(replay.stable?[name] as? [String: Int])
                    #expect(
                        count["stored"] == count["equal"] && count["stored"] == count["recomputed"], "\(name): \(count)"
                    )
                    #expect((count["stored"] ?? 0) >= least, "\(name): \(count)")
                }
            }
        }

        /// Original failure 2: with learning switched off nothing was collected.
        @Test func withLearningSwitchedOffRowsAndLabelsAreCollectedAllTheSame() throws {
            try PolybotProcess.inFolder { folder in
                let run = try PolybotProcess.run(
                    ["demo", "--days", "1", "--json", "--out", folder.path], environment: ["POLYBOT_ENABLE_ML": "false"]
                )
                #expect(run.status == 0)
                #expect(run.stable?["retrains"] as? Int == 0)
                let labels = try #require(run.stable?["labels"] as? [String: Any])
                #expect((labels["labelled"] as? Int ?? 0) > 1_000)
            }
        }

        @Test func anotherRunDoesNotMixIntoAFolder() throws {
            try PolybotProcess.inFolder { folder in
                #expect(try PolybotProcess.run(["demo", "--days", "1", "--out", folder.path]).status == 0)
                let other = try PolybotProcess.run(["demo", "--days", "1", "--seed", "9", "--out", folder.path])
                #expect(other.status == 1)
                #expect(other.notes.contains("holds another run"))
            }
        }
    }
}
