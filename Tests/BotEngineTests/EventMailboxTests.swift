import BotEngine
import Market
import Synchronization
import Testing

/// A clock that stands still until it is told to move.
private final class SetClock: Sendable {
    private let time = Mutex(Timestamp(seconds: 100))
    var now: Timestamp { time.withLock { $0 } }
    func advance(by duration: Duration) { time.withLock { $0 = $0 + duration } }
}

/// Goal: what is posted is pulled in order, nothing is dropped silently, and a deadline wakes the loop.
struct EventMailboxTests {
    private let clock = SetClock()

    private func event(_ number: Int64) -> EngineEvent { .operation(.pause, at: Timestamp(seconds: number)) }

    @Test func eventsComeOutInTheOrderInWhichTheyWerePosted() async throws {
        let mailbox = EventMailbox { [clock] in clock.now }
        for number in 0..<5 { #expect(mailbox.post(event(Int64(number)))) }
        for number in 0..<5 {
            #expect(try await mailbox.next(before: .distantFuture) == event(Int64(number)))
        }
    }

    @Test func aFullMailboxSaysSo() {
        let mailbox = EventMailbox(capacity: 2) { [clock] in clock.now }
        #expect(mailbox.post(event(1)) && mailbox.post(event(2)))
        #expect(!mailbox.post(event(3)))
    }

    @Test func aDeadlineThatHasComeIsATimer() async throws {
        let mailbox = EventMailbox { [clock] in clock.now }
        #expect(try await mailbox.next(before: Timestamp(seconds: 100)) == .timer(Timestamp(seconds: 100)))
        #expect(mailbox.post(event(7)))
        // What was posted comes before the timer, even when the deadline has passed.
        #expect(try await mailbox.next(before: Timestamp(seconds: 99)) == event(7))
    }

    @Test func aWaitingLoopIsWokenByAPost() async throws {
        let mailbox = EventMailbox { [clock] in clock.now }
        async let pulled = mailbox.next(before: .distantFuture)
        while !mailbox.post(event(1)) {}
        #expect(try await pulled == event(1))
    }

    @Test func aCancelledLoopEnds() async throws {
        let mailbox = EventMailbox { [clock] in clock.now }
        let task = Task { try await mailbox.next(before: .distantFuture) }
        task.cancel()
        await #expect(throws: ExchangeError.exhausted) { try await task.value }
    }
}
