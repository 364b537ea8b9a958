import Features
import Market
import TestSupport
import Testing

/// Goal: features obey their parity when the market is seen from its other token. Method: a random stream with
/// faults, and its mirror image told of the same token, column by column.
struct MirrorTests {
    static func mirrored(_ events: [MarketEvent]) -> [MarketEvent] {
        events.map { event in
            var image = event.mirrored
            image.asset = event.asset
            return image
        }
    }

    static func rows(
        _ events: [MarketEvent], references: [ReferencePrice] = [], side: Outcome
    ) -> [FeatureRow] {
        var driver = Driver(step: .minutes(5), canonicalSides: [MarketID(1): side], references: references)
        driver.pipeline.apply(.random(seed: 5, before: monday), at: monday)
        driver.apply(events)
        return driver.rows
    }

    /// What `value` must be where the mirror image's row is `image`; nil when there is no rule.
    static func expected(_ column: FeatureColumn, _ image: FeatureRow) -> Double? {
        switch column.parity {
        case .even: image[column.name]
        case .odd: -image[column.name]
        case .swap(let twin): image[twin]
        case .complement(let twin): 1 - image[twin]
        case .none: nil
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func everyColumnObeysItsParity(seed: UInt64) {
        var stream = RandomStream()
        stream.spacing = 12
        stream.hasFaults = true
        stream.instrument.category = "sports"
        stream.instrument.created = monday - .days(3)
        stream.instrument.scheduledEnd = monday + .days(2)
        stream.instrument.reference = "BTC"
        stream.hasTraders = true
        stream.hasAnnouncements = true
        let end = monday + .hours(30)
        let events = stream.events(seed: seed, from: monday, until: end)
        let prices = ReferencePrice.random("BTC", seed: seed, from: monday, until: end)
        let rows = Self.rows(events, references: prices, side: .yes)
        let images = Self.rows(Self.mirrored(events), references: prices, side: .yes)
        #expect(rows.count > 250 && rows.count == images.count)
        var present: Set<String> = []
        for (row, image) in zip(rows, images) {
            for column in FeatureSchema.current.columns {
                guard let expected = Self.expected(column, image) else { continue }
                let value = row[column.name]
                if !value.isNaN { present.insert(column.name) }
                #expect(
                    isClose(value, expected, relative: 1e-5, absolute: 1e-5),
                    "\(column.name) at \(row.time): \(value), not \(expected)")
            }
        }
        let announced: Set<String> = [
            "market_volume", "market_liquidity", "log_volume", "log_liquidity", "platform_activity_z",
        ]
        for column in FeatureSchema.current.columns where column.parity != .none && column.group != .crossMarket {
            let isAnnounced = announced.contains(column.name)
            #expect(isAnnounced || present.contains(column.name), "\(column.name) was never present")
        }
    }

    @Test func theNoTokenOfAMarketIsTheYesTokenOfItsMirrorImage() {
        var stream = RandomStream()
        stream.hasFaults = true
        let events = stream.events(seed: 4, from: monday, until: monday + .hours(3))
        let no = Self.rows(events, side: .no)
        let yes = Self.rows(Self.mirrored(events), side: .yes)
        #expect(no.count > 20 && no.count == yes.count)
        for (row, image) in zip(no, yes) {
            #expect(row.asset == MarketID(1).no && image.asset == MarketID(1).yes)
            #expect(zip(row.values, image.values).allSatisfy { $0.bitPattern == $1.bitPattern })
            #expect(row.context == image.context)
        }
    }

    @Test func aFeedOfBothTokensGivesTheSameBookAsAFeedOfOne() {
        var stream = RandomStream()
        stream.hasTrades = false
        let one = stream.events(seed: 5, from: monday, until: monday + .hours(3))
        stream.instrument.quotesBothTokens = true
        let both = stream.events(seed: 5, from: monday, until: monday + .hours(3))
        #expect(both.count > one.count + one.count / 2)
        for side in [Outcome.yes, .no] {
            let (one, both) = (Self.rows(one, side: side), Self.rows(both, side: side))
            #expect(one.map(\.withoutOthers) == both.map(\.withoutOthers))
            #expect(one.allSatisfy { $0["yn_mid_dev"].isNaN })
            // The stream tells the same of both tokens.
            #expect(both.allSatisfy { abs($0["yn_mid_dev"]) < 1e-4 && abs($0["synth_ask_gain"]) < 1e-6 })
        }
    }

    @Test func eventsToldOfTheNoTokenOfASingleFeedAreTheSameEvents() {
        let events = RandomStream().events(seed: 6, from: monday, until: monday + .hours(2))
        #expect(Self.rows(events.map(\.mirrored), side: .yes) == Self.rows(events, side: .yes))
    }

    @Test func theNoTokenOfTwoFeedsIsTheYesTokenOfTheExchangedOnes() {
        var stream = RandomStream()
        stream.hasFaults = true
        stream.spacing = 12
        stream.instrument.quotesBothTokens = true
        let events = stream.events(seed: 8, from: monday, until: monday + .hours(6))
        let exchanged = events.map { event in
            var other = event
            switch event.kind {
            case .snapshot, .delta, .quote, .trade, .gap, .resynced: other.asset = event.asset.complement
            default: break
            }
            return other
        }
        let no = Self.rows(events, side: .no)
        let yes = Self.rows(exchanged, side: .yes)
        #expect(no.count > 40 && no.count == yes.count)
        // What is said of the event is said of its YES tokens, and needs their books.
        let known = zip(no, yes).filter { !$0.0["yn_mid_dev"].isNaN }
        #expect(known.count > 40)
        for (row, image) in known {
            #expect(zip(row.values, image.values).allSatisfy { $0.bitPattern == $1.bitPattern })
        }
    }
}
