import Features
import Market
import TestSupport

/// A pipeline whose markets have full windows, and events to come.
struct WarmToken {
    static let start = Timestamp(seconds: 1_772_409_600)
    static let market = MarketID(1)

    var pipeline = FeaturePipeline(grid: SamplingGrid(step: .hours(1)))
    let events: [MarketEvent]
    /// Of the first event that has not been applied.
    private(set) var next = 0

    /// - Parameters:
    ///   - spacing: mean seconds between events.
    ///   - hours: of events after the warm-up.
    ///   - marketCount: markets of one event, numbered from 1.
    init(warmUpHours: Int = 25, hours: Int, spacing: Double = 5, marketCount: Int = 1) {
        events = (1...marketCount).flatMap {
            Self.events(
                hours: warmUpHours + hours, spacing: spacing, seed: UInt64($0), market: MarketID(UInt32($0)))
        }.sorted { ($0.receiveTime, $0.asset) < ($1.receiveTime, $1.asset) }
        var rows: [FeatureRow] = []
        let end = Self.start + .hours(warmUpHours)
        while next < events.count, events[next].receiveTime < end { applyNext() }
        pipeline.drawRows(through: end, into: &rows)
    }

    /// Times are whole milliseconds, as the venue's are.
    static func events(hours: Int, spacing: Double, seed: UInt64, market: MarketID = market) -> [MarketEvent] {
        var stream = RandomStream()
        stream.market = market
        stream.instrument = Instrument(
            name: "market \(market.rawValue)", eventName: "event", event: EventID(1), category: "sports")
        stream.spacing = spacing
        return stream.events(seed: seed, from: start, until: start + .hours(hours)).map { event in
            var event = event
            event.receiveTime = event.receiveTime.floored(to: .milliseconds(1))
            event.exchangeTime = event.exchangeTime.floored(to: .milliseconds(1))
            return event
        }
    }

    var hasNext: Bool { next < events.count }

    mutating func applyNext() {
        _ = pipeline.apply(events[next])
        next += 1
    }
}

extension MarketEvent {
    var isTrade: Bool { if case .trade = kind { true } else { false } }
    var isWholeBook: Bool { if case .snapshot = kind { true } else { false } }
    var isBookMessage: Bool {
        switch kind {
        case .snapshot, .delta, .quote: true
        default: false
        }
    }
}
