import BotEngine
import BotForecasting
import Features
import Market
import Testing

/// Goal: every event that can change a decision comes back from the journal as it was.
struct EngineEventCodingTests {
    static let time = Timestamp(seconds: 1_767_571_200)
    static let order = OrderID(high: .max, low: 77)

    static let events: [EngineEvent] = [
        .exchange(
            .market(
                MarketEvent(
                    asset: MarketID(3).no, exchangeTime: time, receiveTime: time + .milliseconds(20),
                    kind: .quote(bid: Price(units: 100), ask: nil)))),
        .exchange(.connection(.disconnected, at: time)),
        .reference(
            ReferencePrice(name: "BTC", value: 65_001.5, exchangeTime: time - .seconds(1), receiveTime: time)),
        .operation(.approve(order), at: time), .operation(.reject(order), at: time), .operation(.pause, at: time),
        .operation(.resume, at: time), .operation(.stop, at: time), .operation(.kill, at: time),
        .modelInstalled(ModelVersion("20260105-0123456789ab")!, at: time),
        .tables(TableFit().tables(before: time), at: time),
        .timer(time),
    ]

    static let outcomes: [OrderEvent.Kind] = [
        .accepted, .rejected(.noSizeKnown), .settled, .settlementFailed, .cancelled, .unknown,
        .matched(
            price: Price(checked: 1), size: Size(microshares: 5), fee: Money(microdollars: 9), isTaker: true),
        .merged(MarketID(2), Size(microshares: 8)),
    ]

    @Test(arguments: events + outcomes.map { .exchange(.order(OrderEvent(order: order, time: time, kind: $0))) })
    func anEventSurvivesTheJournal(_ event: EngineEvent) throws {
        let encoded = event.encoded
        #expect(try EngineEvent(encoded) == event)
        #expect(encoded.receiveTime == event.time)
        for length in encoded.payload.indices {
            var cut = encoded
            cut.payload = Array(encoded.payload[..<length])
            #expect(throws: DecodingFailure.self) { try EngineEvent(cut) }
        }
    }

    @Test func anUnknownCodeIsATypedError() {
        var encoded = EngineEvent.timer(Self.time).encoded
        encoded.code = 200
        #expect(throws: DecodingFailure.self) { try EngineEvent(encoded) }
    }
}
