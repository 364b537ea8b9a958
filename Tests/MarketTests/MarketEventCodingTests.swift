import Market
import TestSupport
import Testing

/// Goal: what the journal keeps is what was received; bytes that are not ours are refused, never trapped on.
struct MarketEventCodingTests {
    static let instrument = Instrument(
        name: "will-it-rain", eventName: "weather", event: EventID(7), category: "climate", tick: 10,
        sizeMin: Size(microshares: 5_000_000), fee: FeeRate(millionths: 72_000), isNegativeRisk: true,
        quotesBothTokens: true, created: Timestamp(seconds: 5), scheduledEnd: nil, volume: 1234.5, liquidity: nil,
        stalenessLimit: .minutes(16))

    static let kinds: [MarketEvent.Kind] = [
        .listed(instrument),
        .snapshot(
            bids: [Level(price: Price(checked: 5_000), size: Size(microshares: 3))],
            asks: [Level(price: Price(checked: 5_001), size: Size(microshares: 9_000_000_000_000))]),
        .delta([LevelChange(.ask, Level(price: Price(checked: 1), size: .zero))]),
        .quote(bid: nil, ask: Price(units: 9_999)), .quote(bid: Price(units: 1), ask: nil),
        .trade(price: Price(checked: 4_200), size: Size(microshares: 77), taker: .unknown),
        .tickChanged(1), .feeChanged(.free), .gap, .resynced, .closed,
        .resolved(.no, knownAt: Timestamp(seconds: -3)), .recordingEnded,
    ]

    @Test(arguments: kinds) func everyKindSurvivesTheJournal(_ kind: MarketEvent.Kind) throws {
        #expect(try MarketEvent.Kind(code: kind.code, payload: kind.encoded()) == kind)
    }

    @Test(arguments: kinds) func aTruncatedOrExtendedPayloadIsATypedError(_ kind: MarketEvent.Kind) {
        let payload = kind.encoded()
        for length in payload.indices {
            #expect(throws: DecodingFailure.self) {
                try MarketEvent.Kind(code: kind.code, payload: Array(payload[..<length]))
            }
        }
        #expect(throws: DecodingFailure.self) { try MarketEvent.Kind(code: kind.code, payload: payload + [0]) }
    }

    @Test func randomBytesNeverTrap() {
        var generator = SeededGenerator(seed: 11)
        var refused = 0
        for _ in 0..<20_000 {
            let payload = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let code = UInt8.random(in: 0...14, using: &generator)
            do { _ = try MarketEvent.Kind(code: code, payload: payload) } catch { refused += 1 }
        }
        #expect(refused > 10_000)
    }

    @Test(arguments: kinds) func mirroringTwiceChangesNothing(_ kind: MarketEvent.Kind) {
        let event = MarketEvent(
            asset: MarketID(3).yes, exchangeTime: Timestamp(seconds: 1), receiveTime: Timestamp(seconds: 2), kind: kind)
        #expect(event.mirrored.mirrored == event)
        #expect(event.mirrored.asset == MarketID(3).no)
    }
}
