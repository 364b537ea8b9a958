import Features
import Foundation
import Market
import Store
import TestSupport
import Testing

extension ProcessTests {
    /// Goal: kill -9 anywhere loses at most the batch that was not yet written, and starting again is recovery.
    /// Method: a run on disk is killed at seeded random moments; what is left is checked; the same command again must
    /// end
    /// as a run that was never killed.
    struct CrashTests {
        static let arguments = ["demo", "--seed", "3", "--days", "4", "--json", "--out"]

        @Test func aRunThatIsKilledTwentyTimesEndsAsOneThatWasNot() throws {
            try PolybotProcess.inFolder { folder in
                let whole = folder.appendingPathComponent("whole")
                let began = ContinuousClock.now
                let reference = try PolybotProcess.run(Self.arguments + [whole.path])
                let length = (ContinuousClock.now - began) / .milliseconds(1)
                #expect(reference.status == 0, "\(reference.notes.suffix(300))")

                let cut = folder.appendingPathComponent("cut")
                var generator = SeededGenerator(seed: 20)
                var kills = 0
                var partial = 0
                while kills < 20 {
                    let process = try PolybotProcess(
                        Self.arguments + [cut.path], output: folder.appendingPathComponent("o"),
                        notes: folder.appendingPathComponent("e"))
                    usleep(UInt32(Double.random(in: 0.02...0.9, using: &generator) * length * 1_000))
                    process.signal(SIGKILL)
                    let status = process.wait()
                    // A run that was quicker than expected is not one that was killed; one that failed is a bug.
                    try #require(status == 0 || status == 128 + SIGKILL)
                    guard status != 0 else { continue }
                    kills += 1
                    if try check(cut.path + "/polybot.sqlite") { partial += 1 }
                }
                #expect(partial > 5, "most kills should hit a run that has written something")

                let again = try PolybotProcess.run(Self.arguments + [cut.path])
                #expect(again.status == 0, "\(again.notes.suffix(300))")
                #expect(again.stable == reference.stable)
                try compare(whole.path + "/polybot.sqlite", cut.path + "/polybot.sqlite")
            }
        }

        /// Intact, and without a row that is there twice. False when nothing was written yet.
        private func check(_ file: String) throws -> Bool {
            guard FileManager.default.fileExists(atPath: file) else { return false }
            let store = try StoreDatabase.open(path: file)
            defer { try? store.close() }
            #expect(try store.reader.integrityProblems().isEmpty)
            let rows = try store.reader.rows(schema: FeatureSchema.current.hash)
            #expect(Set(rows).count == rows.count)
            var cursor = store.reader.journal(after: .min)
            var expected: Int64 = 1
            while let record = try cursor.next(), record.sequence == expected { expected += 1 }
            #expect(try store.reader.lastSequence() ?? 0 == expected - 1, "a hole in the journal")
            return expected > 1
        }

        private func compare(_ first: String, _ second: String) throws {
            let stores = try [first, second].map { try StoreReader.open(path: $0) }
            #expect(try stores[0].lastSequence() == stores[1].lastSequence())
            #expect(
                try stores[0].rows(schema: FeatureSchema.current.hash)
                    == stores[1].rows(schema: FeatureSchema.current.hash))
            #expect(try stores[0].forecasts() == stores[1].forecasts())
            #expect(try stores[0].intents() == stores[1].intents())
            let labels = try stores.map {
                try $0.labels(horizon: .hours(1), version: 1, knownBy: .distantFuture)
            }
            #expect(labels[0] == labels[1])
            #expect(labels[0].count > 5_000)
        }
    }
}
