import Market
import TestSupport
import Testing

@testable import BotPolymarket

struct ReconnectTests {
    @Test func theBoundDoublesUpToTheCap() {
        var generator = SeededGenerator(seed: 1)
        var backoff = Backoff()
        var bounds: [Duration] = []
        for _ in 0..<200 {
            bounds.append(backoff.bound)
            let delay = backoff.next(using: &generator)
            #expect(delay >= .zero && delay <= bounds[bounds.count - 1])
        }
        #expect(bounds.prefix(4) == [.milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2)])
        #expect(bounds[7] == .seconds(30) && bounds[199] == .seconds(30))
    }

    @Test func jitterIsFull() {
        var generator = SeededGenerator(seed: 2)
        var sum = 0.0
        var least = Duration.seconds(30)
        for _ in 0..<4_000 {
            var backoff = Backoff(base: .seconds(30))
            let delay = backoff.next(using: &generator)
            sum += delay.inSeconds
            least = min(least, delay)
        }
        #expect(abs(sum / 4_000 - 15) < 0.5 && least < .seconds(1))
    }

    /// Ten connections lost at once come back one a second.
    @Test func oneConnectionASecond() {
        var generator = SeededGenerator(seed: 3)
        var pacer = ConnectPacer()
        let now = Timestamp(seconds: 1_000)
        var slots = (0..<10).map { _ in
            var reconnect = Reconnect()
            return reconnect.lost(at: now, pacer: &pacer, using: &generator)
        }
        #expect(slots == slots.sorted())
        for (earlier, later) in zip(slots, slots.dropFirst()) { #expect(earlier.duration(to: later) >= .seconds(1)) }
        slots.removeAll()
    }

    @Test func aGoodConnectionBeginsAnew() {
        var generator = SeededGenerator(seed: 4)
        var pacer = ConnectPacer(interval: .nanoseconds(1))
        var reconnect = Reconnect()
        var now = Timestamp(seconds: 1_000)
        for _ in 0..<20 { now = reconnect.lost(at: now, pacer: &pacer, using: &generator) }
        reconnect.connected(at: now)
        let again = reconnect.lost(at: now + .seconds(40), pacer: &pacer, using: &generator)
        #expect(again <= now + .seconds(40) + .milliseconds(251))
    }
}
