@testable import Features
import Market
import TestSupport

/// What a pipeline was given, in the order of receipt.
struct Recording {
    private(set) var messages: [PipelineInput]

    /// Markets of all kinds in two events and a category, with faults of the feed, a market that ends and comes again,
    /// other announcements, a link that breaks, two outside prices and fitted tables.
    static func mixed(seed: UInt64, hours: Int, spacing: Double = 60) -> Recording {
        var events: [MarketEvent] = []
        for id in 0..<5 as Range<UInt32> {
            var stream = RandomStream()
            stream.market = MarketID(id)
            stream.instrument = .sample("market-\(id)", event: EventID(id / 2), quotesBothTokens: id == 1)
            stream.instrument.category = "sports"
            stream.instrument.isNegativeRisk = true
            if id > 0 { stream.instrument.describe(by: id) }
            stream.spacing = id == 0 ? spacing / 2 : spacing
            stream.hasFaults = id != 2
            stream.hasTraders = id != 1
            stream.hasAnnouncements = id == 0
            stream.hasOnlyQuotes = id == 2
            stream.logit = Double(id) * 0.5 - 1
            let end = monday + .hours(hours)
            let close = monday + .minutes(30 * hours)
            guard id == 3 else {
                events += stream.events(seed: seed &+ UInt64(id), from: monday + .seconds(Int(id)), until: end)
                continue
            }
            events += stream.events(seed: seed &+ 3, from: monday, until: close)
            events.append(MarketEvent(asset: stream.market.yes, exchangeTime: close, receiveTime: close, kind: .closed))
            stream.instrument.tick = 10
            events += stream.events(seed: seed &+ 4, from: close + .minutes(8 * hours), until: end)
        }
        events.append(announcement(of: MarketID(4), at: monday + .minutes(45 * hours)))
        events.append(unknown(at: monday + .minutes(10 * hours)))
        events.sort { ($0.receiveTime, $0.market) < ($1.receiveTime, $1.market) }
        let broken = monday + .minutes(20 * hours) + .seconds(7)
        var messages = events.map(PipelineInput.market)
        messages.append(.connection(.disconnected, at: broken))
        messages.append(.connection(.connected, at: broken + .seconds(90)))
        for (name, start) in [("BTC", monday), ("ETH", monday + .minutes(5 * hours))] {
            let prices = ReferencePrice.random(name, seed: seed, from: start, until: monday + .hours(hours))
            // About as rare as the messages of a market.
            for index in stride(from: 0, to: prices.count, by: Int(spacing / 7)) {
                messages.append(.reference(prices[index]))
            }
        }
        for day in 0..<3 {
            let tables = FittedTables.random(seed: seed &+ UInt64(day), before: monday + .days(day))
            messages.append(.tables(tables, at: monday + .minutes((10 + 15 * day) * hours)))
        }
        messages.sort { $0.time < $1.time }
        return Recording(messages: messages)
    }

    private static func unknown(at time: Timestamp) -> MarketEvent {
        MarketEvent(asset: MarketID(77).yes, exchangeTime: time, receiveTime: time, kind: .gap)
    }

    /// The market changes its event and its set of quoted tokens.
    private static func announcement(of market: MarketID, at time: Timestamp) -> MarketEvent {
        var instrument = Instrument.sample("market-4", event: EventID(0), quotesBothTokens: true)
        instrument.category = "sports"
        return MarketEvent(asset: market.yes, exchangeTime: time, receiveTime: time, kind: .listed(instrument))
    }
}

extension Instrument {
    /// Other words and numbers for each market.
    fileprivate mutating func describe(by number: UInt32) {
        eventName = "event-\(number)"
        category = number == 1 ? "politics" : category
        sizeMin = Size(microshares: Int64(number))
        created = monday - .days(Int(number))
        scheduledEnd = monday + .days(Int(number))
        volume = Double(number)
        liquidity = Double(number)
        stalenessLimit = .seconds(Int(number))
        gameStart = monday + .hours(Int(number))
        reward = MakerReward(band: 100 * Int32(number), sizeMin: sizeMin)
        reference = number == 2 ? "ETH" : "BTC"
    }
}

extension Driver {
    mutating func apply(_ input: PipelineInput) {
        if case .market(let event) = input { return apply([event]) }
        draw(through: input.time - .nanoseconds(1))
        switch input {
        case .connection(let state, let time): points += pipeline.apply(state, at: time)
        case .reference(let price): pipeline.apply(price)
        case .tables(let tables, let time): pipeline.apply(tables, at: time)
        case .market, .timer, .passing: break
        }
    }

    /// The process ends; another one takes up what was left in a snapshot.
    mutating func restart(position: UInt64 = 0) throws {
        pipeline = try FeaturePipeline(restoring: pipeline.snapshot(position: position), grid: pipeline.grid)
    }
}
