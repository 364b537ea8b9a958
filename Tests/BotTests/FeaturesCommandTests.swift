import Features
import Foundation
import Market
import Store
import Testing

extension ProcessTests {
    /// Goal: what a run saw can be looked at and computed again. Method: a demo of two days, whose second has tables.
    struct FeaturesCommandTests {
        private func withDemo(_ body: (_ store: String, _ models: String) throws -> Void) throws {
            try PolybotProcess.inFolder { folder in
                let run = try PolybotProcess.run(["demo", "--seed", "7", "--days", "2", "--out", folder.path])
                #expect(run.status == 0, "\(run.notes.suffix(500))")
                try body(folder.path + "/polybot.sqlite", folder.path + "/models")
            }
        }

        @Test func rowsAreComputedAgainOnAnyNumberOfThreads() throws {
            try withDemo { store, _ in
                for threads in ["1", "2", "3"] {
                    let arguments = ["features", "rebuild", "--journal", store, "--threads", threads]
                    let check = try PolybotProcess.run(arguments + ["--check"])
                    #expect(check.status == 0, "\(check.notes)")
                    let rows = try StoreReader.open(path: store).rows(schema: FeatureSchema.current.hash).count
                    #expect(rows > 3_000 && check.output.hasPrefix("\(rows) of \(rows) rows"), "\(check.output)")
                }
                // Rows that are there already are the same rows.
                let written = try PolybotProcess.run(["features", "rebuild", "--journal", store])
                #expect(written.status == 0, "\(written.notes)")
            }
        }

        @Test func aTokensNewestRowIsExplained() throws {
            try withDemo { store, models in
                let reader = try StoreReader.open(path: store)
                let row = try #require(try reader.rows(schema: FeatureSchema.current.hash).last)
                let market = try #require(try reader.namesByMarket()[row.asset.market])
                let token = market + (row.asset.outcome == .yes ? ":yes" : ":no")
                let place = ["--journal", store, "--models", models]
                let told = try PolybotProcess.run(["features", "explain", token, "--json"] + place)
                let report = try #require(told.stable, "\(told.notes)")
                #expect(report["token"] as? String == token)
                let columns = try #require(report["columns"] as? [[String: Any]])
                #expect(columns.count == FeatureSchema.current.columns.count)
                let mid = try #require(columns.first { $0["name"] as? String == "mid_price" })
                let index = try #require(FeatureSchema.current.index(of: "mid_price"))
                #expect(Float(mid["value"] as? Double ?? .nan) == row.values[index])
                #expect((0...1).contains(mid["percentile"] as? Double ?? .nan))
                let text = try PolybotProcess.run(["features", "explain", market, "--group", "derived"] + place)
                #expect(text.status == 0 && text.output.contains("logit_p") && !text.output.contains("mid_price"))

                for wrong in [
                    [market + "x"], [token, "--group", "deriver"], [token, "--jsn"], [],
                    [market + (row.asset.outcome == .yes ? ":no" : ":yes")],
                ] {
                    let refused = try PolybotProcess.run(["features", "explain"] + wrong + place)
                    #expect(refused.status == 2 && refused.output.isEmpty, "\(wrong): \(refused.output)")
                }
                let typo = try PolybotProcess.run(["features", "explain", market + "x"] + place)
                #expect(typo.notes.contains("did you mean '\(market)'"), "\(typo.notes)")
            }
        }
    }
}
