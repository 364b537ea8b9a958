public import Market
import Synchronization

/// The live event source: sockets, console and watchers post, the loop pulls. Their order is fixed here.
///
/// Bounded: a full mailbox means that we are too slow, and the poster must treat what it could not post as a gap. An
/// event
/// is never dropped silently.
public final class EventMailbox: EventSource, Sendable {
    private struct State {
        var events: [EngineEvent] = []
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let now: @Sendable () -> Timestamp

    /// - Parameter now: the live clock.
    public init(capacity: Int = 65_536, now: @escaping @Sendable () -> Timestamp) {
        precondition(capacity > 0, "a mailbox holds something")
        self.capacity = capacity
        self.now = now
    }

    /// False when the mailbox is full: then the event was not taken.
    public func post(_ event: EngineEvent) -> Bool {
        let (isTaken, waiter) = state.withLock { state in
            guard state.events.count < capacity else { return (false, nil as CheckedContinuation<Void, Never>?) }
            state.events.append(event)
            defer { state.waiter = nil }
            return (true, state.waiter)
        }
        waiter?.resume()
        return isTaken
    }

    /// The oldest event, or `.timer` with the present time once `deadline` has come and nothing is there.
    public func next(before deadline: Timestamp) async throws(ExchangeError) -> EngineEvent {
        while true {
            if let event = state.withLock({ $0.events.isEmpty ? nil : $0.events.removeFirst() }) { return event }
            let present = now()
            if present >= deadline { return .timer(present) }
            if Task.isCancelled { throw .exhausted }
            await waitForEvent(atMost: min(deadline - present, .seconds(1)))
        }
    }

    private func waitForEvent(atMost duration: Duration) async {
        let alarm = Task {
            // Cancelled sleep means that an event came first.
            do { try await Task.sleep(for: duration) } catch { return }
            wake()
        }
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.events.isEmpty { state.waiter = continuation }
                return state.events.isEmpty
            }
            if !isEmpty { continuation.resume() }
        }
        alarm.cancel()
    }

    private func wake() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
