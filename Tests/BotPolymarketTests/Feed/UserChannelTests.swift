import Foundation
import Market
import TestSupport
import Testing

@testable import BotPolymarket

struct UserChannelTests {
    private func channel() -> UserChannel {
        var channel = UserChannel(key: "key", secret: Secret("hush"), passphrase: Secret("quiet"))
        channel.tracker.track(OrderTrackerTests.order, digest: OrderTrackerTests.digest, fee: OrderTrackerTests.fee)
        return channel
    }

    private func handle(_ channel: inout UserChannel, _ input: UserInput, _ seconds: Int64 = 0) -> [UserOutput] {
        var outputs: [UserOutput] = []
        channel.handle(input, at: OrderTrackerTests.now + .seconds(seconds), &outputs)
        return outputs
    }

    private func events(_ outputs: [UserOutput]) -> [OrderEvent.Kind] {
        outputs.compactMap { if case .event(let event) = $0 { event.kind } else { nil } }
    }

    @Test func itOpensWithCredentialsAndReadsWhatItMissed() throws {
        var channel = channel()
        for _ in 0..<2 {
            let outputs = handle(&channel, .connected)
            guard case .send(let secret) = outputs.first, case .reconcile = outputs.last else {
                Issue.record("no subscription and no reconciliation")
                return
            }
            let request = try SubscriptionRequest.decode(Array(secret.revealed.utf8))
            #expect(request.kind == .user && request.credentials?.secret == Secret("hush"))
            #expect(!"\(outputs)".contains("hush"))
            _ = handle(&channel, .disconnected)
        }
    }

    @Test func eventsAndLookUpsTellTheSameOnce() throws {
        var channel = channel()
        _ = handle(&channel, .connected)
        let trade = """
            [{"event_type":"trade","type":"TRADE","id":"a","status":"MATCHED","taker_order_id":"\(OrderTrackerTests.digest)",
            "asset_id":"1","side":"BUY","size":"4","price":"0.51","maker_orders":[],"timestamp":"1795348800000"}]
            """
        let told = events(handle(&channel, .frame(Array(trade.utf8))))
        #expect(told == [.accepted, OrderTrackerTests.matched(5_100, 4_000_000)])
        #expect(events(handle(&channel, .frame(Array(trade.utf8)))).isEmpty)
        _ = handle(&channel, .disconnected)
        _ = handle(&channel, .connected)
        let missed = [
            try OrderTrackerTests.trade("b", "MATCHED", size: "6", price: "0.5"),
            try OrderTrackerTests.trade("a", "CONFIRMED"),
        ]
        #expect(
            events(handle(&channel, .trades(missed))) == [.settled, OrderTrackerTests.matched(5_000, 6_000_000)])
        #expect(channel.counters.trades == 2)
    }

    @Test func pingsPongsAndLookUps() throws {
        var channel = channel()
        _ = handle(&channel, .connected)
        _ = handle(&channel, .orders([try OrderTrackerTests.order("CANCELED", "CANCELLATION", matched: "4")]))
        let outputs = handle(&channel, .timer, 10)
        guard case .send(let ping) = outputs.first, case .lookUp(let digest) = outputs.last else {
            Issue.record("no PING or no look-up")
            return
        }
        #expect(ping.revealed == "PING" && digest == OrderTrackerTests.digest)
        _ = handle(&channel, .frame(Array("PONG".utf8)), 11)
        #expect(!closes(handle(&channel, .timer, 40)))
        #expect(closes(handle(&channel, .timer, 41)))
        #expect(channel.deadline == .distantFuture)
    }

    private func closes(_ outputs: [UserOutput]) -> Bool {
        outputs.contains { if case .close(.noPong) = $0 { true } else { false } }
    }

    @Test func whatIsNotUnderstoodIsLookedUp() {
        var channel = channel()
        _ = handle(&channel, .connected)
        for text in ["{", "{\"event_type\":\"trade\"}", "[7]"] {
            let outputs = handle(&channel, .frame(Array(text.utf8)))
            guard case .malformed = outputs.first, case .reconcile = outputs.last else {
                Issue.record("\(text) went unnoticed")
                return
            }
        }
        #expect(events(handle(&channel, .frame(Array("{\"event_type\":\"new\"}".utf8)))).isEmpty)
        #expect(channel.counters.malformed == 3 && channel.counters.unknownKinds == 1)
    }

    /// Damaged streams trap nothing, and count no fill twice.
    @Test(.enabled(if: SharedFiles.exchange != nil, "skipped: no ../shared"))
    func damagedStreamsAreSurvived() {
        var generator = SeededGenerator(seed: 77)
        var channel = channel()
        _ = handle(&channel, .connected)
        let samples = SharedFiles.fixtures.filter { $0.folder == "ws-user" }
        for _ in 0..<2_000 {
            let sample = samples[generator.int(in: 0...samples.count - 1)]
            _ = handle(&channel, .frame(Mutation.random(sample.bytes, using: &generator)))
        }
        #expect(channel.counters.frames == 2_000 && channel.counters.malformed > 500)
    }

    @Test(.enabled(if: SharedFiles.exchange != nil, "skipped: no ../shared"))
    func feesAreTheVenues() throws {
        let vectors = try #require(try SharedFiles.vectors("fees")["fee_vectors"] as? [[String: Any]])
        var count = 0
        for vector in vectors where vector["exponent"] as? Int == 1 {
            func decimal(_ name: String) -> WireDecimal? { (vector[name] as? String).flatMap(WireDecimal.init) }
            let price = try #require(decimal("price")?.price)
            let size = try #require(decimal("shares")?.size)
            let rate = FeeRate(millionths: Int32(try #require(decimal("rate")?.units(places: 6))))
            #expect(rate.charged(price, size) == decimal("fee_5dp_half_up")?.money, "\(vector)")
            count += 1
        }
        #expect(count > 10)
    }
}
