import Market
import Testing

@testable import BotPolymarket

struct HeartbeatTests {
    private let start = Timestamp(seconds: 1_795_348_800)

    private func reply(_ id: String) throws -> HeartbeatReply {
        try HeartbeatReply.decode(Array("{\"heartbeat_id\":\"\(id)\"}".utf8))
    }

    private func refusal(_ id: String) throws -> ErrorReply {
        try ErrorReply.decode(Array("{\"error_msg\":\"Invalid Heartbeat ID\",\"heartbeat_id\":\"\(id)\"}".utf8))
    }

    @Test func everyBeatCarriesTheIdOfTheLast() throws {
        var heart = Heartbeat()
        heart.start(at: start)
        #expect(heart.timer(at: start) == [.beat(id: "")] && !heart.isArmed)
        try heart.accepted(reply("a"))
        #expect(heart.isArmed && heart.deadline == start + .seconds(5))
        #expect(heart.timer(at: start + .seconds(4)).isEmpty)
        #expect(heart.timer(at: start + .seconds(5)) == [.beat(id: "a")])
    }

    @Test func aWrongIdIsCorrectedAtOnceAndOnce() throws {
        var heart = Heartbeat()
        heart.start(at: start)
        _ = heart.timer(at: start)
        #expect(try heart.refused(refusal("b"), at: start) == [.beat(id: "b")])
        #expect(try heart.refused(refusal("c"), at: start).isEmpty)
        #expect(heart.timer(at: start + .seconds(5)) == [.beat(id: "c")])
    }

    @Test func aLapseIsToldAndTheChainBeginsAnew() throws {
        var heart = Heartbeat()
        heart.start(at: start)
        _ = heart.timer(at: start)
        try heart.accepted(reply("a"))
        #expect(heart.timer(at: start + .seconds(5)) == [.beat(id: "a")])
        // No answer: the next beat waits for it, the lapse does not.
        #expect(heart.deadline == start + .seconds(10))
        #expect(heart.timer(at: start + .seconds(10)) == [.lapsed])
        heart.failed()
        #expect(heart.timer(at: start + .seconds(10)) == [.beat(id: "")])
        #expect(!heart.isArmed)
    }
}
