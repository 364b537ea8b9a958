import Features
import Foundation
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
    }
}
