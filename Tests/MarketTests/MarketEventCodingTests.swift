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

    /// The listing of `instrument` as the first format of the journal wrote it.
    static let firstListed: [UInt8] = [
        0x0c, 0x77, 0x69, 0x6c, 0x6c, 0x2d, 0x69, 0x74, 0x2d, 0x72, 0x61, 0x69, 0x6e, 0x07, 0x77, 0x65, 0x61,
        0x74, 0x68, 0x65, 0x72, 0x07, 0x07, 0x63, 0x6c, 0x69, 0x6d, 0x61, 0x74, 0x65, 0x14, 0x80, 0xad, 0xe2,
        0x04, 0x80, 0xe5, 0x08, 0x03, 0x01, 0x80, 0xc8, 0xaf, 0xa0, 0x25, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x4a, 0x93, 0x40, 0x00, 0x80, 0x80, 0xac, 0xc7, 0xf0, 0x37,
    ]

    /// With all that journals of the first format do not have.
    static let announced: Instrument = {
        var announced = instrument
        announced.gameStart = Timestamp(seconds: -9)
        announced.reward = MakerReward(band: 350, sizeMin: Size(microshares: 20_000_000))
        announced.resolution = .disputed
        announced.reference = "BTC"
        return announced
    }()

    static let kinds: [MarketEvent.Kind] = [
        .listed(instrument), .listed(announced),
        .snapshot(
            bids: [Level(price: Price(checked: 5_000), size: Size(microshares: 3))],
            asks: [Level(price: Price(checked: 5_001), size: Size(microshares: 9_000_000_000_000))]),
        .delta([LevelChange(.ask, Level(price: Price(checked: 1), size: .zero))]),
        .quote(bid: nil, ask: Price(units: 9_999)), .quote(bid: Price(units: 1), ask: nil),
        .trade(price: Price(checked: 4_200), size: Size(microshares: 77), taker: .unknown),
        .trade(price: Price(checked: 4_200), size: Size(microshares: 77), taker: .buy, by: TraderID(1 << 63)),
        .tickChanged(1), .feeChanged(.free), .gap, .resynced, .closed,
        .resolved(.no, knownAt: Timestamp(seconds: -3)), .recordingEnded,
    ]

    @Test(arguments: kinds) func everyKindSurvivesTheJournal(_ kind: MarketEvent.Kind) throws {
        #expect(try MarketEvent.Kind(code: kind.code, payload: kind.encoded()) == kind)
    }

    @Test(arguments: kinds) func aTruncatedOrExtendedPayloadIsATypedError(_ kind: MarketEvent.Kind) {
        let payload = kind.encoded()
        // What the first format had is whole without what came later.
        let whole = Self.firstFormat(kind).encoded().count
        for length in payload.indices where length != whole {
            #expect(throws: DecodingFailure.self) {
                try MarketEvent.Kind(code: kind.code, payload: Array(payload[..<length]))
            }
        }
        #expect(throws: DecodingFailure.self) { try MarketEvent.Kind(code: kind.code, payload: payload + [0]) }
    }

    /// The event as the first format of the journal could tell it.
    static func firstFormat(_ kind: MarketEvent.Kind) -> MarketEvent.Kind {
        switch kind {
        case .listed: .listed(instrument)
        case .trade(let price, let size, let taker, _): .trade(price: price, size: size, taker: taker)
        default: kind
        }
    }

    @Test(arguments: kinds) func whatCameLaterIsOnlyAppended(_ kind: MarketEvent.Kind) throws {
        let first = Self.firstFormat(kind)
        #expect(kind.encoded().starts(with: first.encoded()))
    }

    /// Bytes written by the version before the tail.
    @Test func journalsOfTheFirstFormatDecode() throws {
        let listed = Self.firstListed
        #expect(try MarketEvent.Kind(code: 1, payload: listed) == .listed(Self.instrument))
        #expect(MarketEvent.Kind.listed(Self.instrument).encoded() == listed)
        let trade: [UInt8] = [0xd0, 0x41, 0x9a, 0x01, 0x02]
        #expect(
            try MarketEvent.Kind(code: 5, payload: trade)
                == .trade(price: Price(checked: 4_200), size: Size(microshares: 77), taker: .unknown))
    }

    @Test(
        arguments: [
            [0], [16], [2, 1, 0], [4, 3], [8, 5, 65], [1],
        ] as [[UInt8]]) func aTailThatSaysNothingTrueIsRefused(_ tail: [UInt8])
    {
        #expect(throws: DecodingFailure.self) { try MarketEvent.Kind(code: 1, payload: Self.firstListed + tail) }
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
