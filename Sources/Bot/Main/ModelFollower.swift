import BotEngine
import BotForecasting
import BotUpdater
import Market

/// Tells a running bot of a changed model pointer: the new champion goes on the shelf, then `modelInstalled` into the
/// mailbox. A broken or mismatched one is noted once, and the old one stays.
struct ModelFollower {
    private var watcher: ModelWatcher
    private let shelf: ForecasterShelf
    private let mailbox: EventMailbox
    private let now: @Sendable () -> Timestamp
    private let note: @Sendable (String) -> Void
    private let interval: Duration

    /// Well under the second within which a change must be seen.
    static let intervalDefault: Duration = .milliseconds(250)

    init(
        registry: ModelRegistry, current: ModelVersion?, shelf: ForecasterShelf, mailbox: EventMailbox,
        interval: Duration = Self.intervalDefault, now: @escaping @Sendable () -> Timestamp,
        note: @escaping @Sendable (String) -> Void
    ) {
        watcher = ModelWatcher(registry: registry, current: current)
        self.shelf = shelf
        self.mailbox = mailbox
        self.interval = interval
        self.now = now
        self.note = note
    }

    /// Looks until the task is cancelled.
    mutating func run() async {
        while !Task.isCancelled {
            look()
            do { try await Task.sleep(for: interval) } catch { return }
        }
    }

    private mutating func look() {
        switch watcher.look() {
        case .unchanged: break
        case .changed(let forecaster):
            shelf.put(forecaster)
            // A full mailbox is tried again at the next look.
            if mailbox.post(.modelInstalled(forecaster.version, at: now())) { watcher.accept(forecaster.version) }
        case .refused(let error): note("the model pointer was not followed, the old model stays: \(error)")
        }
    }
}
