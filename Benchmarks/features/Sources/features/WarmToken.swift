import Features
import Market
import TestSupport

/// A pipeline with one market whose windows are full, and events to come.
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
    init(warmUpHours: Int = 25, hours: Int, spacing: Double = 5, seed: UInt64 = 1) {
        events = Self.events(hours: warmUpHours + hours, spacing: spacing, seed: seed)
        var rows: [FeatureRow] = []
        let end = Self.start + .hours(warmUpHours)
        while next < events.count, events[next].receiveTime < end { applyNext() }
        pipeline.drawRows(through: end, into: &rows)
    }

    /// Times are whole milliseconds, as the venue's are.
    static func events(hours: Int, spacing: Double, seed: UInt64, market: MarketID = market) -> [MarketEvent] {
        var stream = RandomStream()
        stream.market = market
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
}
