import Features
import Market
import TestSupport
import Testing

/// Goal: whatever a feed sends, a value is finite or the one NaN, and nothing traps. Method: random streams whose
/// events are doubled, dropped, exchanged with their neighbours, and blown up.
struct AdversarialStreamTests {
    private static let sizes = [1, 2, 999_999, 1_000_000_000_000, 999_999_999_999_999_999] as [Int64]

    private func spoiled(_ kind: MarketEvent.Kind, _ generator: inout SeededGenerator) -> MarketEvent.Kind {
        func size() -> Size { Size(microshares: Self.sizes[generator.int(in: 0...Self.sizes.count - 1)]) }
        func price() -> Price { Price(checked: [1, 2, 5_000, 9_998, 9_999][generator.int(in: 0...4)]) }
        func sized(_ levels: [Level]) -> [Level] { levels.map { Level(price: $0.price, size: size()) } }
        switch (kind, generator.int(in: 0...5)) {
        case (.snapshot(let bids, let asks), 0): return .snapshot(bids: sized(bids), asks: sized(asks))
        case (.snapshot(let bids, _), 1): return .snapshot(bids: bids, asks: [])
        case (.snapshot, 2): return .snapshot(bids: [], asks: [])
        case (.snapshot(let bids, _), 3):
            // Crossed: the best ask below the best bid.
            guard let best = bids.first, best.price.units > 1 else { return kind }
            let ask = Level(price: Price(checked: best.price.units - 1), size: size())
            return .snapshot(bids: bids, asks: [ask])
        case (.snapshot, 4):
            // One tick wide at the edge of the price range.
            return .snapshot(
                bids: [Level(price: Price(checked: 9_998), size: size())],
                asks: [Level(price: Price(checked: 9_999), size: size())])
        case (.delta, 0):
            return .delta([LevelChange(generator.chance(0.5) ? .bid : .ask, Level(price: price(), size: size()))])
        case (.trade, 0...2): return .trade(price: price(), size: size(), taker: .unknown)
        case (.trade, 3): return .trade(price: price(), size: .zero, taker: .buy)
        case (_, 5): return generator.chance(0.1) ? .tickChanged([1, 10, 100, 7][generator.int(in: 0...3)]) : kind
        default: return kind
        }
    }

    private func events(seed: UInt64) -> [MarketEvent] {
        var stream = RandomStream()
        stream.hasFaults = true
        stream.spacing = 20
        stream.hasTraders = true
        stream.hasAnnouncements = true
        stream.instrument.quotesBothTokens = seed.isMultiple(of: 2)
        var generator = SeededGenerator(seed: seed)
        var events: [MarketEvent] = []
        for event in stream.events(seed: seed, from: monday, until: monday + .hours(25)) {
            if generator.chance(0.02) { continue }
            var event = event
            if generator.chance(0.1) { event.kind = spoiled(event.kind, &generator) }
            if generator.chance(0.02) { event.exchangeTime = event.receiveTime - .seconds(generator.int(in: -90...90)) }
            events.append(event)
            if generator.chance(0.03) { events.append(event) }
            if generator.chance(0.03), events.count > 2 { events.swapAt(events.count - 1, events.count - 2) }
        }
        return events
    }

    @Test(arguments: 50..<56 as Range<UInt64>) func everyValueIsFiniteOrTheOneNaN(_ seed: UInt64) {
        let rows = Driver.rows(events(seed: seed), step: .minutes(5), through: monday + .hours(25))
        for row in rows {
            for (index, value) in row.values.enumerated() {
                let isFine =
                    (value.isFinite && value.bitPattern != Float(-0.0).bitPattern)
                    || value.bitPattern == Float.nan.bitPattern
                #expect(isFine, "\(FeatureSchema.current.columns[index].name) at \(row.time): \(value)")
            }
        }
        #expect(rows.count > 100)
    }

    @Test func sharesStayShares() {
        let shares = FeatureSchema.current.columns.enumerated().filter { $1.unit == "ratio" && $1.parity == .even }
        let bounded: Set<String> = [
            "jump_share_1h", "trend_r2_1h", "trend_efficiency_1h", "zero_step_share_1h", "large_share_1h",
            "size_hhi_1h", "reward_band_share", "top_taker_share_1h", "kyle_r2_24h", "vpin_50", "two_sided_share_1h",
            "event_entropy", "life_fraction",
        ]
        let columns = shares.filter { bounded.contains($1.name) }
        #expect(columns.count >= 9)
        let rows = Driver.rows(events(seed: 57), step: .minutes(5), through: monday + .hours(25))
        for row in rows {
            for (index, column) in columns where !row.values[index].isNaN {
                #expect((0...1.000001).contains(row.values[index]), "\(column.name): \(row.values[index])")
            }
        }
    }
}
