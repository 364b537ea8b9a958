import BotEngine
import BotForecasting
import BotStrategy
import BotUpdater
import Features
import Foundation
import Market
import Synchronization
import Testing

@testable import Bot

extension ProcessTests {
    /// Goal: a changed pointer is picked up by a running bot within a second, and a broken model never is.
    /// Method: a champion that a demo made is moved into a folder that a running loop follows, by real files and time.
    struct ModelFollowerTests {
        private static func wallClock() -> Timestamp {
            Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9))
        }

        /// The version that the loop is told of, or nil when none comes in time.
        private func told(_ mailbox: EventMailbox, within seconds: Double) async throws -> ModelVersion? {
            let deadline = Self.wallClock() + .milliseconds(Int(seconds * 1_000))
            guard case .modelInstalled(let version, _) = try await mailbox.next(before: deadline) else { return nil }
            return version
        }

        /// A folder of models with one champion, made by a demo whose fourth day promotes one.
        private func makeModels(in folder: URL) throws -> (registry: ModelRegistry, version: ModelVersion) {
            let run = try PolybotProcess.run(["demo", "--seed", "7", "--days", "4", "--json", "--out", folder.path])
            #expect(run.status == 0)
            let registry = ModelRegistry(root: folder.path + "/models")
            return (registry, try #require(try registry.currentVersion()))
        }

        @Test func aChangedPointerIsPickedUpWithinASecondAndABrokenModelIsRefused() async throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("follow-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let (registry, version) = try makeModels(in: folder)
            let pointer = folder.appendingPathComponent("models/" + ModelRegistry.pointerFile)
            try FileManager.default.removeItem(at: pointer)

            let shelf = ForecasterShelf()
            let mailbox = EventMailbox(now: Self.wallClock)
            let notes = Mutex<[String]>([])
            let follower = ModelFollower(
                registry: registry, current: nil, shelf: shelf, mailbox: mailbox, now: Self.wallClock,
                note: { text in notes.withLock { $0.append(text) } })
            let task = Task {
                var follower = follower
                await follower.run()
            }
            defer { task.cancel() }
            #expect(try await told(mailbox, within: 0.6) == nil)

            // The second is kept by looking four times in it; the wait is long only because this machine may be busy.
            #expect(ModelFollower.intervalDefault <= .milliseconds(500))
            try registry.point(to: version)
            #expect(try await told(mailbox, within: 20) == version)
            #expect(shelf.forecaster(version)?.version == version)

            let broken = try #require(ModelVersion("20260101-0123456789ab"))
            let source = folder.appendingPathComponent("models/" + version.description)
            let target = folder.appendingPathComponent("models/" + broken.description)
            try FileManager.default.copyItem(at: source, to: target)
            try Data((broken.description + "\n").utf8).write(to: pointer)
            for _ in 0..<200 where notes.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(100)) }
            #expect(try await told(mailbox, within: 0.6) == nil)
            #expect(notes.withLock { $0.count { $0.contains("the old model stays") } } == 1)
            #expect(shelf.forecaster(broken) == nil)
        }
    }
}
