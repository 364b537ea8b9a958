import Foundation
import GBDT
import Testing

@testable import Bot

extension ProcessTests {
    /// Goal: what a training costs is reported under the names that comparisons are written in, and its metrics do not
    /// depend on who watches.
    /// Method: small made-up tables; the binary as a user runs it.
    struct GBDTTrainingReportTests {
        private typealias Folder = GBDTCommandTests.Folder

        private func inFolder(_ body: (Folder) throws -> Void) throws {
            try PolybotProcess.inFolder { try body(Folder(url: $0)) }
        }

        @Test func aTrainingReportsWhatItsStagesTook() throws {
            try inFolder { folder in
                let test = try folder.write("test.tsv", GBDTCommandTests.table(100, from: 400))
                let result = try folder.train("valid=" + test, "metric=l1,rmse", "--json")
                let report = try #require(result.stable)
                for name in ["load_s", "bin_s", "train_s", "cpu_s"] {
                    #expect(try #require(report[name] as? Double) > 0, "\(name)")
                }
                let (before, peak) = (report["rss_before_mb"] as? Double, report["peak_rss_mb"] as? Double)
                #expect(try #require(before) > 1 && #require(peak) >= #require(before))
                #expect(report["trees"] as? Int == 8)
                let metrics = try #require(report["metrics"] as? [String: Double])
                #expect(Set(metrics.keys) == ["mae", "rmse"])
                let evaluations = try #require(report["evaluations"] as? [[String: Any]])
                #expect(evaluations.map { $0["metric"] as? String } == ["l1", "rmse"])
                #expect(evaluations.allSatisfy { $0["iteration"] as? Int == 8 && $0["data"] as? String == "valid_1" })
            }
        }

        @Test(arguments: [
            "regression", "binary", "multiclass num_class=3", "regression boosting=dart",
            "poisson boosting=rf bagging_freq=1 bagging_fraction=0.5",
        ])
        func roundsThatNobodyWatchesEndWithTheSameMetrics(_ objective: String) throws {
            try inFolder { folder in
                let rows = { (first: Int) in
                    (first..<first + 300).map { "\($0 * 7 % 3 % 2)\t\($0 * 37 % 101)\t\($0 * 53 % 97)\n" }.joined()
                }
                let (data, test) = (try folder.write("a.tsv", rows(0)), try folder.write("b.tsv", rows(300)))
                let settings = ("objective=" + objective).split(separator: " ").map(String.init)
                func metrics(_ verbosity: Int) throws -> [String: Double] {
                    let result = try PolybotProcess.run(
                        [
                            "gbdt", "train", "data=" + data, "valid=" + test, "num_trees=9",
                            "verbosity=\(verbosity)", "output_model=" + folder.path("m"), "--json",
                        ] + settings)
                    #expect(result.status == 0, "\(result.notes)")
                    return try #require(result.stable?["metrics"] as? [String: Double])
                }
                let (watched, unwatched) = (try metrics(1), try metrics(-1))
                #expect(watched.count == 1 && watched.keys == unwatched.keys)
                for (name, value) in watched { #expect(abs(value - unwatched[name]!) <= 1e-12 * abs(value), "\(name)") }
            }
        }
    }
}
