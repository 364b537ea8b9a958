import Market
import TestSupport
import Testing

@testable import BotPolymarket

struct ServerClockTests {
    /// Replies of whole seconds over a slow and uneven network: the true offset is always within the bounds, and the
    /// bounds become narrow.
    @Test(arguments: 0..<20) func theOffsetIsFound(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let offset = Duration.milliseconds(generator.int(in: -90_000...90_000))
        var clock = ServerClock()
        var now = Timestamp(seconds: 1_795_348_800)
        for _ in 0..<40 {
            let sent = now
            let read = sent + .milliseconds(generator.int(in: 1...80))
            let received = read + .milliseconds(generator.int(in: 1...80))
            let seconds = (read + offset).nanoseconds / 1_000_000_000
            clock.note(seconds: seconds, sent: sent, received: received)
            let uncertainty = try #require(clock.uncertainty)
            #expect(abs((clock.offset - offset).nanoseconds) <= uncertainty.nanoseconds + 1)
            now = received + .milliseconds(generator.int(in: 1_000...9_000))
        }
        #expect(clock.resets == 0)
        #expect(try #require(clock.uncertainty) < .milliseconds(150))
        #expect(clock.server(at: now) == now + clock.offset)
    }

    @Test func oneReplyIsHalfASecondAndHalfTheRoundTripApart() {
        var clock = ServerClock()
        #expect(clock.offset == .zero && clock.uncertainty == nil)
        clock.note(seconds: 1_010, sent: Timestamp(seconds: 1_000), received: Timestamp(milliseconds: 1_000_200))
        #expect(clock.offset == .milliseconds(10_400))
        #expect(clock.uncertainty == .milliseconds(600))
    }

    @Test func aClockThatIsSetIsMeasuredAnew() {
        var clock = ServerClock()
        clock.note(seconds: 1_000, sent: Timestamp(seconds: 1_000), received: Timestamp(seconds: 1_000))
        clock.note(seconds: 1_900, sent: Timestamp(seconds: 1_100), received: Timestamp(seconds: 1_100))
        #expect(clock.resets == 1 && clock.offset == .milliseconds(800_500))
    }

    @Test func nonsenseIsNoReply() {
        var clock = ServerClock()
        clock.note(seconds: .max, sent: Timestamp(seconds: 1), received: Timestamp(seconds: 2))
        clock.note(seconds: 5, sent: Timestamp(seconds: 3), received: Timestamp(seconds: 2))
        #expect(clock.measured == nil)
    }
}
